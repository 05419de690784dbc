import assert from 'node:assert/strict';
import type { ChainPolicy } from '../../server/src/language/model';
import { EventKind, Outcome, simulate, type Run } from '../../server/src/simulation';
import { constant, ms, origin, s, scenarioOf, type ScenarioText } from '../simulation/scenario-builder';
import { reproduction } from './reproduction';

const policy: ChainPolicy = {
  family: 'chain',
  name: 'chain',
  origin,
  reads: 'tail',
  heartbeatNs: s(1),
  timeoutNs: s(5),
};

function chainOf(servers: number, text: Partial<ScenarioText>): Run {
  const scenario = scenarioOf({
    nodes: servers,
    policy,
    link: { latency: constant(ms(1)) },
    storage: { log: 'fsync' },
    operations: ['write'],
    load: { kind: 'closed', sessions: 1, thinkNs: ms(100) },
    ...text,
  });
  return simulate(scenario, { seed: 1, trace: true, messageCostNs: 0 });
}

/** Updates and queries travel in these; heartbeats go on beside them. */
const CARRIERS = ['request', 'response', 'Forward'];

function messagesPerUpdate(servers: number): number {
  const { trace, history } = chainOf(servers, { seconds: 20 });
  let sent = 0;
  for (let i = 0; i < trace.length; i++) {
    if (trace.kind[i] === EventKind.Send && CARRIERS.includes(trace.names[trace.a[i] ?? 0] ?? '')) sent++;
  }
  return sent / history.length;
}

/** The longest of the updates, of which none takes less. 50 ms to execute at the head, 20 ms to apply at the others. */
function updateMs(servers: number): number {
  const disks = Object.fromEntries(
    Array.from({ length: servers }, (_, i) => {
      const latency = constant(ms(i === 0 ? 50 : 20));
      return [i, { disk: { latency, capacityBytes: Number.MAX_SAFE_INTEGER } }];
    }),
  );
  const { history } = chainOf(servers, { seconds: 20, places: disks });
  const latencies = new Set<number>();
  for (let row = 5; row < history.length - 1; row++) {
    latencies.add((history.completedAt[row] ?? 0) - (history.invokedAt[row] ?? 0));
  }
  assert.equal(latencies.size, 1);
  return Math.max(...latencies) / 1e6;
}

const CRASHED_AT = s(10.3);
const crashOf = (place: number): ScenarioText['faults'] => [
  {
    trigger: { kind: 'at', atNs: CRASHED_AT },
    action: { kind: 'crash', targets: [{ kind: 'places', places: [place], text: '' }] },
  },
];

/** Milliseconds from the detection to the moment a server knows that its duty has changed. */
function stallMs(failed: number, server: number): number {
  const { trace } = chainOf(3, { seconds: 30, faults: crashOf(failed) ?? [] });
  let detectedAt = NaN;
  for (let i = 0; i < trace.length; i++) {
    const time = trace.time[i] ?? 0;
    if (time < CRASHED_AT) continue;
    if (trace.kind[i] === EventKind.Suspect && Number.isNaN(detectedAt)) detectedAt = time;
    if (trace.kind[i] === EventKind.Reconfigure && trace.place[i] === server) return (time - detectedAt) / 1e6;
  }
  return NaN;
}

/** By how much the head's failure makes the longest query longer than a round trip of 2 ms. */
function queryDelayMs(): number {
  const load = { kind: 'closed', sessions: 1, thinkNs: ms(1) } as const;
  const { history } = chainOf(3, { seconds: 30, operations: ['read'], load, faults: crashOf(0) ?? [] });
  let longest = 0;
  for (let row = 10; row < history.length - 1; row++) {
    assert.equal(history.outcome[row], Outcome.Ok);
    longest = Math.max(longest, (history.completedAt[row] ?? 0) - (history.invokedAt[row] ?? 0));
  }
  return longest / 1e6 - 2;
}

reproduction(
  {
    title: 'chain replication',
    file: __filename,
    source:
      'R. van Renesse and F. Schneider, "Chain Replication for Supporting High Throughput and Availability", OSDI 2004, ' +
      'sections 3.4 and 5.',
    setUp:
      '1 ms a message, 50 ms to execute an update at the head, 20 ms to apply it at each next server. Stalls are counted ' +
      'from the detection of the failure, in message delays.',
  },
  (reproduces) => {
    for (const servers of [3, 5, 10]) {
      const what = `messages for an update through t=${servers}: t + 1`;
      reproduces(what, [{ what, published: servers + 1 }], () => [messagesPerUpdate(servers)]);
    }
    for (const [servers, published] of [
      [3, 94],
      [10, 241],
    ] as const) {
      const what = `an update through t=${servers}, ms`;
      reproduces(what, [{ what, published }], () => [updateMs(servers)]);
    }
    for (const [who, failed, stalled] of [
      ['head', 0, 'updates'],
      ['tail', 2, 'updates and queries'],
    ] as const) {
      const what = `failure of the ${who}: ${stalled} stall`;
      reproduces(what, [{ what, published: 2 }], () => [stallMs(failed, 1)]);
    }
    const what = 'failure of the head: queries stall';
    reproduces(what, [{ what, published: 0 }], () => [queryDelayMs()]);
  },
);
