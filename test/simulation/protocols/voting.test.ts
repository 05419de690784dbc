import assert from 'node:assert/strict';
import { historyFromRun } from '../../../server/src/analysis/consistency/history-from-run';
import { checkStore } from '../../../server/src/analysis/consistency/check-store';
import type { ActionModel, FaultModel, VotingPolicy } from '../../../server/src/language/model';
import { FailureReason, Outcome, simulate, type Run } from '../../../server/src/simulation';
import { Operation } from '../../../server/src/simulation/environment/command';
import { constant, exponential, ms, origin, s, scenarioOf, type ScenarioText } from '../scenario-builder';

const voting = (require: VotingPolicy['require']): VotingPolicy => ({
  family: 'voting',
  name: 'voting',
  origin,
  require,
});

type Fault = Pick<FaultModel, 'trigger' | 'action'>;
const at = (seconds: number, action: ActionModel): Fault => ({ trigger: { kind: 'at', atNs: s(seconds) }, action });
const places = (...ids: number[]) => [{ kind: 'places', places: ids, text: ids.join() }] as const;
const wrong = (behaviour: 'lie' | 'equivocate', ...ids: number[]): Fault =>
  at(0, { kind: 'byzantine', targets: places(...ids), behaviour });
const lying = wrong('lie', 1);

/** One writer a key: without an order among replicas nothing more can be asked for. */
function run(text: Partial<ScenarioText>, seed: number): { run: Run; linearizable: string } {
  const scenario = scenarioOf({
    nodes: 3,
    clients: 1,
    policy: voting('majority'),
    seconds: 4,
    storage: { log: 'fsync' },
    disk: constant(ms(0.2)),
    link: { latency: exponential(ms(1)) },
    load: { kind: 'closed', sessions: 1, thinkNs: ms(5) },
    keys: 2,
    timeout: ms(200),
    ...text,
  });
  const result = simulate(scenario, { seed, trace: false });
  const { linearizable } = checkStore(historyFromRun(scenario, result, 0), 1_000_000);
  return { run: result, linearizable: linearizable?.decision ?? 'none' };
}

const shareOk = (result: Run, from = 0, to = Infinity): number => {
  const rows = Array.from({ length: result.history.length }, (_, row) => row).filter((row) => {
    const invoked = result.history.invokedAt[row] ?? 0;
    return invoked >= from && invoked < to && Number.isFinite(result.history.completedAt[row] ?? Infinity);
  });
  return rows.filter((row) => result.history.outcome[row] === Outcome.Ok).length / rows.length;
};

const rowsOf = ({ history }: Run): number[] => Array.from({ length: history.length }, (_, row) => row);
/** Answers to reads that no write gave. */
const falseReads = (result: Run): number =>
  rowsOf(result).filter((row) => (result.history.output[row] ?? 0) < 0).length;
const reasonsOfReads = (result: Run): Set<number> =>
  new Set(
    rowsOf(result)
      .filter((row) => result.history.kind[row] === Operation.Read)
      .map((row) => result.history.reason[row] ?? -1)
      .filter((reason) => reason !== FailureReason.EndOfRun),
  );

const contentsOf = (result: Run): string[] =>
  result.replicas.map((replica) => JSON.stringify([...replica.values].sort(([x], [y]) => x - y)));

describe('voting', () => {
  it('sends 2n messages for an operation', () => {
    for (const nodes of [1, 3, 5]) {
      const { run: result } = run({ nodes, link: { latency: constant(ms(1)) }, disk: constant(ms(0)) }, 1);
      const perOperation = result.counters.messagesSent / result.history.length;
      assert.ok(Math.abs(perOperation - 2 * nodes) < 0.1, `${nodes}: ${perOperation}`);
    }
  });

  it('masks one liar of three with a majority; the first answer does not, and all never agree', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const majority = run({ faults: [lying] }, seed);
      assert.equal(majority.linearizable, 'pass');
      assert.equal(shareOk(majority.run), 1);
      const first = run({ faults: [lying], policy: voting('first') }, seed);
      assert.equal(first.linearizable, 'fail');
      const all = run({ faults: [lying], policy: voting('all') }, seed);
      assert.equal(all.linearizable, 'pass');
      assert.ok(shareOk(all.run) < 0.8);
    }
  });

  /** Sensors that disagree: in one and the same way, each in its own, or with a memory that was damaged and is then outvoted. */
  const disagreeing: Readonly<Record<string, readonly Fault[]>> = {
    'one off': [wrong('lie', 1)],
    'two off by the same': [wrong('lie', 1, 2)],
    'three off by the same': [wrong('lie', 0, 1, 2)],
    'one noisy': [wrong('equivocate', 1)],
    'two noisy': [wrong('equivocate', 1, 2)],
    'one stuck': [at(3, { kind: 'corrupt-disk', targets: places(1), share: 1 })],
  };
  /** What readers get in the end: only the truth, also what is false, or nothing. */
  type Told = 'truth' | 'false' | 'nothing';
  const toldBy: Readonly<Record<VotingPolicy['require'], Readonly<Record<string, Told>>>> = {
    first: {
      'one off': 'false',
      'two off by the same': 'false',
      'three off by the same': 'false',
      'one noisy': 'false',
      'two noisy': 'false',
      'one stuck': 'false',
    },
    majority: {
      'one off': 'truth',
      'two off by the same': 'false',
      'three off by the same': 'false',
      'one noisy': 'truth',
      'two noisy': 'nothing',
      'one stuck': 'truth',
    },
    all: {
      'one off': 'nothing',
      'two off by the same': 'nothing',
      'three off by the same': 'false',
      'one noisy': 'nothing',
      'two noisy': 'nothing',
      'one stuck': 'nothing',
    },
  };
  for (const require of ['first', 'majority', 'all'] as const) {
    for (const [sensors, told] of Object.entries(toldBy[require])) {
      it(`of three sensors with ${sensors}, by \`require: ${require}\` readers are told ${told}`, () => {
        // Few writes, so that what is stuck is not soon written anew.
        const storage = { log: 'fsync', checksums: false } as const;
        const text = { keys: 1, operations: { read: 0.99, write: 0.01 }, storage, policy: voting(require) };
        const { run: result } = run({ ...text, faults: disagreeing[sensors] ?? [] }, 2);
        const share = shareOk(result, s(3), s(3.1));
        assert.equal(falseReads(result) > 0 ? 'false' : share > 0.1 ? 'truth' : 'nothing', told, `${share} answered`);
      });
    }
  }

  it('is outvoted itself by two liars of three, who say the same', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults: [wrong('lie', 1, 2)] }, seed);
      assert.equal(linearizable, 'fail');
      assert.ok(falseReads(result) > 100, 'readers are given what the liars say');
    }
  });

  it('finds no majority among two of three that are wrong each for itself, and is never wrong', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults: [wrong('equivocate', 1, 2)] }, seed);
      assert.equal(linearizable, 'pass');
      assert.equal(falseReads(result), 0);
      assert.deepEqual(reasonsOfReads(result), new Set([FailureReason.NoQuorum]));
    }
  });

  it('is right with two of five that are wrong, whether they agree or not', () => {
    for (const behaviour of ['lie', 'equivocate'] as const) {
      const { run: result, linearizable } = run({ nodes: 5, faults: [wrong(behaviour, 1, 2)] }, 1);
      assert.equal(linearizable, 'pass', behaviour);
      assert.equal(shareOk(result), 1, behaviour);
    }
  });

  it('takes no state over from two that are wrong each for itself', () => {
    // The third forgets everything, and there is no majority to ask.
    const faults = [wrong('equivocate', 1, 2), at(1, { kind: 'wipe', targets: places(0) })];
    const { run: result } = run({ faults }, 1);
    assert.ok(contentsOf(result).every((contents) => !contents.includes('-')));
  });

  it('goes on without one replica unless all must answer, and takes it back', () => {
    const faults = [at(1, { kind: 'crash', targets: places(2), forNs: s(1) })];
    for (const log of ['fsync', 'off'] as const) {
      const { run: result, linearizable } = run({ faults, storage: { log } }, 2);
      assert.equal(linearizable, 'pass');
      assert.equal(shareOk(result), 1);
      const [one, , late] = contentsOf(result);
      assert.equal(late, one, `log ${log}: the late replica holds what the others hold`);
    }
    const all = run({ faults, policy: voting('all') }, 2).run;
    assert.equal(shareOk(all, s(1), s(1.9)), 0);
    assert.ok(shareOk(all, s(2.5)) > 0.9);
  });

  it('keeps what a crash of all interrupts, with a disk', () => {
    const faults = [at(1, { kind: 'crash', targets: places(0, 1, 2), forNs: s(1) })];
    const decide = (log: 'fsync' | 'off') => run({ faults, storage: { log } }, 3).linearizable;
    assert.equal(decide('fsync'), 'pass');
    assert.equal(decide('off'), 'fail');
  });

  it('answers only on the side of a split that has a majority', () => {
    const split = (...mine: number[]): Fault =>
      at(1, {
        kind: 'partition',
        groups: [places(...mine, 3), places(...[0, 1, 2].filter((id) => !mine.includes(id)))],
        forNs: s(1),
      });
    assert.equal(shareOk(run({ faults: [split(0, 1)] }, 1).run), 1);
    assert.equal(shareOk(run({ faults: [split(0)] }, 1).run, s(1), s(1.8)), 0);
  });

  it('lets replicas diverge where several clients write one log at once, since nobody orders the requests', () => {
    const load = { kind: 'closed', sessions: 4, thinkNs: ms(2) } as const;
    const diverge = (seed: number) => {
      const { run: result } = run(
        { data: 'log', operations: { append: 0.9, poll: 0.1 }, clients: 3, load, keys: 1, seconds: 1 },
        seed,
      );
      return new Set(contentsOf(result)).size > 1;
    };
    assert.ok([1, 2, 3].some(diverge));
  });
});
