import assert from 'node:assert/strict';
import { EventKind } from '../../../server/src/simulation';
import { asked, broken, ran, tally, type Asked } from './running';

/** One instance that calls two others, which do nothing but what `payments` says. */
const shop = (call: string, payments: string, rest: string, load = 'rate: 50/s'): string => `
  topology T { node app node pay1 node pay2 client web
    service api on app { workers: 200 queue: 1000 handle go { call payments { ${call} } } }
    service payments on pay1, pay2 { workers: 200 ${payments || 'service-time: 5ms'} handle pay { } } }
  workload W { from web to api.go ${load} keys: uniform(1) timeout: 400s }
  scenario S { topology: T workload: W duration: 40s warm-up: 1s ${rest} }`;

const within = (value: number, low: number, high: number, what = ''): void =>
  assert.ok(value >= low && value <= high, `${what} ${value} is not in ${low}..${high}`);

const during = (all: readonly Asked[], from: number, to: number): readonly Asked[] =>
  all.filter(({ at }) => at >= from && at < to);

describe('calls of services', function () {
  this.timeout(120_000);

  it('end with their timeout, and the other side goes on', () => {
    const text = shop('timeout: 50ms', 'service-time: 200ms', '');
    const calls = during(asked(ran(text), 'payments', 'calls'), 0, 39);
    assert.deepEqual(tally(calls.map(({ reason }) => reason)), { Timeout: calls.length });
    for (const { took } of calls) within(took, 0.05, 0.0501);
  });

  const waits = (jitter: string): readonly (readonly number[])[] => {
    const run = ran(
      shop(
        `timeout: 50ms retries: 3 backoff: exponential(100ms..300ms, jitter: ${jitter})`,
        '',
        'at 0s isolate pay1, pay2',
      ),
    );
    const attempts = new Map<number, number[]>();
    for (const [at, place, operation] of run.events(EventKind.Attempt)) {
      if (place !== 'app') continue;
      attempts.set(operation, [...(attempts.get(operation) ?? []), at]);
    }
    return [...attempts.values()]
      .filter((times) => times.length === 4)
      .map((times) => times.slice(1).map((at, i) => at - (times[i] ?? NaN) - 0.05));
  };

  it('wait before each retry as their jitter says', () => {
    for (const each of waits('none')) {
      within(each[0] ?? NaN, 0.0999, 0.1001);
      within(each[1] ?? NaN, 0.1999, 0.2001);
      within(each[2] ?? NaN, 0.2999, 0.3001);
    }
    const bounds: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
      full: [
        [0, 0.1],
        [0, 0.2],
        [0, 0.3],
      ],
      equal: [
        [0.05, 0.1],
        [0.1, 0.2],
        [0.15, 0.3],
      ],
      decorrelated: [
        [0.1, 0.3],
        [0.1, 0.3],
        [0.1, 0.3],
      ],
    };
    for (const [jitter, ranges] of Object.entries(bounds)) {
      const all = waits(jitter);
      assert.ok(all.length > 1000);
      ranges.forEach(([low, high], retry) => {
        const drawn = all.map((each) => each[retry] ?? NaN);
        for (const each of drawn) within(each, low - 1e-4, high + 1e-4, jitter);
        // They fill the whole range.
        within(Math.min(...drawn), low - 1e-4, low + (high - low) / 10, `${jitter} ${retry}`);
        within(Math.max(...drawn), high - (high - low) / 10, high + 1e-4, `${jitter} ${retry}`);
      });
    }
  });

  it('are saved by a retry from most of what a bug fails', () => {
    assert.deepEqual(
      broken(
        shop(
          'retries: 2',
          '',
          'at 5s bug in payments failing 20% for 30s as Bug expect availability during Bug > 98% expect availability during Bug < 99.9%',
        ),
        [1, 2, 3],
      ),
      [],
    );
  });

  it('race a second request against a slow one', () => {
    const slow = 'at 5s slow pay1 by 100x for 30s as Slow';
    assert.deepEqual(
      broken(shop('hedge-after: 20ms', '', `${slow} expect latency max during Slow < 40ms`), [1, 2]),
      [],
    );
    assert.deepEqual(broken(shop('', '', `${slow} expect latency p99 during Slow > 400ms`), [1, 2]), []);
  });

  it('are turned away when as many are under way as the bulkhead admits', () => {
    const calls = during(asked(ran(shop('bulkhead: 2', 'service-time: 100ms', '')), 'payments', 'calls'), 1, 39);
    assert.deepEqual(Object.keys(tally(calls.map(({ reason }) => reason))).sort(), ['BulkheadFull', 'None']);
    // Erlang's loss formula: of 5 Erlang on 2 lines 67.6 % are lost.
    within(calls.filter(({ ok }) => ok).length / 38, 15.6, 16.9);
    for (const { took } of calls.filter(({ ok }) => !ok)) assert.equal(took, 0);
  });

  it('answer with less when they fail and have a fallback', () => {
    const away = 'at 10s crash payments for 20s as Away';
    const call = (fallback: string) => shop(`timeout: 100ms fallback: ${fallback}`, '', away);
    const degraded = asked(ran(call('degraded')), 'api');
    assert.ok(
      during(degraded, 1, 39).every(({ ok, at, degraded: less }) => ok && (at > 9.9 && at < 30.1 ? true : !less)),
    );
    assert.ok(during(degraded, 10.1, 29.5).every(({ degraded: less }) => less));
    const cached = asked(ran(call('cached(5s)')), 'api');
    assert.ok(during(cached, 10.1, 14.7).every(({ ok, degraded: less }) => ok && less));
    assert.ok(during(cached, 15.2, 29.5).every(({ ok }) => !ok));
    assert.ok(during(cached, 30.5, 39).every(({ ok, degraded: less }) => ok && !less));
    assert.ok(during(asked(ran(call('fail')), 'api'), 10.1, 29.5).every(({ ok }) => !ok));
  });

  it('are stopped by an open breaker, which one trial closes again', () => {
    const breaker = 'timeout: 100ms breaker { failures: 50% window: 10s open: 5s }';
    const run = ran(shop(breaker, '', 'at 10s isolate pay1, pay2 for 12s'));
    const states = run.events(EventKind.Breaker).map(([at, , , state]) => [Math.round(at * 10) / 10, state] as const);
    // 500 good calls are in the window: it takes as many bad ones, and those that leave it, until half have failed.
    const [first] = states;
    within(first?.[0] ?? NaN, 15, 16);
    assert.deepEqual(
      states.map(([, state]) => state),
      [1, 2, 1, 2, 0],
    );
    within((states[1]?.[0] ?? NaN) - (states[0]?.[0] ?? NaN), 5, 5.2);
    within(states[4]?.[0] ?? NaN, 25, 26.5);
    const calls = asked(run, 'payments', 'calls');
    const open = during(calls, (states[0]?.[0] ?? NaN) + 0.2, (states[0]?.[0] ?? NaN) + 4.8);
    assert.deepEqual(tally(open.map(({ reason }) => reason)), { CircuitOpen: open.length });
    assert.ok(during(calls, 27, 39).every(({ ok }) => ok));
  });

  it('are not stopped by a breaker while fewer fail than it says', () => {
    const opens = (failures: string): number =>
      ran(
        shop(`breaker { failures: ${failures} window: 5s open: 5s }`, '', 'at 5s bug in payments failing 30%'),
      ).events(EventKind.Breaker).length;
    assert.equal(opens('50%'), 0);
    assert.ok(opens('20%') > 0);
  });

  it('pass over an instance that refuses, without another attempt', () => {
    const calls = during(
      asked(ran(shop('timeout: 100ms', '', 'at 5s leak in payments crashing after 1s')), 'payments', 'calls'),
      7,
      39,
    );
    assert.ok(calls.length > 1000);
    assert.ok(
      calls.every(({ reason }) => reason === 'NoInstance' || reason === 'ConnectionRefused'),
      JSON.stringify(tally(calls.map((c) => c.reason))),
    );
  });

  it('keep asking an instance that is cut off, which neither a breaker nor its own probes take out of turn', () => {
    const text = shop(
      'timeout: 100ms retries: 1 breaker { failures: 60% }',
      'service-time: 5ms health { readiness: every 1s timeout 500ms failures 1 }',
      'at 5s isolate pay2 for 30s',
    );
    const run = ran(text);
    const calls = during(asked(run, 'payments', 'calls'), 6, 34);
    // At least every other call begins with the one that is cut off, and is saved by its retry.
    const retried = calls.filter(({ attempts }) => attempts === 2);
    within(retried.length / calls.length, 0.45, 0.9, 'share of calls that were tried again');
    for (const { ok, by, took } of retried) {
      assert.ok(ok && by === 'pay1');
      within(took, 0.1, 0.12);
    }
    assert.deepEqual(run.events(EventKind.Breaker), []);
  });

  it('without a timeout end when the connection does: with a reset when it is asked for, or after 150 s of silence', () => {
    const text = (fault: string) =>
      shop('', 'service-time: 100ms', `at 20s ${fault}`).replace('duration: 40s', 'duration: 300s');
    const failed = (fault: string) =>
      asked(ran(text(fault)), 'payments', 'calls').filter(({ ok, at }) => !ok && at < 140);
    // Requests that were under way when the machine went; those that come later are refused or find it running again.
    for (const lasts of ['5s', '200s']) {
      const lost = failed(`crash pay1 for ${lasts}`);
      assert.ok(lost.length > 0);
      for (const { took, reason } of lost) {
        assert.equal(reason, 'ConnectionReset');
        within(took, 15, 15.1);
      }
    }
    const silent = failed('isolate pay1');
    assert.ok(silent.length > 100);
    for (const { took, reason } of silent) {
      assert.equal(reason, 'Timeout');
      within(took, 149, 151);
    }
    // Who is only slow keeps its connections.
    const slow = asked(ran(text('slow pay1, pay2 by 400x for 100s')), 'payments', 'calls');
    assert.ok(slow.some(({ took, ok }) => ok && took > 30));
    assert.ok(slow.every(({ ok, at }) => ok || at > 250));
  });

  it('that are refused further behind are not taken for refusals of the caller itself', () => {
    const text = (rest: string) => `
      topology T { node edge node a1 node a2 node a3 node pay client web
        balancer front on edge to api { }
        service api on a1, a2, a3 { handle go { call payments { } } }
        service payments on pay { handle pay { } } }
      workload W { from web to front.go rate: 50/s timeout: 1s }
      scenario S { topology: T workload: W duration: 20s ${rest} }`;
    const run = ran(text('at 5s crash pay for 10s'));
    const calls = during(asked(run, 'payments', 'calls'), 5.1, 14.9);
    const requests = during(asked(run, 'api'), 5.1, 14.9);
    assert.ok(requests.every(({ ok, reason }) => !ok && reason === 'NoInstance'));
    assert.ok(Math.abs(calls.length - requests.length) <= 2, `${calls.length} calls for ${requests.length} requests`);
  });
});
