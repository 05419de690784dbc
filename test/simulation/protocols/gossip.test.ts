import assert from 'node:assert/strict';
import { Outcome } from '../../../server/src/simulation';
import { runText, runTexts, type JudgedRun } from './run-text';

interface GossipText {
  policy?: string;
  data?: 'register' | 'counter' | 'set';
  storage?: string;
  workload?: string;
  faults?: string;
}

/** Seven nodes with a client beside the first and the last; load until 12 s, then quiet until 20 s. */
function model({ policy = '', data = 'register', storage = '', workload, faults = '' }: GossipText) {
  const operations = { register: 'read 50%, write 50%', counter: 'increment 100%', set: 'add 70%, remove 30%' }[data];
  return `
    topology T {
      zone a { node n1 node n2 node n3 node n4 client c1 }
      zone b { node n5 node n6 node n7 client c2 }
      link within zone { latency: exponential(mean: 0.5ms) }  link between zones { latency: exponential(mean: 2ms) }
      store data on n[1..7] using P { data: ${data} storage { log: fsync fsync: 1ms ${storage} } }
    }
    policy P = gossip { interval: 200ms ${policy} }
    workload W {
      from c1, c2 to data  ${workload ?? 'sessions: 4 think: 20ms'}
      operations: ${operations}  keys: uniform(5)  timeout: 400ms
    }
    scenario S {
      topology: T workload: W duration: 20s ${faults}
      // The load ends with its clients.
      at 12s crash c1, c2
    }`;
}

const BAD_DAY = `
  at 2s partition zone a | zone b for 3s
  at 3s crash n2, n6 for 2s
  at 6s pause n1 for 1s
  at 7s drop 30% everywhere for 2s
  at 7s duplicate 20% everywhere for 2s
  at 9s wipe n3
  at 10s isolate n7 for 1s`;

const lost = ({ verdict }: JudgedRun) => verdict.metrics.lostWrites;

function isConverged({ run }: JudgedRun): boolean {
  const texts = run.replicas.map(({ values }) =>
    JSON.stringify([...values].map(([key, held]) => [key, [...held].sort()]).sort()),
  );
  return new Set(texts).size === 1;
}

/** Share of the operations invoked within a stretch of seconds that were answered. */
function shareOk({ run: { history } }: JudgedRun, from: number, to: number): number {
  let all = 0;
  let ok = 0;
  for (let row = 0; row < history.length; row++) {
    const at = (history.invokedAt[row] as number) / 1e9;
    if (at < from || at >= to) continue;
    all++;
    if (history.outcome[row] === Outcome.Ok) ok++;
  }
  return ok / all;
}

describe('gossip', () => {
  const modes = ['push', 'pull', 'push-pull'];
  for (const mode of modes) {
    it(`converges after every fault has healed: ${mode}`, () => {
      for (const judged of runTexts(model({ policy: `mode: ${mode}`, faults: BAD_DAY }), 6)) {
        assert.ok(isConverged(judged), `seed ${judged.run.seed}`);
        assert.equal(judged.verdict.stores[0]?.consistency.eventual?.decision, 'pass');
      }
    });
  }

  it('answers on both sides of a partition, and not in agreement', () => {
    const judged = runText(model({ faults: 'at 2s partition zone a | zone b for 5s' }), 1);
    assert.equal(shareOk(judged, 2, 7), 1);
    assert.equal(judged.verdict.stores[0]?.consistency.linearizable?.decision, 'fail');
  });

  for (const data of ['counter', 'set'] as const) {
    it(`merges a ${data} without loss, with clocks a minute apart and processes that come and go`, () => {
      const text = model({
        data,
        policy: 'conflict: merge',
        faults: `at 2s partition zone a | zone b for 3s  at 4s skew n1 by -60s for 4s
                 at 6s crash n1, n7 for 1s  at 8s crash n5 for 1s`,
      });
      for (const judged of runTexts(text, 4)) {
        assert.equal(lost(judged), 0, `seed ${judged.run.seed}`);
        assert.ok(isConverged(judged), `seed ${judged.run.seed}`);
      }
    });
  }

  it('loses the acknowledged writes of a slow clock under last-write-wins, and keeps siblings', () => {
    const slow = (conflict: string) =>
      runTexts(model({ policy: `conflict: ${conflict}`, faults: 'at 1s skew n1 by -60s  at 9s crash c2' }), 4);
    assert.ok(slow('last-write-wins').every((judged) => lost(judged) !== 0));
    assert.ok(slow('siblings').every((judged) => lost(judged) === 0));
  });

  it('loses what a replica had told nobody when its disk is wiped, and nothing once it has', () => {
    const wipe = (at: string) => `at 5s partition n1, c1 | n2, n3, n4, zone b for 4s  at ${at} wipe n1`;
    const all = (at: string) => runTexts(model({ data: 'set', workload: 'rate: 20/s', faults: wipe(at) }), 4);
    assert.ok(all('8.9s').every((judged) => (lost(judged) ?? 0) > 0));
    assert.ok(all('16s').every((judged) => lost(judged) === 0));
  });

  it('repairs damaged records from peers', () => {
    for (const judged of runTexts(model({ faults: 'at 6s corrupt disk of n1 60%  at 8s corrupt disk of n5 60%' }), 4)) {
      assert.ok(isConverged(judged));
      assert.equal(judged.verdict.metrics.corruptReads, 0);
    }
  });

  it('fills a new replica, and goes on when one is taken out', () => {
    const text = model({ faults: 'at 4s remove n7 from data  at 8s add n7 to data' });
    for (const judged of runTexts(text, 4)) assert.ok(isConverged(judged));
  });
});
