import assert from 'node:assert/strict';
import { Outcome } from '../../../server/src/simulation';
import { runText, runTexts, type JudgedRun } from './run-text';

interface QuorumText {
  policy?: string;
  antiEntropy?: string;
  data?: string;
  operations?: string;
  storage?: string;
  faults?: string;
  duration?: string;
  keys?: number;
  retries?: number;
}

/** Five nodes in two zones, three clients on few keys, links that lose messages. */
function model(text: QuorumText): string {
  return `
    topology T {
      zone a { node n1  node n2  client c1  client c2 }
      zone b { node n3  node n4  node n5  client c3 }
      link everywhere { latency: exponential(mean: 2ms)  loss: 0.5% }
      store data on n[1..5] using P { data: ${text.data ?? 'register'}  storage { log: fsync  fsync: 1ms ${text.storage ?? ''} } }
    }
    policy P = quorum { anti-entropy: ${text.antiEntropy ?? '500ms'}  ${text.policy ?? ''} }
    workload W {
      from c1, c2, c3 to data  sessions: 6  think: 40ms  operations: ${text.operations ?? 'read 50%, write 50%'}
      keys: uniform(${text.keys ?? 3})  timeout: 600ms  retries: ${text.retries ?? 0}
    }
    scenario S { topology: T  workload: W  duration: ${text.duration ?? '14s'}  ${text.faults ?? ''}  at 9s crash c1, c2, c3 }`;
}

const BAD_DAY = `at 1s partition zone a | zone b for 1s  at 3s crash n1 for 500ms  at 4s pause n2 for 1s
  at 5s isolate n3 for 1s  at 6500ms skew n4 by -30s  at 7s crash n1, n2 for 300ms  at 8s drop 20% everywhere for 1s`;

const lost = ({ verdict }: JudgedRun) => verdict.metrics.lostWrites;
const guarantee = ({ verdict }: JudgedRun, name: 'linearizable' | 'eventual') =>
  verdict.stores[0]?.consistency[name]?.decision;

/** What the replicas hold, each as comparable text. */
const held = ({ run }: JudgedRun): string[] =>
  run.replicas.map(({ values }) =>
    JSON.stringify([...values].map(([key, of]) => [key, [...of].sort((a, b) => a - b)]).sort()),
  );

const okCount = ({ run: { history } }: JudgedRun): number =>
  [...history.outcome.subarray(0, history.length)].filter((outcome) => outcome === Outcome.Ok).length;

describe('quorum: every type of data', () => {
  for (const [data, operations] of [
    ['log', 'append 60%, poll 40%'],
    ['set', 'add 50%, remove 20%, read 30%'],
    ['counter', 'increment 60%, read 40%'],
  ] as const) {
    it(`${data}: nothing acknowledged is lost, and all replicas agree in the end`, () => {
      for (const judged of runTexts(model({ data, operations, policy: 'conflict: merge', faults: BAD_DAY }), 4)) {
        const { seed } = judged.run;
        assert.equal(lost(judged), 0, `seed ${seed}`);
        assert.equal(new Set(held(judged)).size, 1, `seed ${seed}`);
        assert.equal(guarantee(judged, 'eventual'), 'pass', `seed ${seed}`);
        assert.ok(okCount(judged) > 300);
      }
    });
  }

  it('log: a client that tries again may append twice, and a late entry appears among earlier ones', () => {
    const log = { data: 'log', operations: 'append 50%, poll 50%', keys: 1 };
    const again = runTexts(model({ ...log, retries: 3, faults: 'at 1s drop 30% everywhere for 6s' }), 4);
    assert.ok(again.some(({ verdict }) => (verdict.metrics.duplicates ?? 0) > 0));
    const skewed = runTexts(model({ ...log, faults: 'at 1s skew n1 by -10s' }), 3);
    assert.ok(skewed.some((judged) => guarantee(judged, 'linearizable') === 'fail'));
    assert.ok(skewed.every((judged) => lost(judged) === 0));
  });

  it('counter: a coordinator that has no room counts on, and forgets nothing that others have of it', () => {
    const faults = 'at 1s fill disk of n1 for 4s  at 5500ms corrupt disk of n1 100%  at 7s wipe n1';
    const text = model({ data: 'counter', operations: 'increment 100%', policy: 'conflict: merge', faults });
    for (const judged of runTexts(text, 4)) {
      assert.equal(lost(judged), 0);
      assert.equal(new Set(held(judged)).size, 1, held(judged).join(' '));
    }
  });

  it('set: damaged contents are made whole by repair, not by what is added to them', () => {
    const faults = 'at 3s corrupt disk of n1, n2 100%  at 6s corrupt disk of n3, n4 100%';
    const text = model({ data: 'set', operations: 'add 60%, read 40%', policy: 'read: 1  write: 5', faults });
    for (const judged of runTexts(text, 3)) {
      assert.equal(lost(judged), 0);
      assert.equal(judged.verdict.metrics.staleReads ?? 0, 0);
    }
  });
});

describe('quorum: light-weight transactions', () => {
  const cas = (policy: string, operations: string, faults = BAD_DAY) =>
    runTexts(model({ policy, operations, faults, keys: 2 }), 6);

  it('compare and set by consensus, linearizable through faults', () => {
    for (const judged of cas('write-back: on', 'read 40%, cas 60%')) {
      assert.equal(guarantee(judged, 'linearizable'), 'pass', `seed ${judged.run.seed}`);
      assert.equal(new Set(held(judged)).size, 1, `seed ${judged.run.seed}`);
      assert.ok(okCount(judged) > 200, `${okCount(judged)}`);
    }
  });

  it('are not what plain writes beside them are: the two race by timestamps, as in Cassandra', () => {
    const text = model({ operations: 'write 50%, cas 50%', keys: 2, duration: '4s' });
    assert.ok([1, 2, 3, 4, 5, 6].some((seed) => guarantee(runText(text, seed), 'linearizable') === 'fail'));
  });

  it('cost three round trips to every replica', () => {
    const { run } = runText(
      model({ operations: 'cas 100%', keys: 1000, antiEntropy: 'off', duration: '9s' })
        .replace('loss: 0.5%', '')
        .replace('from c1, c2, c3', 'from c1'),
      1,
    );
    const perOperation = (run.counters.storeMessages[0] as number) / run.history.length;
    // To and from four others: prepare, propose, commit; and the client's request. A cas that fails is one round trip.
    assert.ok(perOperation > 24 && perOperation <= 26, `${perOperation}`);
  });
});

describe('quorum: a coordinator that restarts', () => {
  it('gives no write a timestamp that one before the crash had', () => {
    for (let step = 0; step < 12; step++) {
      // n1 hears n3 alone, crashes with a write that n3 has and it has not, and goes on with n2 alone.
      const faults = `at 0s cut c1 -> n2, n3 for 20s  at 0s cut n1 -> n2 for 900ms  at 850ms crash n1 for 20ms
        at 900ms isolate n3 for 2s  at ${950 + 25 * step}ms crash c1`;
      const judged = runText(
        `topology T {
           node n[1..3]  client c1
           link everywhere { latency: exponential(mean: 1ms) }
           store data on n[1..3] using P { storage { log: fsync  fsync: 50ms } }
         }
         policy P = quorum { write-back: on  hinted-handoff: off  read-repair: off  anti-entropy: 200ms }
         workload W { from c1 to data  sessions: 1  think: 20ms  operations: write 100%  keys: uniform(1)  timeout: 100ms }
         scenario S { topology: T  workload: W  duration: 6s  ${faults} }`,
        step + 1,
      );
      assert.equal(new Set(held(judged)).size, 1, `step ${step}: ${held(judged).join(' ')}`);
    }
  });
});
