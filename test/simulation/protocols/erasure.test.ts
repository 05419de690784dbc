import assert from 'node:assert/strict';
import { EventKind, Outcome, unsupported } from '../../../server/src/simulation';
import { linearizable, runText, runTexts, type JudgedRun } from './run-text';

interface ErasureText {
  data?: number;
  parity?: number;
  repairDelay?: string;
  storage?: string;
  faults?: string;
  operations?: string;
  duration?: string;
  retries?: number;
  /** Nodes of the store beyond data + parity. */
  spares?: number;
}

/** As many nodes as fragments and two clients; 4 + 2 unless said otherwise. */
function model(text: ErasureText) {
  const { spares = 0, data = 4, parity = 2, repairDelay = '10min', storage = '', faults = '', duration = '12s' } = text;
  return `
    topology T {
      node n[1..${data + parity + spares}]  client c1 client c2  node extra
      link everywhere { latency: exponential(mean: 1ms) }
      store data on n[1..${data + parity + spares}] using P { storage { log: fsync  fsync: 1ms ${storage} } }
    }
    policy P = erasure { data: ${data} parity: ${parity} repair-delay: ${repairDelay} }
    workload W {
      from c1, c2 to data  sessions: 6 think: 30ms  operations: ${text.operations ?? 'read 50%, write 50%'}
      keys: uniform(4)  timeout: 1s  retries: ${text.retries ?? 0}
    }
    scenario S { topology: T workload: W duration: ${duration} ${faults} }`;
}

const lost = ({ verdict }: JudgedRun) => verdict.metrics.lostWrites;

/** Operations answered and not, of those invoked within a stretch of seconds; 1 for writes, 0 for reads. */
function answered(
  { run: { history } }: JudgedRun,
  kind: number,
  from: number,
  to: number,
): { ok: number; all: number } {
  let ok = 0;
  let all = 0;
  for (let row = 0; row < history.length; row++) {
    const at = (history.invokedAt[row] as number) / 1e9;
    if (history.kind[row] !== kind || at < from || at >= to) continue;
    all++;
    if (history.outcome[row] === Outcome.Ok) ok++;
  }
  return { ok, all };
}

const READ = 0;
const WRITE = 1;

describe('erasure', () => {
  for (const [data, parity] of [
    [1, 2],
    [2, 1],
    [4, 2],
    [3, 3],
  ] as const) {
    it(`${data} + ${parity}: linearizable while nodes crash, stall and are cut off`, () => {
      const faults = `at 1s crash random 1 of data for 1s  at 3s isolate n2 for 1s  at 4500ms pause n1 for 1s
        at 6s drop 15% everywhere for 1s  at 6s duplicate 15% everywhere for 1s  at 8s reorder everywhere within 30ms for 1s
        at 9s wipe n2`;
      for (const judged of runTexts(model({ data, parity, repairDelay: '1s', faults }), 5)) {
        const { seed } = judged.run;
        assert.equal(linearizable(judged), 'pass', `seed ${seed}`);
        assert.equal(lost(judged), 0, `seed ${seed}`);
        assert.ok(answered(judged, READ, 11.2, 12).ok > 10, `seed ${seed} works again`);
      }
    });
  }

  it('takes a write and its retries for one, whoever coordinates them', () => {
    const faults = `every 2s +- 1s crash random 1 of data for 700ms  every 1500ms +- 1s pause random 1 of data for 1200ms
      every 3s +- 1s drop 20% everywhere for 1s  at 8s wipe n3`;
    for (const [data, parity] of [
      [4, 2],
      [1, 2],
    ] as const) {
      for (const judged of runTexts(model({ data, parity, faults, retries: 2, repairDelay: '1s' }), 5)) {
        const { history, seed } = judged.run;
        assert.equal(linearizable(judged), 'pass', `${data} + ${parity}, seed ${seed}`);
        assert.equal(lost(judged), 0);
        const retried = Array.from(history.attempts).filter((attempts) => attempts > 1).length;
        assert.ok(retried > 5, `${retried} operations were tried again`);
      }
    }
  });

  it('a node with a new disk takes nothing before it knows again which attempts it must not take', () => {
    // A coordinator sleeps over attempts that others have taken over, while one disk after the other is replaced and rebuilt.
    const wipes = [2, 3, 4, 5, 6].map((node, at) => `at ${4 + 2.5 * at}s wipe n${node}`).join('  ');
    const faults = `at 2s pause n1 for 15s  ${wipes}`;
    const operations = 'read 80%, write 20%';
    for (const judged of runTexts(model({ faults, operations, retries: 2, repairDelay: '1s', duration: '18s' }), 2)) {
      assert.equal(linearizable(judged), 'pass', `seed ${judged.run.seed}`);
      assert.equal(lost(judged), 0, `seed ${judged.run.seed}`);
    }
  });

  it('loses nothing while at most m nodes are wiped before repair, and something with one more', () => {
    for (const [data, parity] of [
      [4, 2],
      [2, 1],
      [3, 3],
    ] as const) {
      const wiped = (count: number) =>
        runTexts(model({ data, parity, duration: '6s', faults: `at 3s crash c1, c2  at 3s wipe n[1..${count}]` }), 4);
      for (const judged of wiped(parity)) assert.equal(lost(judged), 0, `${data}+${parity}, seed ${judged.run.seed}`);
      assert.ok(
        wiped(parity + 1).every((judged) => (lost(judged) ?? 0) > 0),
        `${data}+${parity}, one more`,
      );
    }
  });

  it('starts afresh once more disks than m were replaced: writes are taken, and nothing older is read than what is gone', () => {
    for (const [data, parity, count] of [
      [4, 2, 3],
      [3, 2, 3],
      [2, 1, 2],
      [2, 2, 3],
      [2, 2, 4],
      [1, 2, 3],
    ] as const) {
      const faults = `at 3s wipe n[1..${count}]`;
      for (const judged of runTexts(model({ data, parity, repairDelay: '2s', faults, duration: '14s' }), 3)) {
        const what = `${data} + ${parity}, ${count} wiped, seed ${judged.run.seed}`;
        const [writes, reads] = [answered(judged, WRITE, 8, 13), answered(judged, READ, 8, 13)];
        assert.ok(writes.ok >= 0.99 * writes.all, `${what}: ${writes.ok} of ${writes.all} writes`);
        assert.ok(reads.ok >= 0.99 * reads.all, `${what}: ${reads.ok} of ${reads.all} reads`);
        // Where some disk is left that took a write, it is known that there was one.
        if (count < data + parity) assert.equal(judged.verdict.metrics.staleReads ?? 0, 0, what);
      }
    }
  });

  it('survives twice as many wipes when there is time for repair in between', () => {
    const faults = (second: string) => `at 2s wipe n1, n2  at ${second} wipe n3, n4  at 7s crash c1, c2`;
    const runs = (second: string) =>
      runTexts(model({ repairDelay: '1s', operations: 'read 99%, write 1%', faults: faults(second) }), 4);
    for (const judged of runs('6s')) {
      assert.equal(lost(judged), 0);
      assert.notEqual(linearizable(judged), 'fail');
    }
    assert.ok(runs('2500ms').some((judged) => (lost(judged) ?? 0) > 0));
  });

  it('reads with m nodes down and writes with half of them', () => {
    const down = (nodes: string) => runText(model({ faults: `at 2s crash ${nodes}`, duration: '8s' }), 1);
    const one = down('n1');
    assert.equal(answered(one, WRITE, 4, 7).ok, answered(one, WRITE, 4, 7).all);
    const two = down('n1, n2');
    assert.equal(answered(two, WRITE, 4, 7).ok, 0);
    assert.ok(answered(two, READ, 4, 7).ok > 50);
    const three = down('n1, n2, n3');
    assert.equal(answered(three, READ, 4, 7).ok, 0);
    for (const judged of [one, two, three]) assert.equal(linearizable(judged), 'pass');
  });

  it('stores (k + m) / k times what clients wrote', () => {
    for (const [data, parity] of [
      [4, 2],
      [3, 3],
      [1, 2],
    ] as const) {
      const { run } = runText(model({ data, parity, duration: '5s', faults: 'at 4s crash c1, c2' }), 1);
      const overhead = (run.storage[0]?.storedBytes as number) / (run.storage[0]?.liveBytes as number);
      assert.equal(overhead, (data + parity) / data);
    }
  });

  it('sends 5(n - 1) + 2 messages for a write and 2(n - 1) + 2 for a read, a fragment being a k-th of a value', () => {
    for (const [operations, messages] of [
      ['write 100%', 27],
      ['read 100%', 12],
    ] as const) {
      const { run } = runText(model({ operations, duration: '5s', faults: 'at 4s crash c1, c2' }), 1);
      const perOperation = (run.counters.storeMessages[0] as number) / run.history.length;
      assert.ok(Math.abs(perOperation - messages) < 0.1, `${operations}: ${perOperation}`);
      // A write sends its value to the coordinator and a fragment to each of five other nodes.
      const values = (run.counters.storeBytes[0] as number) / 100 / run.history.length - perOperation;
      if (messages === 27) assert.ok(values >= 1 + 5 / 4 && values <= 1 + 5 / 4 + 5 / 2 + 0.1, `${values} values sent`);
    }
  });

  it('finds damaged fragments by their checksums and computes them anew; without checksums they spoil reads', () => {
    const faults = 'at 3s corrupt disk of n1, n2 100%';
    for (const judged of runTexts(model({ faults, repairDelay: '2s', operations: 'read 95%, write 5%' }), 4)) {
      assert.equal(linearizable(judged), 'pass');
      assert.equal(judged.verdict.metrics.corruptReads ?? 0, 0);
      assert.equal(lost(judged), 0);
    }
    const off = runTexts(model({ faults, storage: 'checksums: off', operations: 'read 95%, write 5%' }), 4);
    assert.ok(off.some((judged) => (judged.verdict.metrics.corruptReads ?? 0) > 0));
  });

  for (const [data, parity] of [
    [2, 1],
    [4, 2],
    [3, 3],
  ] as const) {
    it(`${data} + ${parity}: linearizable and complete while spares take over under load and up to m nodes crash`, () => {
      const faults = `at 1s remove n1 from data  at 2s crash n2 for 1s  at 2500ms remove n3 from data
        at 4s add n1 to data  at 5s add extra to data  every 1500ms +- 1s from 1s to 9s pause random 1 of data for 700ms
        at 6s remove n2 from data  at 6050ms crash random ${parity} of data for 1s
        at 7s drop 15% everywhere for 1s  at 9s remove n${data + parity} from data  at 9s reorder everywhere within 30ms for 1s`;
      for (const judged of runTexts(model({ data, parity, spares: 2, faults, retries: 2 }), 6)) {
        const { seed } = judged.run;
        assert.equal(linearizable(judged), 'pass', `seed ${seed}`);
        assert.equal(lost(judged), 0, `seed ${seed}`);
        assert.ok(answered(judged, WRITE, 11.2, 12).ok > 5, `seed ${seed} works again`);
      }
    });
  }

  it('hands fragments over: after m nodes were removed in turn, the loss of another m is survived', () => {
    const faults = (second: string) =>
      `at 2s remove n1 from data  at 3s remove n2 from data  at ${second} wipe n3, n4  at 6s crash c1, c2`;
    const runs = (second: string) =>
      runTexts(model({ spares: 2, operations: 'read 99%, write 1%', faults: faults(second), duration: '8s' }), 3);
    for (const judged of runs('5s')) {
      assert.equal(lost(judged), 0);
      assert.equal(linearizable(judged), 'pass');
      const places = new Set(judged.run.replicas.map(({ place }) => place));
      assert.deepEqual([...places], [2, 3, 4, 5, 6, 7], 'n7 and n8 are there in place of n1 and n2');
    }
    assert.ok(runs('3001ms').some((judged) => (lost(judged) ?? 0) > 0));
  });

  it('lets go of no node whose fragment nobody can take over, and of no two for one spare', () => {
    for (const [faults, spares, reconfigured] of [
      ['at 2s remove n1 from data', 0, 0],
      ['at 1s add extra to data  at 2s remove n1 from data', 0, 1],
      ['at 2s remove n1, n2 from data', 1, 1],
      ['at 2s remove n1, n7 from data', 1, 0],
    ] as const) {
      const { run } = runText(model({ faults, spares, duration: '5s' }), 1);
      const removals = run.occurrences.filter(({ beganAt }) => beganAt === 2e9);
      const notes = run.trace.kind.filter((kind, row) => kind === EventKind.Note && run.trace.place[row] !== -1).length;
      assert.equal(notes > 0, reconfigured === 0 || spares > 0, faults);
      assert.equal(removals[0]?.vacuous, faults.includes('n7') ? false : reconfigured === 0, faults);
    }
  });

  it('rebuilds sooner when told to, and is not told to cut its values anew', () => {
    const faults =
      'at 2s reconfigure data { repair-delay: 1s }  at 3s wipe n1, n2  at 6s wipe n3, n4  at 7s crash c1, c2';
    for (const judged of runTexts(model({ operations: 'read 99%, write 1%', faults }), 3))
      assert.equal(lost(judged), 0);
    const { scenario } = runText(model({ faults: 'at 2s reconfigure data { repair-delay: 1s }', duration: '3s' }), 1);
    assert.deepEqual(unsupported(scenario), []);
  });
});
