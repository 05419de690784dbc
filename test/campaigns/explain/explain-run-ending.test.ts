import { strict as assert } from 'node:assert';
import type { PathStep } from '../../../server/src/analysis';
import { EventKind, Outcome } from '../../../server/src/simulation';
import { shardOfKey } from '../../../server/src/simulation/run/shard-of-key';
import { explained, FIVE, PAIR, type Explained } from './explained';

/** Clients that try for as long as nobody leads. */
const PATIENT = FIVE.replace(
  'timeout: 500ms  retries: 2',
  'timeout: 10s  retries: 50  backoff: exponential(20ms..100ms, jitter: full)',
);

const scenario = (rest: string, topology = 'Five', workload = 'Shopping'): string => `
scenario S {
  topology: ${topology}  workload: ${workload}
  duration: 20s  warm-up: 1s  seed: 1
  ${rest}
}`;

function endOf({ explanations, run }: Explained): { readonly served: PathStep; readonly leader: PathStep } {
  const path = explanations[0]?.path ?? [];
  const served = path.find(({ serves }) => serves === true);
  assert.ok(served !== undefined, 'nothing serves');
  assert.equal(run.history.outcome[served.operation], Outcome.Ok);
  assert.equal(run.history.completeEvent[served.operation], served.event);
  const leader = path.findLast(({ event }) => event < served.event && run.trace.kind[event] === EventKind.Role);
  assert.ok(leader !== undefined, 'nobody leads');
  return { served, leader };
}

describe('how an outage ended', () => {
  it('is a late answer where operations are tried until somebody leads', () => {
    const result = explained(PATIENT + scenario('at 5s crash leader of orders for 10s  expect outage <= 100ms'));
    const { served, leader } = endOf(result);
    const { run, verdict } = result;
    const { history, trace } = run;
    // It was asked before there was a leader, tried again, and answered by that leader.
    assert.ok((history.invokeEvent[served.operation] ?? Infinity) < leader.event);
    assert.ok((history.attempts[served.operation] ?? 0) > 1);
    // Nothing succeeded before it: it is the end of the outage that was measured.
    const witness = verdict.expectations[0]?.witness?.operations ?? [];
    const began = history.invokedAt[witness[0] ?? -1] ?? NaN;
    const end = trace.time[served.event] ?? NaN;
    assert.ok(Math.abs(end - began - (verdict.metrics.outageNs ?? 0)) < 20e6, `${began} to ${end}`);
    for (let id = 0; id < history.length; id++)
      if (history.outcome[id] === Outcome.Ok) {
        const at = history.completedAt[id] ?? NaN;
        assert.ok(at <= began || at >= end, `operation ${id} succeeds at ${at}`);
      }
  });

  it('is a late answer also where others had been given up by then', () => {
    // Few are given up soon; the many others are tried until they succeed, most of them since before.
    const hasty = FIVE.replace('timeout: 500ms  retries: 2', 'timeout: 60ms').replace('50/s', '5/s');
    const patient = PATIENT.slice(PATIENT.indexOf('workload')).replace('Shopping', 'Patient');
    const result = explained(
      hasty +
        patient +
        scenario('at 5s crash leader of orders for 10s  expect availability >= 99.99%', 'Five', 'Shopping, Patient'),
    );
    const { served, leader } = endOf(result);
    const { history } = result.run;
    assert.ok((history.invokeEvent[served.operation] ?? Infinity) < leader.event);
    const kind = history.kind[served.operation];
    for (let id = 0; id < history.length; id++)
      if (history.outcome[id] === Outcome.Ok && history.kind[id] === kind) {
        const event = history.completeEvent[id] ?? NaN;
        assert.ok(event < leader.event || event >= served.event, `operation ${id} is answered before`);
      }
  });

  it('is no answer that the old leader still gave', () => {
    const result = explained(PAIR + scenario('at 5s crash n1 for 10s  expect outage <= 100ms', 'Pair', 'Transfers'));
    const { served, leader } = endOf(result);
    assert.ok(served.event > leader.event);
    assert.equal(result.run.history.answeredBy[served.operation], result.run.trace.place[leader.event]);
  });

  it('is told by the leader of the shard that had none', () => {
    const sharded = FIVE.replace('on n[1..5] using Agreed', 'on n[1..5] using Agreed { shards: 24  replicas: 3 }');
    const result = explained(
      sharded + scenario('at 5s crash n1, n2 for 10s  expect availability during 5s..15s >= 99.99%'),
    );
    const { served, leader } = endOf(result);
    const { run } = result;
    assert.equal(shardOfKey(run.history.key[served.operation] ?? -1, 24), run.trace.peer[leader.event]);
    assert.equal(run.history.answeredBy[served.operation], run.trace.place[leader.event]);
  });
});
