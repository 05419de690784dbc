import type { Statistic } from '../../language/model';

/** A sample in ascending order. */
export type SortedSample = Float64Array;

export function sortedSample(values: Iterable<number>): SortedSample {
  return Float64Array.from(values).sort();
}

/**
 * The p-th percentile by nearest rank: the smallest value that at least p percent of the sample do not exceed (rank
 * ceil(p/100 * n), from 1). Always a value that was measured, never an interpolation. Null for an empty sample.
 */
export function percentile(sample: SortedSample, p: number): number | null {
  if (sample.length === 0) return null;
  // 99.9 / 100 * 1000 is a little more than 999 in floating point, and must not become rank 1000.
  const rank = Math.ceil(Number(((p / 100) * sample.length).toPrecision(12)));
  return sample[Math.min(sample.length, Math.max(1, rank)) - 1] ?? null;
}

export function mean(sample: SortedSample): number | null {
  if (sample.length === 0) return null;
  let sum = 0;
  for (const value of sample) sum += value;
  return sum / sample.length;
}

export function maximum(sample: SortedSample): number | null {
  return sample.length === 0 ? null : (sample[sample.length - 1] as number);
}

export function statisticOf(sample: SortedSample, statistic: Statistic): number | null {
  switch (statistic.kind) {
    case 'percentile':
      return percentile(sample, statistic.p);
    case 'max':
      return maximum(sample);
    case 'mean':
      return mean(sample);
  }
}
