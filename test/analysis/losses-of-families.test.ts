import * as assert from 'node:assert/strict';
import { judge, runDetails } from '../../server/src/analysis';
import { openProgram } from '../../server/src/language';
import { Outcome, simulate, type Run } from '../../server/src/simulation';

const FAMILIES: readonly string[] = [
  'single',
  'primary-backup { acknowledge: all  heartbeat: 200ms  timeout: 1s }',
  'primary-backup { acknowledge: async  heartbeat: 200ms  timeout: 1s }',
  'chain { heartbeat: 200ms  timeout: 1s }',
  'isr-log { acks: all  unclean-election: on  session-timeout: 1s }',
  'isr-log { acks: 1  unclean-election: on  session-timeout: 1s }',
  'raft',
  'multi-paxos { lease: 1s  heartbeat: 100ms }',
  'zab { tick: 200ms }',
  'pbft',
  'voting { require: first }',
  'voting { require: majority }',
  'voting { require: all }',
  'erasure { data: 2  parity: 2 }',
  'erasure { data: 3  parity: 1 }',
  'quorum',
  'quorum { write-back: on }',
  'quorum { conflict: siblings }',
  'quorum { coordinator: client }',
  'quorum { sloppy: on }',
  'multi-leader',
  'multi-leader { conflict: siblings }',
  'gossip { fanout: 2  interval: 100ms }',
  'gossip { fanout: 2  interval: 100ms  conflict: siblings }',
];

/** Counters under last-write-wins lose increments by themselves (`docs/verdict.md`). */
const MERGED = ['quorum { conflict: merge }', 'multi-leader { conflict: merge }', 'gossip { conflict: merge }'];
const LOGGED = FAMILIES.filter((policy) => !/^(erasure|quorum|multi-leader|gossip)/.test(policy));
const POLICIES = {
  log: [...LOGGED, 'quorum', 'quorum { coordinator: client }', 'multi-leader', 'gossip'],
  set: [...LOGGED, 'quorum', 'quorum { coordinator: client }', 'multi-leader', 'gossip'],
  counter: [...LOGGED, ...MERGED],
};

interface Ran {
  readonly run: Run;
  readonly lost: number | null | undefined;
  readonly lostOperations: readonly number[];
  /** Lost writes that each fault is charged with. */
  readonly charged: readonly number[];
}

const OPERATIONS = {
  register: 'write 100%',
  log: 'append 100%',
  set: 'add 100%',
  counter: 'increment 100%',
} as const;

/** A second client begins when all is over: ZooKeeper's servers turn those away that have seen more than they know now. */
function ran(policy: string, fault: string, log = 'off', data: keyof typeof OPERATIONS = 'register'): Ran {
  const on = policy === 'single' ? 'n1' : 'n[1..4]';
  const load = `to data  operations: ${OPERATIONS[data]}  keys: uniform(3)  timeout: 300ms`;
  const model = `
    topology T { nodes n[1..4] client c, d  link everywhere { latency: 1ms }
      store data on ${on} using P { data: ${data}  storage { log: ${log} } } }
    policy P = ${policy}
    workload W { from c ${load}  rate: 40/s }
    workload Later { from d ${load}  rate: 20/s }
    scenario S { workload: W, Later  duration: 14s  seed: 1
      at 0s isolate d for 7s
      ${fault} }`;
  const program = openProgram('t.ftm', model, (uri, reason) => ({ kind: 'missing', uri, reason }));
  const errors = program.problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
  assert.deepEqual(errors, []);
  const scenario = program.compileScenario('S');
  assert.ok(scenario);
  const run = simulate(scenario, { seed: 1, trace: true });
  const verdict = judge(scenario, run);
  const charged = runDetails(scenario, run, verdict).faults.map(({ lostWrites }) => lostWrites);
  return { run, lost: verdict.metrics.lostWrites, lostOperations: verdict.lostOperations, charged };
}

const SECOND = 1e9;

/** Operation ids of the writes that were acknowledged in a stretch of time, in seconds. */
function acknowledged({ history }: Run, from: number, to: number): number[] {
  return Array.from({ length: history.length }, (_, row) => row).filter((row) => {
    const at = (history.completedAt[row] as number) / SECOND;
    return history.outcome[row] === Outcome.Ok && at >= from && at < to;
  });
}

function check(policy: string, data: keyof typeof OPERATIONS): void {
  const fault = 'at 6s crash all of data for 500ms';
  // Nobody answers for a while: what was acknowledged by then was so before the memories went.
  const { run, lost, lostOperations } = ran(policy, fault, 'off', data);
  const before = acknowledged(run, 0, 6.1);
  assert.ok(before.length > 100, `${before.length} acknowledged before`);
  const keys = new Set(acknowledged(run, 6.5, 14).map((row) => run.history.key[row]));
  assert.equal(keys.size, 3, 'every key is written again');
  assert.equal(lost, before.length);
  if (data !== 'counter') assert.deepEqual(lostOperations, before);
  assert.equal(ran(policy, '', 'off', data).lost, 0);
  assert.equal(ran(policy, fault, 'fsync', data).lost, 0, 'disks remember');
}

describe('an acknowledged write that vanishes before its key is written again', function () {
  this.timeout(60_000);
  for (const policy of FAMILIES)
    it(`is counted with ${policy}, each once, and without the fault there is none`, () => check(policy, 'register'));

  for (const data of ['log', 'set', 'counter'] as const)
    for (const policy of POLICIES[data]) it(`is counted of a ${data} with ${policy}`, () => check(policy, data));

  it('is counted where more fragments went than there is parity, though the rest of them is still there', () => {
    const policy = 'erasure { data: 3  parity: 1 }';
    const { run, lost, lostOperations } = ran(policy, 'at 6s wipe n1, n2', 'fsync');
    const before = acknowledged(run, 0, 6);
    assert.ok(before.length > 100);
    assert.equal(new Set(acknowledged(run, 6.5, 14).map((row) => run.history.key[row])).size, 3);
    assert.deepEqual(lostOperations.slice(0, before.length), before);
    assert.equal(lost, lostOperations.length);
    assert.equal(ran(policy, 'at 6s wipe n1', 'fsync').lost, 0);
  });

  it('is counted where most voters forgot, though one of them still had it', () => {
    const faults = 'at 6s crash n1, n2, n3 for 500ms';
    const { run, lostOperations } = ran('voting { require: majority }', faults);
    const before = acknowledged(run, 0, 6);
    assert.deepEqual(lostOperations.slice(0, before.length), before);
    assert.equal(ran('voting { require: majority }', 'at 6s crash n1 for 500ms').lost, 0, 'three of four still agree');
    assert.equal(ran('voting { require: majority }', 'at 6s crash n1, n2, n3 for 500ms', 'fsync').lost, 0);
  });

  it('is charged to the fault with which the last of its succession went, not to an earlier one', () => {
    for (const policy of ['quorum', 'quorum { conflict: siblings }', 'voting { require: first }', 'raft']) {
      const { lost, charged } = ran(policy, 'at 2s crash n1 for 300ms  at 6s crash all of data for 500ms');
      assert.deepEqual(charged, [0, 0, lost], policy);
    }
  });

  it('is not counted where each voter forgets in its turn and is told by the others', () => {
    const turns =
      'at 3s crash n1 for 300ms  at 5s crash n2 for 300ms  at 7s crash n3 for 300ms  at 9s crash n4 for 300ms';
    assert.equal(ran('voting { require: first }', turns).lost, 0);
    for (const policy of [
      'quorum',
      'multi-leader',
      'gossip { interval: 100ms }',
      'quorum { conflict: siblings }',
      'pbft',
    ])
      assert.equal(ran(policy, turns, 'fsync').lost, 0, policy);
  });
});
