import assert from 'node:assert/strict';
import { EventKind } from '../../../server/src/simulation';
import { asked, broken, ran, tally } from './running';

const shop = (balancer: string, api: string, rest: string, load = 'rate: 100/s'): string => `
  topology T {
    region eu { zone a { node edge node a1 client web } zone b { node b1 node b2 } }
    link between zones { latency: 5ms }
    balancer front on edge to api { ${balancer} }
    service api on a1, b1, b2 { workers: 50 queue: 1000 ${api} handle go { } } }
  workload W { from web to front.go ${load} timeout: 2s }
  scenario S { topology: T workload: W duration: 40s warm-up: 1s ${rest} }`;

const shares = (text: string, from = 1, to = 39): Readonly<Record<string, number>> => {
  const all = asked(ran(text), 'api').filter(({ at, ok }) => ok && at >= from && at < to);
  const counts = tally(all.map(({ by }) => by));
  return Object.fromEntries(Object.entries(counts).map(([place, count]) => [place, count / all.length]));
};

const near = (value: number | undefined, wanted: number, tolerance: number): void =>
  assert.ok(Math.abs((value ?? 0) - wanted) <= tolerance, `${value} is not ${wanted}`);

describe('balancers', function () {
  this.timeout(120_000);

  it('go round, or draw, so that all have the same', () => {
    for (const [strategy, tolerance] of [
      ['round-robin', 0.001],
      ['random', 0.03],
    ] as const) {
      const each = shares(shop(`strategy: ${strategy}`, 'service-time: 5ms', ''));
      for (const place of ['a1', 'b1', 'b2']) near(each[place], 1 / 3, tolerance);
    }
  });

  it('prefer the nearest, and go further when it is not there', () => {
    const text = (rest: string) => shop('strategy: nearest health-check: every 1s timeout 500ms failures 2', '', rest);
    assert.deepEqual(shares(text('')), { a1: 1 });
    const away = shares(text('at 10s crash a1 for 20s'), 12, 29);
    // Of two equally near they take turns.
    near(away.b1, 0.5, 0.01);
    near(away.b2, 0.5, 0.01);
    assert.deepEqual(shares(text('at 10s crash a1 for 20s'), 32, 39), { a1: 1 });
  });

  it('spare who has most under way', () => {
    const slow = 'at 0s slow b2 by 20x';
    const least = shop('strategy: least-connections', 'service-time: 5ms', slow, 'rate: 400/s');
    // As much under way everywhere: ten times the latency, a tenth of the requests (10 ms more for the way on both).
    const each = shares(least);
    assert.ok((each.b2 ?? 1) < 0.15, JSON.stringify(each));
    near(shares(least.replace('least-connections', 'round-robin')).b2, 1 / 3, 0.01);
  });

  it('send nothing to who is not ready, once they have heard of it', () => {
    // All workers and the queue of one instance are taken: its probe waits behind them.
    const text = shop(
      '',
      'service-time: 5ms health { readiness: every 1s timeout 500ms failures 2 }',
      'at 10s slow b1 by 2000x for 10s',
    );
    const { events, verdict } = ran(text);
    assert.deepEqual(
      events(EventKind.Instance)
        .map(([, place]) => place)
        .filter((place) => place !== 'b1'),
      [],
    );
    assert.ok(verdict.metrics.availability !== undefined);
  });

  it('fail what nobody can take, and go on when somebody can', () => {
    assert.deepEqual(
      broken(
        shop(
          'health-check: every 1s timeout 500ms failures 2',
          '',
          'at 10s crash a1, b1, b2 for 10s as Away expect availability during Away < 1% expect availability during 22s..39s = 100% expect recovery < 12s',
        ),
        [1, 2, 3],
      ),
      [],
    );
    const reasons = tally(
      asked(ran(shop('', '', 'at 10s crash a1, b1, b2 for 10s')), 'api')
        .filter(({ at }) => at > 10.1 && at < 19.9)
        .map(({ reason }) => reason),
    );
    assert.deepEqual(Object.keys(reasons), ['NoInstance']);
  });

  it('give up on a silent instance after 60 s, and tell the client before its own timeout ends', () => {
    const text = shop('', 'service-time: 5ms', 'at 10s isolate a1, b1, b2')
      .replace('timeout: 2s', 'timeout: 100s')
      .replace('duration: 40s', 'duration: 120s');
    const lost = asked(ran(text), 'api').filter(({ at }) => at > 11 && at < 40);
    assert.ok(
      lost.length > 1000 && lost.every(({ ok, took, reason }) => !ok && reason === 'Timeout' && took > 59 && took < 61),
    );
  });

  it('find everybody again after a crash of their own, and after a partition', () => {
    const check = 'health-check: every 1s timeout 500ms failures 2';
    for (const fault of [
      'crash edge for 5s',
      'partition zone a | zone b for 8s',
      'pause edge for 3s',
      'cut edge -> b1 for 8s',
    ])
      assert.deepEqual(
        broken(shop(check, '', `at 10s ${fault} expect availability during 22s..39s = 100%`), [1, 2]),
        [],
        fault,
      );
    near(shares(shop(check, '', 'at 10s partition zone a | zone b for 8s'), 22, 39).b1, 1 / 3, 0.01);
  });

  it('find out with checks that may take as long as the time between them, and longer', () => {
    for (const [timeout, from, to] of [
      ['2s', 10, 12.1],
      ['3s', 15, 17.1],
    ] as const) {
      const text = shop(`health-check: every 2s timeout ${timeout} failures 5`, '', 'at 5s isolate b1');
      const [found] = ran(text).events(EventKind.Health);
      assert.ok(found !== undefined && found[0] - 5 >= from && found[0] - 5 <= to, `${timeout}: ${found?.[0]}`);
    }
  });
});
