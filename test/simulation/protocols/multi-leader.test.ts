import assert from 'node:assert/strict';
import { Outcome } from '../../../server/src/simulation';
import { runText, runTexts, type JudgedRun } from './run-text';

interface MultiLeaderText {
  policy?: string;
  data?: 'register' | 'counter' | 'set';
  topology?: string;
  faults?: string;
  operations?: string;
}

/** A node and a client in each of three regions; load until 12 s, then quiet until 22 s. */
function model({ policy = '', data = 'register', topology = '', faults = '', operations }: MultiLeaderText) {
  const usual = { register: 'read 50%, write 50%', counter: 'increment 100%', set: 'add 70%, remove 30%' }[data];
  return `
    topology T {
      region eu { node n1 client c1 }
      region us { node n2 client c2 }
      region ap { node n3 client c3 }
      link within region { latency: exponential(mean: 0.5ms) }
      link between regions { latency: exponential(mean: 30ms) }
      ${topology}
      store data on n1, n2, n3 using P { data: ${data} storage { log: fsync fsync: 1ms } }
    }
    policy P = multi-leader { ${policy} }
    workload W {
      from c1, c2, c3 to data  sessions: 6 think: 30ms
      operations: ${operations ?? usual}  keys: uniform(5)  timeout: 400ms
    }
    scenario S {
      topology: T workload: W duration: 22s ${faults}
      // The load ends with its clients.
      at 12s crash c1, c2, c3
    }`;
}

const BAD_DAY = `
  at 2s partition region eu | region us, region ap for 3s
  at 3s crash n2 for 3s
  at 6s pause n1 for 1s
  at 7s drop 30% everywhere for 2s
  at 7s duplicate 20% everywhere for 2s
  at 7s reorder everywhere within 100ms for 2s
  at 8s crash n1 for 500ms
  at 9500ms isolate n3 for 1s`;

const lost = ({ verdict }: JudgedRun) => verdict.metrics.lostWrites;

function isConverged({ run }: JudgedRun): boolean {
  const texts = run.replicas.map(({ values }) =>
    JSON.stringify([...values].map(([key, held]) => [key, [...held].sort()]).sort()),
  );
  return new Set(texts).size === 1;
}

function answered({ run: { history } }: JudgedRun, from: number, to: number): { share: number; by: Set<number> } {
  let all = 0;
  let ok = 0;
  const by = new Set<number>();
  for (let row = 0; row < history.length; row++) {
    const at = (history.invokedAt[row] as number) / 1e9;
    if (at < from || at >= to) continue;
    all++;
    if (history.outcome[row] !== Outcome.Ok) continue;
    ok++;
    if ((history.input[row] as number) > 0) by.add(history.answeredBy[row] as number);
  }
  return { share: ok / all, by };
}

describe('multi-leader', () => {
  for (const [data, conflict] of [
    ['register', 'last-write-wins'],
    ['register', 'siblings'],
    ['counter', 'merge'],
    ['set', 'merge'],
  ] as const) {
    it(`converges after every fault has healed: ${data}, ${conflict}`, () => {
      for (const judged of runTexts(model({ data, policy: `conflict: ${conflict}`, faults: BAD_DAY }), 3)) {
        assert.ok(isConverged(judged), `seed ${judged.run.seed}`);
        assert.equal(judged.verdict.stores[0]?.consistency.eventual?.decision, 'pass');
        if (conflict !== 'last-write-wins') assert.equal(lost(judged), 0, `seed ${judged.run.seed}`);
      }
    });
  }

  it('answers on both sides of a partition without delay, and not in agreement', () => {
    const judged = runText(model({ faults: 'at 2s partition region eu | region us, region ap for 5s' }), 1);
    const { share, by } = answered(judged, 2, 7);
    assert.equal(share, 1);
    assert.deepEqual([...by].sort(), [0, 1, 2]);
    assert.equal(judged.verdict.stores[0]?.consistency.linearizable?.decision, 'fail');
    assert.equal(judged.verdict.metrics.splitBrainNs ?? 0, 0);
  });

  it('loses the acknowledged writes of a slow clock under last-write-wins; siblings keep them', () => {
    const slow = (conflict: string) =>
      runTexts(model({ policy: `conflict: ${conflict}`, faults: 'at 1s skew n1 by -60s  at 9s crash c2, c3' }), 3);
    assert.ok(slow('last-write-wins').every((judged) => (lost(judged) ?? 0) > 0));
    assert.ok(slow('siblings').every((judged) => lost(judged) === 0));
  });

  it('loses concurrent increments under last-write-wins, and none when counters merge', () => {
    const counted = (conflict: string) => runTexts(model({ data: 'counter', policy: `conflict: ${conflict}` }), 2);
    assert.ok(counted('last-write-wins').every((judged) => (lost(judged) ?? 0) > 0));
    assert.ok(counted('merge').every((judged) => lost(judged) === 0));
  });

  it('takes writes at its leaders only, and reads everywhere', () => {
    const judged = runText(model({ policy: 'leaders: [n1, n2]' }), 1);
    assert.deepEqual([...answered(judged, 0, 12).by].sort(), [0, 1]);
    assert.ok(answered(judged, 0, 12).share > 0.99);
    const readers = new Set([...judged.run.history.answeredBy]);
    assert.ok(readers.has(2));
    // A single leader with followers that trail it.
    const alone = runText(model({ policy: 'leaders: [n2]', operations: 'write 100%' }), 1);
    assert.deepEqual([...answered(alone, 0, 12).by], [1]);
    assert.ok(isConverged(alone) && lost(alone) === 0);
  });

  it('passes on what a leader told one replica before its disk was wiped', () => {
    // n1 reaches n2 only, and its disk is gone before it reaches n3.
    const faults = 'at 4s cut n1 -> n3  at 4s cut n3 -> n1  at 8s wipe n1  at 9s crash c1';
    for (const judged of runTexts(
      model({ data: 'set', policy: 'conflict: merge', faults: `${faults} at 10s heal` }),
      4,
    )) {
      assert.ok(isConverged(judged), `seed ${judged.run.seed}`);
    }
  });

  it('loses what a leader had told nobody when its disk is wiped, and nothing without the wipe', () => {
    const alone = 'at 4s partition region eu | region us, region ap for 4s';
    const all = (wipe: string) => runTexts(model({ data: 'set', operations: 'add 100%', faults: alone + wipe }), 2);
    assert.ok(all('  at 7900ms wipe n1').every((judged) => (lost(judged) ?? 0) > 0));
    assert.ok(all('').every((judged) => lost(judged) === 0));
  });

  it('gives a replica back what was damaged on its disk', () => {
    for (const at of ['6s', '13s']) {
      for (const judged of runTexts(model({ data: 'set', faults: `at ${at} corrupt disk of n1 60%` }), 3)) {
        assert.ok(isConverged(judged));
        // What had not been exchanged when it was damaged is in nobody's hands.
        if (at === '13s') assert.equal(lost(judged), 0);
      }
    }
  });

  interface Damaged {
    readonly store: string;
    readonly conflict: string;
    readonly operations: string;
    readonly keysOfN3: number;
    readonly scenario: string;
  }
  /** n2's client writes one key, and n3's its own or the same. */
  const damaged = ({ store, conflict, operations, keysOfN3, scenario }: Damaged): string => `
    topology T {
      zone a { node n1 }  zone b { node n2  client c2 }  zone c { node n3  client c3 }
      store data on n1, n2, n3 using P { data: ${store}  storage { log: fsync  checksums: on } }
    }
    policy P = multi-leader { exchange: 100ms  conflict: ${conflict} }
    workload W2 { from c2 to data  rate: 20/s  operations: ${operations} 100%  keys: uniform(1)  timeout: 400ms }
    workload W3 { from c3 to data  rate: 20/s  operations: ${operations} 100%  keys: uniform(${keysOfN3})  timeout: 400ms }
    scenario S { workload: W2, W3  duration: 30s  ${scenario} }`;
  const set = { store: 'set', conflict: 'merge', operations: 'add' };
  /** n3 has the last of what n2 was given from n1 alone, whose disk is damaged when it has taken it and not yet passed it on. */
  const onTheWay = `at 5s cut n2 -> n3 for 5s  at 5500ms crash c2  at 5700ms corrupt disk of n1 100%
    at 0s crash c3 for 5750ms  at 7s crash c3`;
  const DAMAGE: Readonly<Record<string, string>> = {
    'and the replica takes an older write of the key': damaged({
      store: 'register',
      conflict: 'last-write-wins',
      operations: 'write',
      keysOfN3: 1,
      scenario: 'at 0s skew n3 by -30s  at 9s crash c2  at 11s corrupt disk of n3 100%  at 14s crash c3',
    }),
    'before it is passed on': damaged({ ...set, keysOfN3: 1000, scenario: onTheWay }),
    'and another sends the key, who knows less of it': damaged({ ...set, keysOfN3: 1, scenario: onTheWay }),
  };
  for (const [what, text] of Object.entries(DAMAGE)) {
    it(`replicas agree in the end where a record is damaged ${what}`, () => {
      for (const judged of runTexts(text, 3)) assert.ok(isConverged(judged), `seed ${judged.run.seed}`);
    });
  }

  it('fills a new replica, and goes on when one is taken out', () => {
    const faults = 'at 4s remove n3 from data  at 8s add n3 to data';
    for (const judged of runTexts(model({ faults }), 3)) assert.ok(isConverged(judged));
  });
});
