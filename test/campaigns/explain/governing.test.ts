import { strict as assert } from 'node:assert';
import { projectRun } from '../../../server/src/report/project-run';
import { explained, FIVE, PAIR, scenario } from './explained';

/** What is said of the settings that governed the first expectation that is explained. */
function governing(text: string): readonly string[] {
  const { scenario, run, verdict, explanations } = explained(text);
  const report = projectRun({ scenario, run, verdict, explanations });
  const why = report.expectations.find((row) => row.why)?.why;
  assert.ok(why, 'nothing is explained');
  const texts = (why.governing ?? []).map((row) => row.text);
  // It follows the sentence that names the fault.
  assert.deepEqual(why.sentences.slice(1, 1 + texts.length), texts);
  return texts;
}

const CALLED = `
topology Shop {
  node app1  node db1  node db2  client web
  service front on app1 { handle buy { call back { timeout: 1s  retries: 3 } } }
  service back on db1, db2 { workers: 2  queue: 500  service-time: constant(50ms)  handle look-up {} }
}
workload Shopping { from web to front.buy  rate: 20/s  timeout: 5s }
`;

describe('the settings that governed what failed', () => {
  it('are those of the policy that bear on the harm, with its line', () =>
    assert.deepEqual(
      governing(PAIR + scenario('at 5s partition zone a | zone b for 8s  expect no lost writes', 'Pair', 'Transfers')),
      [
        'accounts is `primary-backup { acknowledge: async  failover: automatic  fencing: off }` (line 9); by default `log: fsync`.',
      ],
    ));

  it('are others where another harm is done', () =>
    assert.deepEqual(
      governing(PAIR + scenario('at 5s crash n1 for 8s  expect availability of writes >= 99.9%', 'Pair', 'Transfers')),
      ['accounts is `primary-backup { acknowledge: async  failover: automatic  timeout: 1s }` (line 9).'],
    ));

  it('are the defaults where nothing is written', () =>
    assert.deepEqual(
      governing(FIVE + scenario('at 5s crash n1, n2, n3 for 5s  expect availability >= 99%', 'Five', 'Shopping')),
      ['orders is `raft` (line 7); by default `election-timeout: 150ms..300ms`.'],
    ));

  it('are those of the service that did not answer, and of the call that waited for it', () =>
    assert.deepEqual(
      governing(CALLED + scenario('at 5s slow db1, db2 by 40x for 8s  expect availability >= 99%', 'Shop', 'Shopping')),
      [
        'the call of back in front.buy is `{ timeout: 1s  retries: 3 }` (line 4).',
        'back is `service { workers: 2  queue: 500 }` (line 5).',
      ],
    ));

  it('are those that somebody gave a store in the run, at the line where he did', () =>
    assert.deepEqual(
      governing(
        `topology T { region a { nodes n[1..2] client web } region b { node n3 client far } store s on n[1..3] using P }
         policy P = quorum { read: 2  write: 2  read-repair: off }
         workload W { from web, far to s  rate: 50/s  operations: read 50%, write 50%  keys: uniform(2)  timeout: 1s }
         ${scenario('at 5s reconfigure s { read: 1  write: 1 } as haste\n expect no stale reads', 'T', 'W')}`,
      ),
      ['s is `quorum { read: 1  write: 1  read-repair: off }` (line 8); by default `hinted-handoff: on`.'],
    ));

  it('are how a job delivers and how often it keeps its state', () =>
    assert.deepEqual(
      governing(
        `topology T { nodes n[1..2]  job j on n[1..2] { input: 100/s  checkpoint: every 5s taking 1s  restart: 1s  delivery: at-least-once } }
         scenario S { topology: T  at 12s crash n1 for 5s  duration: 30s  expect no duplicates of j }`,
      ),
      ['j is `job { delivery: at-least-once  checkpoint: every 5s taking 1s }` (line 1).'],
    ));

  it('are how a version goes out', () =>
    assert.equal(
      governing(
        CALLED +
          scenario(
            'at 5s deploy back { errors: 50%  batch: 1  interval: 3s  rollback-after: 6s } as rollout  expect availability >= 99.9%',
            'Shop',
            'Shopping',
          ),
      )[0],
      'rollout is `deploy back { errors: 50%  batch: 1  interval: 3s  rollback-after: 6s }` (line 12).',
    ));
});
