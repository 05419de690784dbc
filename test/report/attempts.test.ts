import assert from 'node:assert/strict';
import { attemptRows, attemptsText } from '../../server/src/report/project-attempts';
import { projectCharts } from '../../server/src/report/project-charts';
import { simulate } from '../../server/src/simulation';
import { compiled } from '../campaigns/explain/explained';

/** Ten requests a second of which each makes one call; the called service is down from 2 s to 4 s. */
const shop = (retries: string): string => `
  topology Shop {
    nodes app1, db1  client web
    service api on app1 { workers: 100  handle buy { call backend { timeout: 50ms ${retries} } } }
    service backend on db1 { workers: 100  service-time: 1ms  handle look-up {} }
  }
  workload Buy { from web to api.buy  rate: 10/s  timeout: 1s }
  scenario S { topology: Shop workload: Buy duration: 6s  at 2s isolate db1 for 2s }`;

describe('attempts', () => {
  it('at a service are charted, though no client asks again', () => {
    const scenario = compiled(shop('retries: 3'));
    const run = simulate(scenario, { seed: 1, trace: false });
    const curves = projectCharts(scenario, run, 6);
    assert.deepEqual(
      curves.filter(({ unit }) => unit === 'per-s').map(({ name }) => name),
      ['throughput', 'attempts at backend'],
    );
    const [, attempts] = curves.filter(({ unit }) => unit === 'per-s');
    const { history } = run;
    const calls = [0, 1, 2, 3, 4, 5].map(
      (second) =>
        history.invokedAt.slice(0, history.length).filter((at, row) => {
          return (history.workload[row] ?? 0) < 0 && Math.floor(at / 1e9) === second;
        }).length,
    );
    // Before and after each call is one attempt; while the backend is cut off it is four.
    const [healthy, cut] = [attempts?.values[0], attempts?.values[2]];
    assert.equal(healthy, calls[0]);
    assert.equal(cut, 4 * (calls[2] ?? NaN));
  });

  it('for each call are a line of the measured', () => {
    const scenario = compiled(shop('retries: 3'));
    const rows = attemptRows(scenario, simulate(scenario, { seed: 1, trace: false }));
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['attempts per call of backend'],
    );
    // A third of the calls takes four attempts.
    const value = Number(rows[0]?.value);
    assert.ok(value > 1.7 && value < 2.3, String(value));
    assert.equal(attemptsText(rows), `${String(value)} per call of backend`);
  });

  it('are not told where nobody asks again', () => {
    const scenario = compiled(shop(''));
    const run = simulate(scenario, { seed: 1, trace: false });
    assert.deepEqual(attemptRows(scenario, run), []);
    assert.equal(attemptsText([{ name: 'availability', value: '1' }]), '');
    assert.ok(projectCharts(scenario, run).every(({ name }) => !name.startsWith('attempts')));
  });
});
