import assert from 'node:assert/strict';
import { resultsByColumn, resultsOfJobsAlone } from '../../client/webview/timeline/draw-results';
import type { ChartSeries } from '../../server/src/report/run-report';

const S = 1e9;
const series = (name: string, values: readonly number[], shows?: ChartSeries['shows']): ChartSeries => ({
  ...{ name, unit: 'per-s', bucketNs: S, values },
  ...(shows === undefined ? {} : { shows }),
});
const charts = [
  series('made by count', [10, 0, 30, 20], 'results'),
  series('results again (count)', [0, 0, 20, 0]),
  series('longest wait (count)', [1, 2, 3, 4]),
  series('made by join', [0, 0, 0, 4], 'results'),
];

describe('the overview of a run of jobs alone', () => {
  it('has the results of every job', () => {
    assert.deepEqual(
      resultsOfJobsAlone({ charts }).map(({ name }) => name),
      ['made by count', 'made by join'],
    );
  });

  it('leaves them out where there are answers to clients', () => {
    assert.deepEqual(resultsOfJobsAlone({ charts: [series('asked', [1, 1, 1, 1], 'answers'), ...charts] }), []);
  });

  it('has each result in one column, whatever the width', () => {
    const results = resultsOfJobsAlone({ charts });
    assert.deepEqual([...resultsByColumn(results, 4, S)], [10, 0, 30, 24]);
    assert.deepEqual([...resultsByColumn(results, 2, 2 * S)], [10, 54]);
    for (const columns of [1, 3, 7, 97]) {
      const sum = resultsByColumn(results, columns, (4 * S) / columns).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - 64) < 1e-6, `${String(columns)} columns have ${String(sum)} of 64 results`);
    }
  });
});
