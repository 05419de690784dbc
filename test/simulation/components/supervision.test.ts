import assert from 'node:assert/strict';
import { EventKind, InstanceState } from '../../../server/src/simulation';
import { asked, broken, ran, type Ran } from './running';

const shop = (api: string, rest: string, load = 'rate: 100/s', lasts = '60s'): string => `
  topology T { node edge node app1 node app2 node app3 client web
    balancer front on edge to api { }
    service api on app1, app2, app3 { ${api} handle go { } } }
  workload W { from web to front.go ${load} timeout: 1s }
  scenario S { topology: T workload: W duration: ${lasts} warm-up: 1s ${rest} }`;

const STATES = Object.keys(InstanceState) as (keyof typeof InstanceState)[];
const states = (run: Ran, place?: string): readonly (readonly [number, string, string])[] =>
  run
    .events(EventKind.Instance)
    .filter(([, at]) => place === undefined || at === place)
    .map(([at, where, , state]) => [at, where, STATES.find((name) => InstanceState[name] === state) ?? '']);

const near = (value: number | undefined, wanted: number, tolerance: number): void =>
  assert.ok(Math.abs((value ?? NaN) - wanted) <= tolerance, `${value} is not ${wanted}`);

describe('supervision of services', function () {
  this.timeout(120_000);

  it('starts what died with growing waits: 0, 10, 20, 40, 80 s (CrashLoopBackOff)', () => {
    const text = shop('restart: backoff(10s..5min)', 'at 10s leak in api crashing after 1s', 'rate: 5/s', '200s');
    const own = states(ran(text), 'app1');
    const deaths = own.filter(([, , state]) => state === 'Dead').map(([at]) => at);
    [11, 12, 23, 44, 85, 166].forEach((at, nth) => near(deaths[nth], at, 0.01));
    assert.ok(own.some(([, , state]) => state === 'BackingOff'));
  });

  it('leaves who waits for a restart to its supervisor, though there is an autoscaler', () => {
    const rest = 'restart: backoff(10s..5min) autoscale { min: 2 max: 2 target: 70% delay: 5s }';
    const run = ran(shop(rest, 'at 10s leak in api crashing after 1s', 'rate: 5/s', '400s'));
    const deaths = states(run, 'app1')
      .filter(([, , state]) => state === 'Dead')
      .map(([at]) => at);
    [11, 12, 23, 44, 85, 166, 327].forEach((at, nth) => near(deaths[nth], at, 0.01));
    assert.equal(deaths.length, 7);
    assert.deepEqual(scaled(run), []);
  });

  it('forgets the waits after an instance has lasted for twice the longest', () => {
    const text = shop('restart: backoff(1s..10s)', 'at 10s leak in api crashing after 30s', 'rate: 5/s', '200s');
    const deaths = states(ran(text), 'app1')
      .filter(([, , state]) => state === 'Dead')
      .map(([at]) => at);
    [40, 70, 100, 130, 160, 190].forEach((at, nth) => near(deaths[nth], at, 0.01));
  });

  // A request takes it 10 s, so that its queue is full.
  it('restarts in place who fails its liveness probe, and nobody who is only not ready', () => {
    const stuck = 'at 10s slow app1 by 200x for 15s';
    const work = 'workers: 1 queue: 5 service-time: 50ms restart: backoff(1s..5s)';
    const live = ran(shop(`${work} health { liveness: every 2s timeout 1s failures 3 }`, stuck, 'rate: 20/s'));
    const dead = states(live).filter(([, , state]) => state === 'Dead');
    assert.ok(dead.length >= 1 && dead.every(([, place]) => place === 'app1'), JSON.stringify(states(live)));
    // Three failures in a row of a probe every 2 s.
    assert.ok((dead[0]?.[0] ?? 0) > 14 && (dead[0]?.[0] ?? 99) < 18, String(dead[0]));
    const ready = ran(shop(`${work} health { readiness: every 2s timeout 1s failures 2 }`, stuck, 'rate: 20/s'));
    assert.deepEqual(
      new Set(states(ready).map(([, place, state]) => `${place} ${state}`)),
      new Set(['app1 NotReady', 'app1 Ready']),
    );
  });

  it('takes who is not ready out of the balancer, and puts it back', () => {
    const text = shop(
      'workers: 1 queue: 5 service-time: 50ms health { readiness: every 2s timeout 1s failures 2 }',
      'at 10s slow app1 by 200x for 15s',
      'rate: 20/s',
    );
    const run = ran(text);
    const times = states(run).map(([at]) => at);
    const away = asked(run, 'api').filter(({ at }) => at > (times[0] ?? NaN) + 0.1 && at < (times[1] ?? NaN) - 0.1);
    assert.ok(away.length > 50 && away.every(({ ok, by }) => ok && by !== 'app1'), String(times));
    const back = asked(run, 'api').filter(({ at }) => at > (times[1] ?? NaN) + 0.1);
    assert.ok(back.some(({ by }) => by === 'app1') && back.every(({ ok }) => ok));
  });

  it('keeps restarting who is overloaded, since its probes wait in the same queue', () => {
    const text = shop(
      'workers: 1 queue: 200 service-time: 50ms restart: backoff(1s..5s) health { liveness: every 2s timeout 1s failures 2 }',
      '',
    );
    assert.ok(states(ran(text)).filter(([, , state]) => state === 'Dead').length > 3);
  });

  it('starts what should run when its machine is back', () => {
    assert.deepEqual(
      broken(
        shop(
          'restart: backoff(1s..5s)',
          'at 10s crash app1, app2, app3 for 5s expect availability during 16s..59s = 100%',
        ),
        [1, 2],
      ),
      [],
    );
  });

  const scaled = (run: Ran) => run.events(EventKind.Scale).map(([at, , , wanted]) => [Math.round(at), wanted] as const);

  it('scales out with the load, in with its end, and after five minutes only', () => {
    // 120 requests a second of 50 ms keep 6 workers busy; with 2 an instance and a target of 50 % that takes 6 instances.
    const text = shop(
      'workers: 2 service-time: 50ms autoscale { min: 1 max: 10 target: 50% delay: 20s }',
      'at 60s surge W by 6x for 120s as Surge expect availability during 130s..170s > 99%',
      'rate: 20/s',
      '900s',
    );
    const run = ran(text);
    const wanted = scaled(run);
    assert.equal(run.verdict.decision, 'pass', JSON.stringify(wanted));
    const most = Math.max(...wanted.map(([, count]) => count));
    assert.ok(most >= 5 && most <= 8, JSON.stringify(wanted));
    assert.ok((wanted.at(-1)?.[1] ?? 9) <= 2, JSON.stringify(wanted));
    const downAt = wanted.filter(([, count], nth) => count < (wanted[nth - 1]?.[1] ?? 0)).map(([at]) => at);
    assert.ok((downAt[0] ?? 0) >= 180 + 285, JSON.stringify(wanted));
    // Nobody is cut off when instances end.
    assert.ok(
      asked(run, 'api')
        .filter(({ at }) => at > 200 && at < 898)
        .every(({ ok }) => ok),
    );
  });

  it('replaces the instances of a machine that is lost on those that are left', () => {
    const text = shop(
      'workers: 4 service-time: 5ms autoscale { min: 3 max: 3 target: 70% delay: 10s }',
      'at 60s crash app1',
      'rate: 20/s',
      '200s',
    );
    const run = ran(text);
    const ready = states(run).filter(([at, , state]) => at > 60 && state === 'Ready');
    assert.equal(ready.length, 1, JSON.stringify(states(run)));
    // Three reports are missed, then the delay.
    assert.ok((ready[0]?.[0] ?? 0) > 60 + 45 && (ready[0]?.[0] ?? 999) < 60 + 80, JSON.stringify(ready));
  });
});
