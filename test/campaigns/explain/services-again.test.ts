import { strict as assert } from 'node:assert';
import { BreakerState, EventKind, InstanceState, Outcome } from '../../../server/src/simulation';
import { endingText } from '../../../server/src/report/ending-text';
import { explained, type Explained } from './explained';

const BEHIND_A_BALANCER = `
topology T {
  node edge  node s1  node s2  client web
  service api on s1, s2 { service-time: 5ms  handle get {}  restart: backoff(2s..10s) }
  balancer front on edge to api { strategy: round-robin  health-check: every 1s timeout 200ms failures 2 }
}
workload W { from web to front.get  rate: 20/s  timeout: 300ms }`;

const BEHIND_A_BREAKER = `
topology T {
  node f1  node b1  client web
  service front on f1 {
    service-time: 1ms
    handle get { call back { timeout: 100ms  breaker { failures: 50%  window: 2s  open: 3s } } }
  }
  service back on b1 { service-time: 2ms  handle get {} }
}
workload W { from web to front.get  rate: 40/s  timeout: 500ms }`;

const scenario = (fault: string): string => `
scenario S { workload: W  duration: 30s  warm-up: 1s  seed: 1
  at 5s ${fault}
  expect outage <= 500ms
}`;

/** What let requests through again, after it is checked that none was answered before and that one was after. */
function endingOf({ run, explanations }: Explained): readonly number[] {
  const { history, trace } = run;
  const path = explanations[0]?.path ?? [];
  const served = path.find(({ serves }) => serves === true);
  assert.ok(served !== undefined, 'no answer ends it');
  assert.equal(history.completeEvent[served.operation], served.event);
  const failed = path.find(
    ({ operation, event }) => operation >= 0 && history.outcome[operation] !== Outcome.Ok && event < served.event,
  );
  const begun = history.invokedAt[failed?.operation ?? -1] ?? NaN;
  for (let id = 0; id < history.length; id++)
    if (
      (history.invokedAt[id] ?? 0) >= begun &&
      history.service[id] === history.service[served.operation] &&
      history.outcome[id] === Outcome.Ok
    )
      assert.ok((history.completeEvent[id] ?? 0) >= served.event, `operation ${id} was answered before`);
  const ending: number[] = [];
  for (let at = served.because; at >= 0; at = path[at]?.because ?? -1) {
    const event = path[at]?.event ?? -1;
    const isOne =
      (trace.kind[event] === EventKind.Instance && trace.b[event] === InstanceState.Ready) ||
      (trace.kind[event] === EventKind.Health && trace.b[event] === 1) ||
      (trace.kind[event] === EventKind.Breaker && trace.b[event] !== BreakerState.Open);
    if (isOne) ending.unshift(event);
  }
  return ending;
}

const textOf = ({ scenario: model, run, verdict, explanations }: Explained): string =>
  endingText({ scenario: model, run, verdict }, explanations[0]?.path ?? []) ?? '';

describe('how an outage of requests to services ended', () => {
  it('is by an instance that was ready again and a check that it passed', () => {
    const result = explained(BEHIND_A_BALANCER + scenario('crash s1, s2 for 6s'));
    const { trace, history } = result.run;
    const ending = endingOf(result);
    assert.deepEqual(
      ending.map((event) => trace.kind[event]),
      [EventKind.Instance, EventKind.Health],
    );
    const [ready = -1, healthy = -1] = ending;
    assert.equal(trace.place[ready], trace.peer[healthy]);
    assert.ok((trace.time[ready] ?? 0) >= 11e9);
    assert.ok(history.length > 0);
    assert.match(
      textOf(result),
      /^api on s\d is ready at 1\d\.\d+ s and front on edge finds s\d healthy again at 1\d\.\d+ s: web is answered again at 1\d\.\d+ s$/,
    );
  });

  it('is by a supervisor where the process had died', () => {
    const result = explained(
      (BEHIND_A_BALANCER + scenario('leak in api crashing after 3s')).replace('duration: 30s', 'duration: 22s'),
    );
    const { trace } = result.run;
    const [ready = -1] = endingOf(result);
    assert.equal(trace.kind[ready], EventKind.Instance);
    assert.match(textOf(result), /^api on s\d is ready at /);
  });

  it('is by a breaker that let a call through', () => {
    const result = explained(BEHIND_A_BREAKER + scenario('slow b1 by 1000x for 6s'));
    const { trace } = result.run;
    const ending = endingOf(result);
    assert.ok(
      ending.some((event) => trace.kind[event] === EventKind.Breaker),
      ending.join(),
    );
    assert.match(
      textOf(result),
      /^front on f1 closes its circuit breaker: back answers at 1\d\.\d+ s: web is answered again at/,
    );
  });

  it('is not told where nothing let anything through', () => {
    const { explanations } = explained(
      BEHIND_A_BREAKER.replace(/breaker \{.*?\} /, '') + scenario('slow b1 by 1000x for 6s'),
    );
    assert.ok((explanations[0]?.path.length ?? 0) > 0);
    assert.ok(explanations[0]?.path.every(({ serves }) => serves !== true));
  });
});
