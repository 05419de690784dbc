import type { History } from '../../simulation';
import type { LatencySummary } from '../verdict';
import { isAnswered } from './operation-selection';
import { maximum, mean, percentile, sortedSample, type SortedSample } from './sample';

/** Latencies of the answered operations as the client saw them, retries included, in nanoseconds. */
export function latencies(history: History, operations: Int32Array): SortedSample {
  const values: number[] = [];
  for (const id of operations)
    if (isAnswered(history, id)) values.push((history.completedAt[id] as number) - (history.invokedAt[id] as number));
  return sortedSample(values);
}

export function latencySummary(sample: SortedSample): LatencySummary {
  return {
    p50: percentile(sample, 50),
    p90: percentile(sample, 90),
    p99: percentile(sample, 99),
    p999: percentile(sample, 99.9),
    max: maximum(sample),
    mean: mean(sample),
  };
}
