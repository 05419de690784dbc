import assert from 'node:assert/strict';
import { toNanos, type ActionModel, type FaultModel } from '../../server/src/language/model';
import { EventKind, Outcome, simulate, type Run } from '../../server/src/simulation';
import { quorumPolicy } from './quorum-policy';
import { exponential, ms, s, scenarioOf, type ScenarioText } from './scenario-builder';

const at = (seconds: number, action: ActionModel): Pick<FaultModel, 'trigger' | 'action'> => ({
  trigger: { kind: 'at', atNs: s(seconds) },
  action,
});
const crash = (seconds: number, place: number, forSeconds: number): Pick<FaultModel, 'trigger' | 'action'> =>
  at(seconds, { kind: 'crash', targets: [{ kind: 'places', places: [place], text: '' }], forNs: s(forSeconds) });

function run(text: Partial<ScenarioText>, seed = 1): Run {
  const scenario = scenarioOf({ nodes: 3, policy: quorumPolicy(), seconds: 20, keys: 5, ...text });
  return simulate(scenario, { seed, trace: true });
}

const count = ({ trace }: Run, kind: EventKind): number =>
  Array.from({ length: trace.length }, (_, i) => trace.kind[i]).filter((found) => found === kind).length;

function shareOk({ history }: Run, from: number, to: number): number {
  let all = 0;
  let ok = 0;
  for (let i = 0; i < history.length; i++) {
    const invoked = (history.invokedAt[i] as number) / 1e9;
    if (invoked < from || invoked >= to) continue;
    all++;
    if (history.outcome[i] === Outcome.Ok) ok++;
  }
  return ok / all;
}

/** Contents of all replicas equal at the end. */
function isConverged({ replicas }: Run): boolean {
  const texts = replicas.map(({ values }) => JSON.stringify([...values].sort(([a], [b]) => a - b)));
  return new Set(texts).size === 1;
}

describe('quorums', () => {
  it('go on with one of three down, and stop with two', () => {
    assert.equal(shareOk(run({ faults: [crash(5, 2, 5)] }), 5, 10), 1);
    assert.equal(shareOk(run({ faults: [crash(5, 2, 5), crash(5, 1, 5)] }), 6, 10), 0);
    const one = quorumPolicy({ read: 'one', write: 'one' });
    assert.equal(shareOk(run({ policy: one, faults: [crash(5, 2, 5), crash(5, 1, 5)] }), 5, 10), 1);
    assert.equal(
      shareOk(run({ policy: quorumPolicy({ write: 'all' }), operations: ['write'], faults: [crash(5, 2, 5)] }), 6, 10),
      0,
    );
  });

  it('that a client coordinates were reached where some replica answered', () => {
    const cut = at(5, { kind: 'isolate', targets: [{ kind: 'places', places: [0], text: '' }], forNs: s(5) });
    const policy = quorumPolicy({ coordinator: 'client' });
    const { history } = run({ policy, from: [3], faults: [cut, crash(12, 1, 3), crash(12, 2, 3), crash(12, 0, 3)] });
    const reached = (from: number, to: number): Set<number> =>
      new Set(
        [...history.reachedRunningNode].filter((_, id) => {
          const invoked = (history.invokedAt[id] as number) / 1e9;
          return invoked > from && invoked < to;
        }),
      );
    assert.deepEqual(reached(5, 10), new Set([1]));
    assert.deepEqual(reached(12.1, 14), new Set([0]));
  });

  it('hand over what a replica missed, as far as the hint window goes', () => {
    const without = { readRepair: false, antiEntropyNs: toNanos(1e15) };
    const text = {
      operations: { write: 1 },
      load: { kind: 'closed', sessions: 1, thinkNs: ms(50) },
      faults: [crash(5, 2, 5)],
      storage: { log: 'fsync' },
    } as const;
    const handed = run({ ...text, policy: quorumPolicy(without) });
    assert.ok(count(handed, EventKind.Hint) > 50);
    assert.ok(isConverged(handed) || handed.convergence[0] !== undefined);
    const none = run({ ...text, keys: 500, policy: quorumPolicy({ ...without, hintedHandoff: false }) });
    const sizes = (result: Run): number[] => result.replicas.map(({ values }) => values.size);
    assert.ok((sizes(none)[2] ?? 0) < (sizes(none)[0] ?? 0) - 20, `${sizes(none)}`);
    const all = run({ ...text, keys: 500, policy: quorumPolicy(without) });
    assert.ok((sizes(all)[2] ?? 0) >= (sizes(all)[0] ?? 0) - 1, `${sizes(all)}`);
    const short = run({ ...text, keys: 500, policy: quorumPolicy({ ...without, hintWindowNs: s(1) }) });
    assert.ok((sizes(short)[2] ?? 0) < (sizes(all)[2] ?? 0) - 20, `${sizes(short)}`);
  });

  it('repair what a read found old, and what anti-entropy finds different', () => {
    const text = { keys: 5, faults: [crash(5, 2, 5)], storage: { log: 'fsync' } } as const;
    const off = { hintedHandoff: false, readRepair: false, antiEntropyNs: toNanos(1e15) };
    assert.equal(count(run({ ...text, policy: quorumPolicy(off) }), EventKind.Repair), 0);
    assert.ok(count(run({ ...text, policy: quorumPolicy({ ...off, readRepair: true }) }), EventKind.Repair) > 0);
    // No writes in the end: the last load must not run while it is compared.
    const quiet = {
      ...text,
      load: { kind: 'closed', sessions: 1, thinkNs: s(0.9) } as const,
      operations: { write: 1 },
      keys: 50,
      seconds: 19.8,
    };
    assert.ok(isConverged(run({ ...quiet, policy: quorumPolicy({ ...off, antiEntropyNs: ms(500) }) })));
    assert.ok(!isConverged(run({ ...quiet, policy: quorumPolicy(off) })));
  });

  it('let others stand in when they are sloppy', () => {
    const text = {
      nodes: 5,
      placement: [[0, 1, 2]],
      operations: { write: 1 },
      storage: { log: 'fsync' },
      faults: [crash(5, 1, 5), crash(5, 2, 5)],
    } as const;
    assert.equal(shareOk(run({ ...text, policy: quorumPolicy() }), 6, 10), 0);
    const sloppy = run({ ...text, policy: quorumPolicy({ sloppy: true }) });
    assert.equal(shareOk(sloppy, 6, 10), 1);
    assert.ok(count(sloppy, EventKind.Hint) > 50);
  });

  it('are served by stand-ins alone when they are sloppy and every replica of the shard is down', () => {
    const text = {
      nodes: 5,
      placement: [[0, 1, 2]],
      operations: { write: 0.5, read: 0.5 },
      keys: 3,
      storage: { log: 'fsync' },
      faults: [crash(5, 0, 5), crash(5, 1, 5), crash(5, 2, 5)],
      seconds: 14,
    } as const;
    // Dynamo, section 4.6: all operations are performed on the first N healthy nodes, and a write is always taken.
    const sloppy = run({ ...text, policy: quorumPolicy({ sloppy: true }) });
    assert.equal(shareOk(sloppy, 7, 10), 1);
    assert.deepEqual(
      sloppy.replicas.filter(({ isSpare }) => isSpare).map(({ values }) => values.size),
      [0, 0],
      'all was handed over',
    );
    assert.equal(shareOk(run({ ...text, policy: quorumPolicy() }), 7, 10), 0);
    // One stand-in is no majority.
    const few = run({ ...text, nodes: 4, policy: quorumPolicy({ sloppy: true }) });
    assert.equal(shareOk(few, 7, 10), 0);
  });

  it('turn to stand-ins in the very operation that finds a replica silent, read what these keep, and leave nothing with them', () => {
    const text = {
      nodes: 5,
      placement: [[0, 1, 2]],
      operations: { write: 0.5, read: 0.5 },
      keys: 3,
      storage: { log: 'fsync' },
      policy: quorumPolicy({ sloppy: true }),
      seconds: 14,
    } as const;
    // n1 is alone with the stand-ins n4 and n5 until the others are back and have been handed over what they missed.
    const alone = run({ ...text, faults: [crash(5, 1, 7), crash(5, 2, 7)] });
    assert.equal(shareOk(alone, 5, 12), 1);
    const spares = alone.replicas.filter(({ place }) => place > 2);
    assert.deepEqual(
      spares.map(({ place, isSpare, values }) => ({ place, isSpare, holds: values.size })),
      [3, 4].map((place) => ({ place, isSpare: true, holds: 0 })),
    );
  });

  it('find a new-old inversion unless reads write back', () => {
    const inversions = (writeBack: boolean): number => {
      let found = 0;
      for (let seed = 1; seed <= 20; seed++) {
        const { history } = run(
          {
            policy: quorumPolicy({ coordinator: 'client', writeBack, readRepair: false }),
            link: { latency: exponential(ms(20)) },
            clients: 4,
            load: { kind: 'closed', sessions: 4, thinkNs: ms(1) },
            keys: 1,
            operations: { read: 0.8, write: 0.2 },
          },
          seed,
        );
        found += countInversions(history);
      }
      return found;
    };
    assert.ok(inversions(false) > 0);
    assert.equal(inversions(true), 0);
  });

  it('lose the writes of a slow clock under last-write-wins, and keep siblings', () => {
    const clocks = { 1: { clock: { skewNs: s(-60), driftPpm: 0 } } };
    // Sessions run on n1 and n2 themselves, each through its own node; the clock of n2 is a minute behind.
    const text = {
      nodes: 3,
      from: [0, 1],
      places: clocks,
      operations: ['write', 'read'],
      keys: 1,
      load: { kind: 'closed', sessions: 2, thinkNs: ms(200) },
    } as const;
    const misses = ({ history }: Run): number => {
      let missed = 0;
      for (let i = 0; i < history.length; i++) {
        if (history.kind[i] !== 1 || history.client[i] !== 1 || history.outcome[i] !== Outcome.Ok) continue;
        const value = history.input[i];
        let seen = false;
        for (let j = i + 1; j < history.length; j++) seen ||= history.output[j] === value;
        if (!seen) missed++;
      }
      return missed;
    };
    assert.ok(misses(run({ ...text, policy: quorumPolicy() })) > 20);
    const busy = { kind: 'closed', sessions: 4, thinkNs: ms(1) } as const;
    const siblings = run({ ...text, load: busy, policy: quorumPolicy({ conflict: 'siblings' }) });
    assert.ok(siblings.history.observations.length > 10);
  });

  it('count every increment when counters merge', () => {
    const result = run({
      policy: quorumPolicy({ conflict: 'merge' }),
      data: 'counter',
      clients: 2,
      from: [0, 1, 2],
      load: { kind: 'closed', sessions: 6, thinkNs: ms(10) },
      operations: { increment: 1 },
      keys: 1,
      seconds: 5,
    });
    let ok = 0;
    for (const outcome of result.history.outcome) if (outcome === Outcome.Ok) ok++;
    const counted = Math.max(...result.replicas.map(({ values }) => values.get(0)?.[0] ?? 0));
    assert.ok(counted >= ok && counted <= result.history.length, `${counted} of ${ok}`);
  });
});

/** Reads of an older value that begin after a read of a newer one has ended; values are ordered by their first read. */
function countInversions(history: Run['history']): number {
  // Writers are concurrent, so only a value read, then another, then the first again counts.
  let found = 0;
  const reads = Array.from({ length: history.length }, (_, i) => i)
    .filter((i) => history.kind[i] === 0 && history.outcome[i] === Outcome.Ok)
    .sort((a, b) => (history.invokedAt[a] as number) - (history.invokedAt[b] as number));
  for (let k = 0; k < reads.length; k++) {
    const first = reads[k] as number;
    for (let l = k + 1; l < Math.min(k + 12, reads.length); l++) {
      const second = reads[l] as number;
      if ((history.invokedAt[second] as number) <= (history.completedAt[first] as number)) continue;
      if (history.output[second] === history.output[first]) continue;
      const back = reads
        .slice(l + 1, l + 12)
        .find(
          (third) =>
            (history.invokedAt[third] as number) > (history.completedAt[second] as number) &&
            history.output[third] === history.output[first],
        );
      if (back !== undefined) found++;
    }
  }
  return found;
}
