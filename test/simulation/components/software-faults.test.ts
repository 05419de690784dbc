import assert from 'node:assert/strict';
import { EventKind, InstanceState } from '../../../server/src/simulation';
import { asked, broken, ran } from './running';

const shop = (api: string, rest: string, lasts = '60s'): string => `
  topology T { node edge node app1 node app2 node app3 node app4 client web
    balancer front on edge to api { health-check: every 1s timeout 500ms failures 2 }
    service api on app1, app2, app3, app4 { service-time: 5ms ${api} handle go { } } }
  workload W { from web to front.go rate: 100/s timeout: 1s }
  scenario S { topology: T workload: W duration: ${lasts} warm-up: 1s ${rest} }`;

function check(text: string): void {
  assert.deepEqual(broken(text, [1, 2, 3]), []);
}

describe('faults of software', function () {
  this.timeout(120_000);

  it('a leak kills all instances at the same time, and again and again', () => {
    const text = shop('restart: backoff(2s..10s)', 'at 5s leak in api crashing after 10s');
    const dead = ran(text)
      .events(EventKind.Instance)
      .filter(([, , , state]) => state === InstanceState.Dead);
    assert.equal(dead.filter(([at]) => Math.abs(at - 15) < 0.01).length, 4);
    assert.ok(dead.length > 8);
    check(`${text.replace(/}\s*$/, '')} expect outage > 7s expect outage < 11s expect detection < 11s }`);
  });

  it('a leak without a restart policy is for good, until somebody restarts the service', () => {
    check(shop('', 'at 5s leak in api crashing after 5s expect availability during 11s..59s = 0%'));
    check(
      shop(
        '',
        'at 5s leak in api crashing after 30s at 40s restart api expect availability during 36s..39s = 0% expect availability during 41s..59s = 100%',
      ),
    );
  });

  it('a leak for a time ends: who is started afterwards does not leak', () => {
    const text = shop('restart: backoff(1s..10s)', 'at 10s leak in api crashing after 5s for 7s as lk');
    const run = ran(text);
    const deaths = run.events(EventKind.Instance).filter(([, , , state]) => state === InstanceState.Dead);
    // Those that were started at 15 s had leaked for 2 s when it ended, and keep that and no more.
    assert.deepEqual([...new Set(deaths.map(([at]) => Math.round(at)))], [15]);
    assert.deepEqual(
      run.events(EventKind.FaultEnd).map(([at]) => at),
      [17],
    );
    check(
      `${text.replace(/}\s*$/, '')} expect availability during 17s..60s = 100% expect availability during lk > 99% expect outage < 1s }`,
    );
  });

  it('what a process has leaked stays until it is started anew, and is where the next leak begins', () => {
    const again = 'every 20s from 10s leak in api crashing after 10s for 6s';
    const dead = (rest: string): number[] =>
      ran(shop('restart: backoff(1s..10s)', rest))
        .events(EventKind.Instance)
        .filter(([, place, , state]) => place === 'app1' && state === InstanceState.Dead)
        .map(([at]) => Math.round(at));
    // 6 s of the ten are gone at 16 s; of the second leak, from 30 s on, 4 s are enough.
    assert.deepEqual(dead(again), [34]);
    assert.deepEqual(dead(`${again} at 20s crash app1 for 1s`), [54]);
  });

  it('a deployment replaces batch after batch, and drops no request', () => {
    const text = shop('', 'at 5s deploy api { errors: 0% batch: 2 interval: 10s } expect availability = 100%');
    check(text);
    const times = ran(text)
      .events(EventKind.Deploy)
      .map(([at]) => Math.round(at));
    assert.deepEqual(times, [5, 5, 15, 15]);
  });

  it('a bad version fails its share of the requests for as long as it is there', () => {
    const bad = 'at 5s deploy api { errors: 40% batch: 1 interval: 5s rollback-after: 25s }';
    // One of four instances, then two, three, four; from 30 s on one after another is the old version again.
    check(
      shop(
        '',
        `${bad} expect availability during 7s..10s > 85% expect availability during 7s..10s < 95% expect availability during 22s..30s < 64%
         expect availability during 22s..30s > 56% expect availability during 48s..59s = 100%`,
      ),
    );
    const events = ran(shop('', bad))
      .events(EventKind.Deploy)
      .map(([at, , , isNew]) => [Math.round(at), isNew]);
    assert.deepEqual(events, [
      [5, 1],
      [10, 1],
      [15, 1],
      [20, 1],
      [30, 0],
      [35, 0],
      [40, 0],
      [45, 0],
    ]);
  });

  it('a rollback stops the deployment that it undoes', () => {
    const events = ran(shop('', 'at 5s deploy api { errors: 40% batch: 1 interval: 10s rollback-after: 15s }')).events(
      EventKind.Deploy,
    );
    assert.deepEqual(
      events.map(([at, , , isNew]) => [Math.round(at), isNew]),
      [
        [5, 1],
        [15, 1],
        [20, 0],
        [30, 0],
      ],
    );
  });

  it('a new version has none of the bugs and leaks of the old one, and starts with its own', () => {
    check(
      shop(
        '',
        'at 2s bug in api failing 50% at 10s deploy api { errors: 0% batch: 4 interval: 1s } expect availability during 3s..9s < 60% expect availability during 14s..59s = 100%',
      ),
    );
    check(
      shop(
        '',
        'at 2s leak in api crashing after 20s at 5s deploy api { errors: 0% batch: 1 interval: 3s } expect availability = 100%',
      ),
    );
  });

  it('a deployment passes over a machine that is down, which comes back with the new version', () => {
    const run = ran(shop('', 'at 4s crash app2 for 20s at 5s deploy api { errors: 100% batch: 4 interval: 1s }'));
    const back = asked(run, 'api').filter(({ at }) => at > 30);
    assert.ok(back.length > 1000 && back.every(({ ok }) => !ok));
  });

  it('several bugs strike one by one, and each ends by itself', () => {
    check(
      shop(
        '',
        `at 5s bug in api failing 50% for 30s at 15s bug in api failing 50% for 10s expect availability during 6s..14s > 45%
         expect availability during 6s..14s < 55% expect availability during 16s..24s < 30% expect availability during 16s..24s > 20%
         expect availability during 36s..59s = 100%`,
      ),
    );
  });
});
