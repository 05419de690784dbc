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

/** The answered operations that took longest, the slowest first; of equals the earlier. */
export function slowestOf(history: History, operations: Int32Array, most: number): readonly number[] {
  const took = (id: number): number => (history.completedAt[id] as number) - (history.invokedAt[id] as number);
  const slowest: number[] = [];
  for (const id of operations) {
    if (!isAnswered(history, id)) continue;
    const before = slowest.findIndex((other) => took(other) < took(id));
    if (before >= 0) slowest.splice(before, 0, id);
    else if (slowest.length < most) slowest.push(id);
    if (slowest.length > most) slowest.pop();
  }
  return slowest;
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
