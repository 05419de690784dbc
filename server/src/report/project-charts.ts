import { NANOS_PER_MILLI, NANOS_PER_SECOND, type ScenarioModel } from '../language/model';
import type { History, Run } from '../simulation';
import { isAnswered } from './operation-text';
import { askedAgain, attemptsOf } from './project-attempts';
import { REPORT_LIMITS } from './report-limits';
import type { ChartSeries } from './run-report';

/**
 * Availability by when an operation began, and so attempts of clients and at each service, where anybody asks again;
 * throughput and latency by when it was answered.
 */
export function projectCharts(
  scenario: ScenarioModel,
  run: Run,
  buckets: number = REPORT_LIMITS.chartBuckets,
): readonly [ChartSeries, ...ChartSeries[]] {
  const bucketNs = niceWidth(run.endedAt / buckets);
  const count = Math.max(1, Math.ceil(run.endedAt / bucketNs));
  const { history } = run;
  const issued = new Array<number>(count).fill(0);
  const answered = new Array<number>(count).fill(0);
  const latencies = Array.from({ length: count }, (): number[] => []);
  const bucketOf = (at: number): number => Math.min(count - 1, Math.floor(at / bucketNs));
  for (let row = 0; row < history.length; row += 1) {
    // What services do for the requests of clients shows in those.
    if ((history.workload[row] ?? -1) < 0) continue;
    const began = bucketOf(history.invokedAt[row] ?? 0);
    issued[began] = (issued[began] ?? 0) + 1;
    if (!isAnswered(history, row)) continue;
    answered[began] = (answered[began] ?? 0) + 1;
    latencies[bucketOf(history.completedAt[row] ?? 0)]?.push(latencyOf(history, row));
  }
  const sorted = latencies.map((list) => list.sort((a, b) => a - b));
  const seconds = bucketNs / NANOS_PER_SECOND;
  return [
    {
      name: 'availability',
      unit: 'share',
      bucketNs,
      values: issued.map((total, index) => (total === 0 ? null : (answered[index] ?? 0) / total)),
      shows: 'answers',
    },
    { name: 'throughput', unit: 'per-s', bucketNs, values: sorted.map((list) => list.length / seconds) },
    ...askedAgain(scenario, run).map(({ curve, rows }): ChartSeries => {
      const attempts = new Array<number>(count).fill(0);
      for (const row of rows) {
        const began = bucketOf(history.invokedAt[row] ?? 0);
        attempts[began] = (attempts[began] ?? 0) + attemptsOf(history, row);
      }
      return { name: curve, unit: 'per-s', bucketNs, values: attempts.map((total) => total / seconds) };
    }),
    { name: 'latency p50', unit: 'ms', bucketNs, values: sorted.map((list) => percentile(list, 50)) },
    { name: 'latency p90', unit: 'ms', bucketNs, values: sorted.map((list) => percentile(list, 90)) },
    { name: 'latency p99', unit: 'ms', bucketNs, values: sorted.map((list) => percentile(list, 99)) },
  ];
}

/** The smallest of 1, 2 and 5 times a power of ten that is no smaller than `atLeast`, so that labels are round. */
function niceWidth(atLeast: number): number {
  let width = 1;
  for (const factor of cycle([2, 2.5, 2])) {
    if (width >= atLeast) break;
    width *= factor;
  }
  return width;
}

function* cycle(values: readonly number[]): Generator<number> {
  for (;;) yield* values;
}

function latencyOf(history: History, row: number): number {
  return ((history.completedAt[row] ?? 0) - (history.invokedAt[row] ?? 0)) / NANOS_PER_MILLI;
}

/** Nearest-rank percentile of a sorted list. */
function percentile(sorted: readonly number[], p: number): number | null {
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? null;
}
