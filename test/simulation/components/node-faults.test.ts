import assert from 'node:assert/strict';
import { asked, broken, ran } from './running';

const text = (rest: string, extra = ''): string => `
  policy R = raft { }
  topology T {
    region eu { zone a { node edge1 node app1 node pay1 node d1 client web } zone b { node edge2 node app2 node pay2 node d2 } zone c { node d3 ${extra} } }
    link between zones { latency: lognormal(median: 1ms, p99: 4ms) }
    balancer front on edge1, edge2 to api { health-check: every 1s timeout 500ms failures 2 }
    service api on app1, app2 { service-time: exponential(mean: 4ms) handle go { read orders call payments { timeout: 200ms retries: 2 backoff: exponential(20ms..100ms, jitter: full) breaker { } hedge-after: 50ms } write orders } }
    service payments on pay1, pay2 { service-time: exponential(mean: 5ms) handle pay { } }
    store orders on d1, d2, d3 using R }
  workload W { from web to front.go rate: 50/s timeout: 1s retries: 1 backoff: exponential(50ms..1s, jitter: full) }
  scenario S { topology: T workload: W duration: 40s warm-up: 1s ${rest} }`;

describe('services on nodes that fail', function () {
  this.timeout(120_000);

  const healed = 'expect availability during 28s..39s > 99.9%';
  for (const [fault, least] of [
    ['crash app1 for 10s', '99%'],
    ['crash pay1 for 10s', '99%'],
    ['crash edge1 for 10s', '98%'],
    ['crash leader of orders for 10s', '90%'],
    ['pause app1 for 5s', '95%'],
    ['pause pay1 for 5s', '97%'],
    ['pause edge1 for 5s', '85%'],
    ['slow app1 by 20x for 10s', '95%'],
    ['slow pay1 by 20x for 10s', '99%'],
    ['isolate pay1 for 10s', '97%'],
    ['isolate app1 for 10s', '95%'],
    ['partition zone a | zone b, zone c for 5s', '80%'],
    ['crash zone b for 10s', '95%'],
    ['drop 20% of pay1 for 10s', '99%'],
    ['duplicate 50% everywhere for 10s', '99.9%'],
    ['delay of pay1 by 100ms for 10s', '98%'],
  ] as const) {
    it(`go on through ${fault}`, () => {
      assert.deepEqual(
        broken(
          text(
            `at 10s ${fault} ${healed} expect availability > ${least} expect no lost writes expect orders is linearizable`,
          ),
          [1, 2],
        ),
        [],
      );
    });
  }

  it('give the same run with and without a trace, and another with another seed', () => {
    const faults =
      'at 5s bug in payments failing 20% for 5s at 12s crash pay1 for 5s at 20s partition zone a | zone b, zone c for 3s';
    const hash = (seed: number, trace: boolean): string => ran(text(faults), seed, { trace }).run.traceHash;
    assert.equal(hash(5, true), hash(5, false));
    assert.equal(hash(5, true), hash(5, true));
    assert.notEqual(hash(5, true), hash(6, true));
  });

  it('are not disturbed by a node that has nothing to do with them', () => {
    const faults =
      'at 5s bug in payments failing 20% for 5s at 12s crash pay1 for 5s at 20s partition zone a | zone b, zone c for 3s';
    const seen = (extra: string) => {
      const run = ran(text(faults, extra), 3);
      return [asked(run, 'api'), asked(run, 'payments', 'calls')];
    };
    assert.deepEqual(seen('node other'), seen(''));
  });
});
