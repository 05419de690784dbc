import assert from 'node:assert/strict';
import { runTexts } from './run-text';

/** n1 leads and crashes; n3 has missed its last proposals, and n2 alone can tell of them. */
const model = (faults: string): string => `
  topology T {
    nodes n[1..3]  client c
    link everywhere { latency: 1ms }
    store data on n[1..3] using P { storage { log: fsync  fsync: 1ms  checksums: on } }
  }
  policy P = multi-paxos { lease: 500ms  heartbeat: 100ms }
  workload W { from c to data  rate: 30/s  operations: write 100%  keys: uniform(1000)  timeout: 200ms }
  scenario S { workload: W  duration: 8s  at 2300ms crash n1 for 4s  ${faults} }`;

interface Row {
  readonly faults: string;
  readonly damage: string;
}

/** An acceptor must not answer as if it had accepted nothing ("Paxos Made Live", section 5.1). */
const TABLE: Readonly<Record<string, Row>> = {
  'that asks for promises, and gives itself the first': {
    faults: 'at 2s crash n3 for 1100ms',
    damage: 'at 2310ms corrupt disk of n2 100%',
  },
  'while its promise is on the way to the disk': {
    faults: 'at 2s cut n1 -> n3 for 400ms  at 2400ms slow disk of n2 by 1000x for 3s',
    damage: 'at 3200ms corrupt disk of n2 100%',
  },
  'that asks for promises, while its own is on the way to the disk': {
    faults: 'at 2s crash n3 for 900ms  at 2400ms slow disk of n2 by 600x for 1600ms',
    damage: 'at 3200ms corrupt disk of n2 100%',
  },
  'that restarts twice, the second time before it has written what it lacks': {
    faults: 'at 2s crash n3 for 2s  at 2400ms crash n2 for 200ms  at 2800ms crash n2 for 100ms',
    damage: 'at 2500ms corrupt disk of n2 100%',
  },
};

const SEEDS = 5;

describe('multi-paxos: a damaged disk of an acceptor', () => {
  for (const [what, { faults, damage }] of Object.entries(TABLE)) {
    it(`${what}, takes nothing back that it has accepted`, () => {
      for (const { run, verdict } of runTexts(model(`${faults}  ${damage}`), SEEDS)) {
        assert.equal(verdict.metrics.lostWrites, 0, `seed ${run.seed}`);
        const [, next] = run.leadership;
        assert.ok(next !== undefined && next.from > 6.3e9, `seed ${run.seed}: nobody leads before n1 is back`);
      }
    });

    it(`not damaged, ${what}: another leads without n1`, () => {
      for (const { run, verdict } of runTexts(model(faults), SEEDS)) {
        assert.equal(verdict.metrics.lostWrites, 0, `seed ${run.seed}`);
        assert.ok(
          run.leadership.some(({ from }) => from > 2.3e9 && from < 6.3e9),
          `seed ${run.seed}`,
        );
      }
    });
  }
});
