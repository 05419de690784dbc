import type { ComparisonReport } from '../../server/src/report/campaign-report';

/** Two policies over four seeds: the slow one holds, the fast one fails in one run. */
export function sampleComparison(): ComparisonReport {
  const cell = (
    policy: string,
    availability: number[],
    p99: number[],
    met: number,
  ): ComparisonReport['cells'][number] => ({
    values: [policy],
    facts: [{ name: 'consistency', value: met === 2 ? 'linearizable' : 'eventual' }],
    ...{ met, expectations: 2 },
    campaign: {
      seeds: [1, 2, 3, 4],
      decisions: ['pass', 'pass', met === 2 ? 'pass' : 'fail', 'pass'],
      measures: [
        {
          name: 'availability',
          unit: 'share',
          worse: 'less',
          text: `${String(availability[0])}`,
          values: availability,
        },
        { name: 'latency p99', unit: 's', worse: 'more', text: `${String(p99[0])} s`, values: p99 },
      ],
    },
  });
  return {
    ...{ version: 1, file: 'file:///models/orders.ftm', name: 'Tradeoffs', title: 'Tradeoffs: 2 cells, 4 runs each' },
    ...{ factors: ['orders.policy'], note: '' },
    cells: [
      cell('Raft', [0.96, 0.95, 0.97, 0.96], [0.05, 0.06, 0.05, 0.07], 2),
      cell('Loose', [1, 0.999, 0.91, 1], [0.004, 0.005, 0.004, 0.006], 1),
    ],
  };
}
