import { studentT975, Z_975 } from './student-t';

/** Bounds between which the true value lies with 95 % confidence; null where there are too few measurements. */
export type Interval = readonly [low: number, high: number] | null;

export interface Estimate {
  /** Mean of the runs that measured it; null where none did. */
  readonly mean: number | null;
  readonly interval: Interval;
}

/** Natural bounds of a quantity: a share of 1, a count of things that happen, or anything that cannot be negative. */
export type Range = 'share' | 'count' | 'not negative';

/**
 * Mean over runs with its interval by Student's t. Where all runs measured the same extreme value (no lost write in any,
 * an availability of 1 in all) the spread is 0 and t would claim certainty. A count that was always 0 may reach 3/n, the
 * 95 % bound of the mean of a Poisson variable of which n trials showed nothing (the rule of three). A share has no such
 * bound that helps: a run counts thousands of operations, but what spoils one of them spoils many, so neither the
 * operations nor the runs are the trials. It has no interval, nor has a duration that was always 0; how many runs may
 * differ is said with `atMostAfterNone`.
 */
export function estimateMean(values: readonly (number | null)[], range: Range = 'not negative'): Estimate {
  const sample = values.filter((value): value is number => value !== null);
  const n = sample.length;
  if (n === 0) return { mean: null, interval: null };
  const mean = sample.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, interval: null };
  const top = range === 'share' ? 1 : Infinity;
  if (sample.every((value) => value === sample[0])) {
    if (range === 'count' && mean === 0) return { mean, interval: [0, 3 / n] };
    if (range === 'share' || mean === 0) return { mean, interval: null };
  }
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = studentT975(n - 1) * Math.sqrt(variance / n);
  return { mean, interval: [Math.max(0, mean - half), Math.min(top, mean + half)] };
}

/**
 * Wilson's score interval (1927) for a share of runs: right for small numbers and for shares near 0 and 1, where the
 * usual approximation is not.
 */
export function wilson(hits: number, trials: number): readonly [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const share = hits / trials;
  const z2 = Z_975 ** 2;
  const centre = share + z2 / (2 * trials);
  const half = Z_975 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2));
  const scale = 1 + z2 / trials;
  // At the ends the two terms are equal and only rounding is left of their difference.
  const low = hits === 0 ? 0 : (centre - half) / scale;
  const high = hits === trials ? 1 : (centre + half) / scale;
  return [Math.max(0, low), Math.min(1, high)];
}

/** With 95 % confidence at most this share of runs shows what none of n runs did: the exact form of the rule of three. */
export function atMostAfterNone(trials: number): number {
  return trials === 0 ? 1 : 1 - 0.05 ** (1 / trials);
}
