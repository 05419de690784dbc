import assert from 'node:assert/strict';
import { EventKind } from '../../../server/src/simulation';
import { linearizable, runText, type JudgedRun } from './run-text';
import { eventsOf } from './trace-questions';

interface Row {
  readonly policy: string;
  /** Operations a second. Fewer entries than go into one message (512), where the family does not keep as many anyway. */
  readonly rate?: number;
  /** Members do not change while the store runs. */
  readonly fixed?: true;
  /** A leader that is missed answers reads for as long as it does not know. */
  readonly oldReads?: true;
}

/** Every family that keeps a log, and cuts off what a checkpoint holds. */
const ROWS: Readonly<Record<string, Row>> = {
  raft: { policy: 'raft' },
  'multi-paxos': { policy: 'multi-paxos { lease: 1s  heartbeat: 100ms }' },
  // It keeps 500 transactions before a snapshot.
  zab: { policy: 'zab { tick: 200ms  reads: sync }', rate: 240 },
  'primary-backup': { policy: 'primary-backup { heartbeat: 200ms  timeout: 1s }' },
  chain: { policy: 'chain { heartbeat: 200ms  timeout: 1s }' },
  'isr-log': { policy: 'isr-log { min-isr: 2  replica-lag: 1s  session-timeout: 1s }', oldReads: true },
  pbft: { policy: 'pbft { view-change-timeout: 500ms  checkpoint-every: 50 }', fixed: true },
};

const BEGINS = 4.5;

const model = ({ policy, rate = 80 }: Row, faults: string): string => `
  topology T {
    nodes n[1..4]  client c
    link everywhere { latency: 0.5ms }
    store data on n[1..4] using P { storage { log: fsync  fsync: 1ms  checkpoint: every 1s } }
  }
  policy P = ${policy}
  workload W { from c to data  rate: ${rate}/s  operations: read 20%, write 80%  keys: uniform(40)  timeout: 1s }
  scenario S { workload: W  duration: 8s  ${faults}  at 7s crash c }`;

const held = ({ run }: JudgedRun, place: number): string => {
  const state = run.replicas.find((replica) => replica.place === place);
  assert.equal(state?.running, true, `n${place + 1} runs`);
  return JSON.stringify([...state.values].sort(([x], [y]) => x - y));
};

/** The place of the first entry that a replica writes from an instant on: none before it where a state was sent instead. */
const firstEntry = (run: JudgedRun, place: number, from: number): number =>
  eventsOf(run, EventKind.Append).find((event) => event.place === place && event.at > from)?.b ?? NaN;

describe('a replica that has nothing, where the log begins after a checkpoint', () => {
  for (const [family, row] of Object.entries(ROWS)) {
    const check = (faults: string): void => {
      const run = runText(model(row, faults), 1);
      assert.ok(firstEntry(run, 3, BEGINS) > 100, `n4 is sent a state, and goes on at ${firstEntry(run, 3, BEGINS)}`);
      assert.equal(held(run, 3), held(run, 0), 'n4 holds what n1 holds');
      assert.ok(held(run, 0).length > 100, 'which is something');
      assert.equal(run.verdict.metrics.lostWrites, 0);
      if (row.oldReads !== true) assert.equal(linearizable(run), 'pass');
    };

    it(`${family}: its disk was replaced`, () => check(`at ${BEGINS}s wipe n4`));
    if (row.fixed !== true)
      it(`${family}: it is added`, () => check(`at 3s remove n4 from data  at ${BEGINS}s add n4 to data`));
  }
});
