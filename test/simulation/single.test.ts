import assert from 'node:assert/strict';
import { simulate, Outcome } from '../../server/src/simulation';
import { constant, ms, origin, scenarioOf } from './scenario-builder';

const single = { family: 'single', name: 'single', origin } as const;

describe('single copy', () => {
  it('answers every operation after one round trip, and reads what was written', () => {
    const run = simulate(scenarioOf({ policy: single, seconds: 1 }), { seed: 1, trace: true, messageCostNs: 0 });
    const { history } = run;
    assert.ok(history.length > 80);
    let last = 0;
    for (let i = 0; i < history.length - 1; i++) {
      assert.equal(history.outcome[i], Outcome.Ok);
      assert.equal((history.completedAt[i] ?? 0) - (history.invokedAt[i] ?? 0), ms(1));
      if (history.kind[i] === 1) last = history.input[i] ?? 0;
      else assert.equal(history.output[i], last);
    }
    assert.equal(run.counters.messagesSent, (2 * run.counters.messagesDelivered) / 2);
  });

  it('waits for the disk before it acknowledges a write', () => {
    const scenario = scenarioOf({
      policy: single,
      seconds: 1,
      storage: { log: 'fsync' },
      disk: constant(ms(5)),
      operations: ['write'],
    });
    const { history } = simulate(scenario, { seed: 1, trace: false, messageCostNs: 0 });
    assert.equal((history.completedAt[0] ?? 0) - (history.invokedAt[0] ?? 0), ms(6));
  });
});
