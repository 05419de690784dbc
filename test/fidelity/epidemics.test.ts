import assert from 'node:assert/strict';
import type { GossipPolicy } from '../../server/src/language/model';
import { EventKind, simulate, type Run } from '../../server/src/simulation';
import { gossipBy } from '../../server/src/simulation/protocols/gossip';
import type { AnyFamily } from '../../server/src/simulation/protocols/protocol';
import type { Spreading } from '../../server/src/simulation/protocols/gossip/replica';
import { ms, origin, s, scenarioOf } from '../simulation/scenario-builder';
import { absolute, atLeast, atMost } from './published-value';
import { reproduction } from './reproduction';

const SITES = 1000;

function spread(mode: GossipPolicy['mode'], spreading: Spreading, rounds: number, seed: number): Run {
  const policy: GossipPolicy = {
    family: 'gossip',
    name: 'gossip',
    origin,
    fanout: 1,
    intervalNs: s(1),
    mode,
    conflict: 'last-write-wins',
  };
  const scenario = scenarioOf({
    nodes: SITES,
    policy,
    // One write in the first second, then reads until the end.
    operations: ['write', ...Array.from({ length: rounds }, () => 'read' as const)],
    load: { kind: 'closed', sessions: 1, thinkNs: s(1) },
    link: { latency: { kind: 'constant', value: ms(1) } },
    seconds: rounds + 0.9,
  });
  return simulate(scenario, {
    seed,
    trace: true,
    messageCostNs: 0,
    familyOf: () => gossipBy(spreading) as unknown as AnyFamily,
  });
}

/** The round after the write in which each site that heard of it did. */
function roundsHeardIn({ trace }: Run): number[] {
  const heard: number[] = [];
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] === EventKind.Apply) heard.push(Math.floor((trace.time[event] as number) / 1e9));
  }
  return heard.map((round) => round - (heard[0] as number));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const SEEDS = [1, 2, 3, 4, 5, 6];

function roundsToReachAll(mode: GossipPolicy['mode']): number {
  return mean(
    SEEDS.map((seed) => {
      const heard = roundsHeardIn(spread(mode, { antiEntropy: true }, mode === 'push' ? 26 : 20, seed));
      assert.equal(heard.length, SITES, `${mode} reaches every site`);
      return Math.max(...heard);
    }),
  );
}

function rumoursSent({ trace }: Run): number {
  let sent = 0;
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] === EventKind.Send && trace.names[trace.a[event] as number] === 'rumour') sent++;
  }
  return sent;
}

reproduction(
  {
    title: 'epidemics',
    file: __filename,
    source:
      'A. Demers et al., "Epidemic Algorithms for Replicated Database Maintenance", PODC 1987, section 1.3 ' +
      '(anti-entropy) and section 1.4 with table 1 (rumours).',
    setUp:
      'One update on 1000 sites, one peer a round, mean of 6 runs. The bound for push, log2 n + ln n, is for large n; on ' +
      '1000 sites the mean is about one round more. Pull and push-pull are published as O(log n): between log3 n, since a ' +
      'site is reached by two more a round at most, and log2 n + 5.',
  },
  (reproduces) => {
    const rounds = Number((Math.log2(SITES) + Math.log(SITES)).toFixed(1));
    reproduces(
      'anti-entropy by push takes about log2 n + ln n rounds',
      [{ what: 'push: rounds until all know', published: rounds, tolerance: absolute(2), decimals: 1 }],
      () => [roundsToReachAll('push')],
    );

    const lowest = Number((Math.log(SITES) / Math.log(3)).toFixed(1));
    const highest = Number((Math.log2(SITES) + 5).toFixed(1));
    for (const mode of ['pull', 'push-pull'] as const) {
      const what = `${mode}: rounds until all know`;
      reproduces(
        `anti-entropy by ${mode} takes O(log n) rounds, and fewer than push`,
        [
          { what, published: highest, tolerance: atMost, decimals: 1 },
          { what, published: lowest, tolerance: atLeast, decimals: 1 },
        ],
        () => {
          const measured = roundsToReachAll(mode);
          return [measured, measured];
        },
      );
    }

    reproduces(
      'rumours pushed with feedback and a counter of 2 leave a residue',
      [
        { what: 'rumours, k=2: residue', published: 0.037, tolerance: absolute(0.007), decimals: 3 },
        { what: 'rumours, k=2: messages a site', published: 3.3, tolerance: absolute(0.15), decimals: 2 },
        { what: 'rumours, k=2: last round', published: 16.9, tolerance: absolute(2), decimals: 1 },
      ],
      () => {
        const spreading = { antiEntropy: false, rumoursDroppedAfter: 2 };
        const runs = SEEDS.map((seed) => spread('push', spreading, 25, seed));
        return [
          mean(runs.map((run) => 1 - roundsHeardIn(run).length / SITES)),
          mean(runs.map((run) => rumoursSent(run) / SITES)),
          mean(runs.map((run) => Math.max(...roundsHeardIn(run)))),
        ];
      },
    );
  },
);
