import assert from 'node:assert/strict';
import type { ActionModel, PolicyModel } from '../../../server/src/language/model';
import { EventKind, Outcome, simulate, type Run } from '../../../server/src/simulation';
import { unsupported } from '../../../server/src/simulation/unsupported';
import { exponential, ms, origin, s, scenarioOf, type ScenarioText } from '../scenario-builder';

type Behaviour = (ActionModel & { readonly kind: 'byzantine' })['behaviour'];
const BEHAVIOURS: readonly Behaviour[] = ['equivocate', 'lie', 'silent', 'replay'];

const named = { name: 'test', origin } as const;
const POLICIES: readonly PolicyModel[] = [
  { ...named, family: 'single' },
  {
    ...named,
    family: 'raft',
    electionTimeoutMinNs: ms(150),
    electionTimeoutMaxNs: ms(300),
    heartbeatNs: ms(50),
    reads: 'read-index',
    preVote: true,
    checkQuorum: true,
    snapshotEvery: 50,
  },
  {
    ...named,
    family: 'primary-backup',
    acknowledge: 'all',
    reads: 'primary',
    failover: 'automatic',
    heartbeatNs: ms(100),
    timeoutNs: ms(500),
    fencing: true,
    promotionTimeNs: ms(0),
    rejoin: 'rewind',
  },
  {
    ...named,
    family: 'quorum',
    read: 'majority',
    write: 'majority',
    sloppy: false,
    hintedHandoff: true,
    hintWindowNs: s(100),
    readRepair: true,
    writeBack: false,
    coordinator: 'replica',
    conflict: 'last-write-wins',
  },
  { ...named, family: 'multi-paxos', leaseNs: ms(500), heartbeatNs: ms(100) },
  { ...named, family: 'pbft', viewChangeTimeoutNs: ms(300), checkpointEvery: 50 },
  { ...named, family: 'voting', require: 'majority' },
];

function scenario(policy: PolicyModel, behaviour: Behaviour, text: Partial<ScenarioText> = {}) {
  return scenarioOf({
    nodes: policy.family === 'pbft' ? 4 : 3,
    clients: 2,
    policy,
    seconds: 3,
    link: { latency: exponential(ms(1)) },
    load: { kind: 'closed', sessions: 4, thinkNs: ms(20) },
    keys: 2,
    timeout: ms(300),
    faults: [
      {
        trigger: { kind: 'at', atNs: s(1) },
        action: { kind: 'byzantine', targets: [{ kind: 'leader', store: 0 }], behaviour, forNs: s(1) },
      },
    ],
    ...text,
  });
}

const rowsOf = (run: Run, from = 0, to = Infinity): number[] =>
  Array.from({ length: run.history.length }, (_, row) => row).filter((row) => {
    const completed = run.history.completedAt[row] ?? 0;
    return run.history.outcome[row] === Outcome.Ok && completed >= from && completed < to;
  });

const readsNonsense = (run: Run, from = 0, to = Infinity): boolean =>
  rowsOf(run, from, to).some((row) => (run.history.output[row] ?? 0) < 0);

describe('byzantine faults', () => {
  for (const policy of POLICIES) {
    it(`hit ${policy.family}, the same way each time, and end`, () => {
      for (const behaviour of BEHAVIOURS) {
        // Without a leader there is a node all the same.
        const targets = [{ kind: 'places', places: [0], text: 'n1' }] as const;
        const faults = [
          {
            trigger: { kind: 'at', atNs: s(0.5) },
            action: { kind: 'byzantine', targets, behaviour, forNs: s(0.5) },
          },
        ] as const;
        const model = scenario(policy, behaviour, { faults, seconds: 1.5 });
        assert.deepEqual(unsupported(model), []);
        const first = simulate(model, { seed: 5, trace: true });
        assert.equal(first.traceHash, simulate(model, { seed: 5, trace: false }).traceHash);
        assert.deepEqual(first.occurrences[0]?.places, [0]);
        assert.equal(first.occurrences[0]?.endedAt, s(1));
        const plain = simulate(scenario(policy, behaviour, { faults: [], seconds: 1.5 }), { seed: 5, trace: false });
        assert.notEqual(first.traceHash, plain.traceHash, behaviour);
      }
    });
  }

  it('lead from each false message to the fault', () => {
    for (const behaviour of BEHAVIOURS) {
      const { trace } = simulate(scenario(POLICIES[5] as PolicyModel, behaviour), { seed: 2, trace: true });
      let notes = 0;
      let sent = 0;
      for (let event = 0; event < trace.length; event++) {
        const cause = trace.cause[event] ?? -1;
        const isNote = trace.kind[event] === EventKind.Note;
        if (isNote && trace.names[trace.a[event] ?? -1]?.startsWith('byzantine') === true) {
          notes++;
          assert.equal(trace.kind[cause], EventKind.FaultBegin);
        }
        if (trace.kind[event] === EventKind.Send && trace.kind[cause] === EventKind.Note) sent++;
      }
      assert.ok(notes > 10, behaviour);
      assert.equal(sent > 0, behaviour !== 'silent', behaviour);
    }
  });

  it('give wrong values where one replica answers: to all by a lie, to some by two stories', () => {
    const [single] = POLICIES as [PolicyModel];
    const clients = { nodes: 1, clients: 2 };
    for (const behaviour of ['lie', 'equivocate'] as const) {
      const run = simulate(scenario(single, behaviour, clients), { seed: 1, trace: false });
      const reads = rowsOf(run, s(1.1), s(1.9)).filter((row) => !Number.isNaN(run.history.output[row] ?? NaN));
      const wrong = reads.filter((row) => (run.history.output[row] ?? 0) < 0 || run.history.output[row] === -2);
      assert.ok(wrong.length > 0 && (behaviour === 'lie') === (wrong.length === reads.length), behaviour);
      assert.equal(readsNonsense(run, s(2.1)), false);
    }
  });

  it('silence a leader, which others then replace', () => {
    const run = simulate(scenario(POLICIES[1] as PolicyModel, 'silent', { seconds: 4 }), { seed: 3, trace: false });
    assert.ok(run.leadership.length > 1);
    assert.ok(Number.isFinite(run.occurrences[0]?.detectedAt));
    assert.ok(rowsOf(run, s(2.5)).length > 20);
  });

  it('are refused on what holds no replica', () => {
    const [single] = POLICIES as [PolicyModel];
    const targets = [{ kind: 'places', places: [1], text: 'c1' }] as const;
    const model = scenario(single, 'lie', {
      nodes: 1,
      faults: [{ trigger: { kind: 'at', atNs: s(1) }, action: { kind: 'byzantine', targets, behaviour: 'lie' } }],
    });
    assert.deepEqual(
      unsupported(model).map(({ what }) => what),
      ["fault 'byzantine' on c1, which holds no replica of a store"],
    );
  });
});
