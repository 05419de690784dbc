import assert from 'node:assert/strict';
import type { ChainPolicy, Nanos } from '../../server/src/language/model';
import { EventKind, Outcome, simulate, type Run } from '../../server/src/simulation';
import { constant, ms, origin, s, scenarioOf, type ScenarioText } from '../simulation/scenario-builder';

/*
 * Published: R. van Renesse, F. Schneider, "Chain Replication for Supporting High Throughput and Availability", OSDI 2004,
 * sections 3.4 and 5.
 */

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

describe('chain replication, as published', () => {
  for (const servers of [3, 5, 10]) {
    it(`sends t + 1 messages for an update through t = ${servers} servers`, () => {
      const { trace, history } = chainOf(servers, { seconds: 20 });
      let sent = 0;
      for (let i = 0; i < trace.length; i++) {
        if (trace.kind[i] === EventKind.Send && CARRIERS.includes(trace.names[trace.a[i] ?? 0] ?? '')) sent++;
      }
      assert.equal(sent, history.length * (servers + 1));
    });
  }

  for (const { servers, publishedMs } of [
    { servers: 3, publishedMs: 94 },
    { servers: 10, publishedMs: 241 },
  ]) {
    it(`an update through ${servers} servers takes ${publishedMs} ms`, () => {
      // 1 ms a message, 50 ms to execute an update at the head, 20 ms to apply it at each next server.
      const disks = Object.fromEntries(
        Array.from({ length: servers }, (_, i) => {
          const latency = constant(ms(i === 0 ? 50 : 20));
          return [i, { disk: { latency, capacityBytes: Number.MAX_SAFE_INTEGER } }];
        }),
      );
      const { history } = chainOf(servers, { seconds: 20, places: disks });
      for (let row = 5; row < history.length - 1; row++) {
        assert.equal((history.completedAt[row] ?? 0) - (history.invokedAt[row] ?? 0), ms(publishedMs));
      }
    });
  }

  describe('once a failure is detected', () => {
    const faults = (place: number) =>
      [
        {
          trigger: { kind: 'at', atNs: s(10.3) },
          action: { kind: 'crash', targets: [{ kind: 'places', places: [place], text: '' }] },
        },
      ] as const;

    /** Time from the detection to the moment a server knows that its duty has changed. */
    function stall({ trace }: Run, server: number): Nanos {
      let detectedAt = NaN;
      for (let i = 0; i < trace.length; i++) {
        const at = trace.time[i] ?? 0;
        if (at < s(10.3)) continue;
        if (trace.kind[i] === EventKind.Suspect && Number.isNaN(detectedAt)) detectedAt = at;
        if (trace.kind[i] === EventKind.Reconfigure && trace.place[i] === server) return ms((at - detectedAt) / 1e6);
      }
      return ms(NaN);
    }

    for (const { who, failed, takesOver } of [
      { who: 'head', failed: 0, takesOver: 1 },
      { who: 'tail', failed: 2, takesOver: 1 },
    ]) {
      it(`of the ${who}, its duty is taken over after 2 message delays`, () => {
        assert.equal(stall(chainOf(3, { seconds: 30, faults: faults(failed) }), takesOver), ms(2));
      });
    }

    it('of the head, queries are not delayed at all', () => {
      const load = { kind: 'closed', sessions: 1, thinkNs: ms(1) } as const;
      const { history } = chainOf(3, { seconds: 30, operations: ['read'], load, faults: faults(0) });
      let longest = 0;
      for (let row = 10; row < history.length - 1; row++) {
        assert.equal(history.outcome[row], Outcome.Ok);
        longest = Math.max(longest, (history.completedAt[row] ?? 0) - (history.invokedAt[row] ?? 0));
      }
      assert.equal(longest, ms(2));
    });
  });
});
