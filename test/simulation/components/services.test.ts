import assert from 'node:assert/strict';
import { EventKind, FailureReason } from '../../../server/src/simulation';
import { broken, ran } from './running';

const shop = (api: string, rest: string, load = 'rate: 100/s'): string => `
  topology T { node edge1 node edge2 node app1 node app2 node app3 node pay1 node pay2 client web
    balancer front on edge1, edge2 to api { health-check: every 1s timeout 500ms failures 2 }
    service api on app1, app2, app3 { ${api} }
    service payments on pay1, pay2 { workers: 4 service-time: 5ms handle pay { } }
    node d1 node d2 node d3 store orders on d1, d2, d3 using R }
  policy R = raft { }
  workload W { from web to front.checkout ${load} timeout: 1s }
  scenario S { topology: T workload: W duration: 40s warm-up: 2s ${rest} }`;

const SEEDS = [1, 2, 3];

function check(text: string): void {
  assert.deepEqual(broken(text, SEEDS), []);
}

describe('services', function () {
  this.timeout(60_000);

  it('answer through a balancer what their handlers do with stores, as the clients of those', () => {
    check(
      shop(
        'handle checkout { read orders write orders }',
        `expect availability = 100% expect orders is linearizable expect no lost writes
         expect availability of orders = 100% expect throughput >= 90/s expect latency p50 < 20ms`,
      ),
    );
  });

  it('are judged as a component of their callers too', () => {
    check(
      shop(
        'handle checkout { call payments }',
        'at 10s bug in payments failing 50% for 10s expect availability of payments < 95% expect availability of front.checkout < 95%',
      ),
    );
  });

  it('go on when an instance crashes: who refuses is passed over, and health checks find who is silent', () => {
    check(shop('handle checkout { }', 'at 10s crash app1 for 10s expect availability > 99.9%'));
    check(
      shop(
        'handle checkout { }',
        'at 10s isolate app1 for 10s expect availability > 94% expect outage < 1s expect detection of front < 5s',
      ).replace('expect detection of front < 5s', 'expect detection < 5s'),
    );
  });

  it('are reached through the other node of the balancer when one crashes or is cut off', () => {
    check(shop('handle checkout { }', 'at 10s crash edge1 for 10s expect availability > 99%'));
    check(shop('handle checkout { }', 'at 10s isolate edge1 for 10s expect outage < 2.5s expect availability > 85%'));
  });

  it('turn requests away when their queues are full, and say so', () => {
    const text = shop('workers: 1 queue: 5 service-time: 100ms handle checkout { }', 'expect availability < 50%');
    const { verdict, run, events } = ran(text.replace(/ { health-check.*?}/, ''));
    assert.equal(verdict.decision, 'pass');
    const { history } = run;
    const reasons = new Set(Array.from(history.reason).filter((_, id) => history.outcome[id] !== 0));
    assert.deepEqual(
      [...reasons].filter((reason) => reason !== FailureReason.EndOfRun),
      [FailureReason.Overloaded],
    );
    assert.ok(events(EventKind.Shedding).some(([, , , begins]) => begins === 1));
    // Three instances that each do ten a second are as busy as can be.
    assert.ok((verdict.metrics.throughputPerS ?? 0) > 29 && (verdict.metrics.throughputPerS ?? 0) <= 30.2);
  });

  it('fail the health checks of a balancer when they are overloaded, for those wait in the same queue', () => {
    const { run } = ran(shop('workers: 1 queue: 5 service-time: 100ms handle checkout { }', ''));
    assert.ok(run.history.reason.includes(FailureReason.NoInstance));
  });

  it('are slower on a slow node, and with fewer cores than workers', () => {
    const latency = (text: string) => ran(text).verdict.metrics.latency;
    const p50 = (text: string): number => latency(text).p50 ?? NaN;
    const plain = p50(shop('service-time: 20ms handle checkout { }', ''));
    const slow = p50(shop('service-time: 20ms handle checkout { }', 'at 0s slow app1, app2, app3 by 3x'));
    assert.ok(Math.abs(slow - plain - 40e6) < 1e6, `${slow} - ${plain}`);
    const text = shop('service-time: 20ms handle checkout { }', '');
    const bounded = latency(text.replace(/node (app\d)/g, 'node $1 { cores: 1 }'));
    assert.ok((bounded.p90 ?? NaN) > plain + 5e6, 'one core does one thing at a time');
  });

  it('give the same run for the same seed, with and without a trace', () => {
    const text = shop('handle checkout { read orders call payments { timeout: 8ms retries: 2 hedge-after: 6ms } }', '');
    const hash = (trace: boolean): string => ran(text, 7, { trace }).run.traceHash;
    assert.equal(hash(true), hash(false));
    assert.notEqual(ran(text, 8).run.traceHash, hash(true));
  });

  it('fail as many requests as a bug says, while it is there', () => {
    check(
      shop(
        'handle checkout { }',
        `at 10s bug in api failing 30% for 20s as Bug
         expect availability during Bug < 74% expect availability during 3s..9s = 100% expect availability during 31s..39s = 100%`,
      ),
    );
  });
});
