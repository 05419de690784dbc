import assert from 'node:assert/strict';
import { indexRun } from '../../client/webview/run/run-index';
import { layOutRows } from '../../client/webview/timeline/rows';
import type { ExpectationModel } from '../../server/src/language/model';
import { projectRun, type JudgedRun } from '../../server/src/report';
import { judged, originAt, scenario } from '../report/made-up-run';

type Body = Extract<ExpectationModel['body'], { kind: 'metric' }>;

function expecting(...bodies: readonly Omit<Body, 'kind'>[]): JudgedRun {
  const expectations = bodies.map((body): ExpectationModel => ({
    body: { kind: 'metric', ...body },
    inShareOfRuns: 1,
    text: `${body.metric} ${String(body.value)}`,
    origin: originAt(30),
  }));
  return { ...judged, scenario: { ...scenario, expectations }, verdict: { ...judged.verdict, expectations: [] } };
}

describe('objectives', () => {
  it('stand on the chart of what they speak of, in its unit', () => {
    const { charts } = projectRun(
      expecting(
        { metric: 'availability', comparison: '>=', value: 0.99 },
        { metric: 'latency', statistic: { kind: 'percentile', p: 90 }, comparison: '<=', value: 20e6 },
        { metric: 'latency', statistic: { kind: 'percentile', p: 50 }, comparison: '<=', value: 5e6 },
        { metric: 'recovery', comparison: '<=', value: 5e9 },
      ),
    );
    assert.deepEqual(
      charts.map(({ name, objectives }) => [name, objectives?.map(({ value }) => value)]),
      [
        ['availability', [0.99]],
        ['throughput', undefined],
        ['latency p50', [5]],
        ['latency p90', [20]],
        ['latency p99', undefined],
      ],
    );
  });

  it('widen a chart that they are a little above, and are left out far above', () => {
    const mostWith = (limitNs: number): number => {
      const report = projectRun(
        expecting({ metric: 'latency', statistic: { kind: 'percentile', p: 99 }, comparison: '<=', value: limitNs }),
      );
      const { rows } = layOutRows(indexRun(report), 900, 600);
      return Math.max(...rows.map((row) => (row.kind === 'chart' && row.unit === 'ms' ? row.most : 0)));
    };
    const alone = mostWith(1);
    assert.ok(mostWith(alone * 2e6) >= alone * 2);
    assert.equal(mostWith(alone * 100e6), alone);
  });
});
