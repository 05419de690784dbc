import { strict as assert } from 'node:assert';
import type { WhyRow } from '../../../server/src/report/run-report';
import { sideEffects } from '../../../server/src/campaigns/explain/side-effects';
import { projectRun } from '../../../server/src/report/project-run';
import { explained } from './explained';

/** What is said of the first expectation that is explained. */
function whyOf(text: string): WhyRow {
  const { scenario, run, verdict, explanations } = explained(text);
  const report = projectRun({ scenario, run, verdict, explanations });
  return report.expectations.find((row) => row.why)?.why ?? assert.fail('nothing is explained');
}

/** A primary that waits for its backup, and clients that give up after half a second. */
const waiting = (rest: string, workload = ''): string => `
topology T { zone a { node n1  client web } zone b { node n2 } store s on n1, n2 using P }
policy P = primary-backup { acknowledge: all  failover: off }
workload W { from web to s  rate: 50/s  operations: write 100%  timeout: 500ms ${workload} }
scenario S { workload: W  duration: 20s  warm-up: 1s  seed: 1  ${rest} }`;

const log = (setting: string, rest: string): string => `
topology T { node n1  client web  store s on n1 using P { storage { log: ${setting} } } }
policy P = single
workload W { from web to s  rate: 50/s  operations: read 50%, write 50%  keys: uniform(30)  timeout: 500ms }
scenario S { workload: W  duration: 20s  warm-up: 1s  seed: 1  ${rest} }`;

describe('what would help', () => {
  it('is no setting that passes a bound and leaves nearly all of the harm', () => {
    // With retries what was asked in the last second before it heals is answered: a small part of ten seconds.
    const { remedies, sentences } = whyOf(
      waiting('at 5s partition zone a | zone b for 10s as split  expect availability during 6s..14s <= 1%'),
    );
    assert.deepEqual(
      remedies.filter(({ setting }) => setting.startsWith('retries')),
      [],
    );
    assert.ok(
      sentences.some((text) => /^A little better: .*`retries: 3` in W \(1\d\.\d+ % instead of 0 %\)/.test(text)),
      sentences.join('\n'),
    );
  });

  it('is not told at all where less than a tenth of the harm goes', () => {
    const { remedies, sentences } = whyOf(
      waiting(
        'at 5s partition zone a | zone b for 14s as split  expect availability during 5s..15s <= 1%',
        'retries: 1',
      ),
    );
    assert.deepEqual(remedies, []);
    assert.ok(!sentences.some((text) => /A little better.*retries/.test(text)), sentences.join('\n'));
    assert.ok(sentences.some((text) => /^What was tried instead does not help: .*`retries: 3` in W/.test(text)));
  });

  it('is told with the figure that is reached, and what becomes better beside', () => {
    const { remedies, sentences } = whyOf(log('batch(5s)', 'at 8s crash n1 for 1s  expect lost writes > 0'));
    const [fsync] = remedies;
    assert.equal(fsync?.setting, 'log: fsync');
    assert.equal(fsync.reached, '0');
    assert.deepEqual(fsync.worsens, undefined);
    assert.match(fsync.betters?.join() ?? '', /^stale reads 0 % instead of [\d.]+ %$/);
    assert.ok(
      sentences.some((text) =>
        /it does not happen: 0 instead of \d+, and stale reads 0 % instead of [\d.]+ %\.$/.test(text),
      ),
      sentences.join('\n'),
    );
  });

  it('is said of another harm where it does not help with the one that is asked about', () => {
    const { remedies, sentences } = whyOf(log('batch(5s)', 'at 8s crash n1 for 3s  expect outage <= 1s'));
    assert.deepEqual(remedies, []);
    assert.ok(
      sentences.some((text) =>
        /^With `log: fsync` in s it still fails, but lost writes 0 instead of \d+ and stale reads 0 % instead of [\d.]+ %\.$/.test(
          text,
        ),
      ),
      sentences.join('\n'),
    );
  });

  it('has no price in slowness that another expectation shows', () => {
    const { remedies } = whyOf(
      `topology T { zone a { node n1  client web } zone b { node n2 } zone c { node n3 } store s on n1, n2, n3 using P }
       policy P = isr-log { session-timeout: 9s }
       workload W { from web to s  rate: 20/s  timeout: 1s }
       scenario S { workload: W  duration: 40s  warm-up: 2s  seed: 1
         at 10s crash leader of s for 20s  expect outage <= 6s  expect detection >= 7s }`,
    );
    const sooner = remedies.find(({ setting }) => setting === 'session-timeout: 4.5s');
    assert.deepEqual(sooner?.breaks, []);
  });

  it('is told with its price where that is a large share, too, of what was bad already', () => {
    const origin = { file: 0, start: 0, end: 0, line: 0, column: 0, endColumn: 0 };
    const availability = { kind: 'metric', metric: 'availability', comparison: '>=', value: 1 } as const;
    const figure = (measured: number) => ({
      ...{ expectation: { body: availability, inShareOfRuns: 1, text: 'availability', origin } },
      ...{ decision: 'fail' as const, measured, measuredText: `${String(measured * 100)} %`, explanation: '' },
    });
    const corrupt = { kind: 'metric', metric: 'corrupt reads', comparison: '<=', value: 0 } as const;
    const worse = (was: number, is: number) =>
      sideEffects(corrupt, [figure(was)], [figure(is)]).map(({ isBetter }) => (isBetter ? 'better' : 'worse'));
    assert.deepEqual(
      [worse(0.74, 0.5), worse(0.5, 0.74), worse(0.9, 0.87), worse(0.99, 0.97)],
      [['worse'], ['better'], [], ['worse']],
    );
  });

  it('is told with its price', () => {
    const { remedies } = whyOf(
      `topology T { zone a { node n1  client web } zone b { node n2  client far } store s on n1, n2 using P }
       policy P = quorum { read: 1  write: 1 }
       workload W { from web, far to s  rate: 50/s  operations: read 50%, write 50%  keys: uniform(3)  timeout: 500ms }
       scenario S { workload: W  duration: 20s  warm-up: 1s  seed: 1
         at 5s partition zone a | zone b for 10s  expect stale reads > 1% }`,
    );
    const both = remedies.find(({ setting }) => setting.includes('read: majority'));
    assert.match(both?.worsens?.join() ?? '', /^availability \d\d\.\d+ % instead of 100 %$/);
  });

  it('is more room for a service that turned requests away: instances, cores, a longer queue', () => {
    const shop = (rest: string, cores = ''): string => `
topology T {
  node a1 ${cores}  node a2 ${cores}  client web
  service api on a1, a2 { workers: 2  queue: 4  service-time: constant(100ms)  handle ask { } ${rest} }
}
workload W { from web to api.ask  rate: 10/s  timeout: 2s }
scenario S { workload: W  duration: 20s  warm-up: 1s  seed: 1  at 5s surge W by 3x for 5s as rush  expect availability >= 99.5% }`;
    const helps = (text: string): readonly string[] => whyOf(text).remedies.map(({ setting }) => setting);
    assert.ok(helps(shop('autoscale { min: 1  max: 1  target: 60%  delay: 1s }')).includes('autoscale { max: 2 }'));
    const cored = whyOf(
      shop('autoscale { min: 1  max: 1  target: 60%  delay: 1s }', '{ cores: 1 }')
        .replace('100ms', '50ms')
        .replace('99.5%', '95%'),
    );
    const cores = cored.remedies.find(({ setting }) => setting === 'cores: 2');
    assert.deepEqual(
      [cores?.insteadOf, cores?.of, cores?.source?.line],
      ['cores: 1', 'a1, a2', 2],
      cored.sentences.join('\n'),
    );
    const tried = (text: string): readonly string[] =>
      (explained(text).explanations[0] ?? assert.fail()).tried.map(({ setting }) => setting);
    assert.ok(tried(shop('autoscale { min: 1  max: 1  target: 60%  delay: 1s }')).includes('queue: 40'));
    // Nobody asks for more room where nothing was turned away.
    const slow = shop('').replace('surge W by 3x for 5s', 'isolate web for 2s');
    assert.ok(!tried(slow).includes('queue: 40'));
  });
});
