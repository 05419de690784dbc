/**
 * Numbers with meaning. Simulated time is an integer count of nanoseconds since the start of a run; a run may last
 * 100 simulated days, so every instant is a safe integer.
 */
declare const nanos: unique symbol;
export type Nanos = number & { readonly [nanos]: 'ns' };

export const NANOS_PER_MICRO = 1_000;
export const NANOS_PER_MILLI = 1_000_000;
export const NANOS_PER_SECOND = 1_000_000_000;

/** A duration or instant in nanoseconds, rounded to the nearest whole one. */
export function toNanos(value: number): Nanos {
  return Math.round(value) as Nanos;
}

/** A varying duration. Parameters are nanoseconds unless said; samples below 0 are truncated to 0. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: Nanos }
  | { readonly kind: 'uniform'; readonly low: Nanos; readonly high: Nanos }
  | { readonly kind: 'normal'; readonly mean: Nanos; readonly sd: Nanos }
  | { readonly kind: 'exponential'; readonly mean: Nanos }
  /** `mu` and `sigma` of the logarithm of the duration in nanoseconds, derived from median and p99. */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'pareto'; readonly scale: Nanos; readonly shape: number }
  | { readonly kind: 'weibull'; readonly scale: Nanos; readonly shape: number }
  /** Weights are shares that add up to 1. */
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly weight: number; readonly of: Distribution }[] }
  /** Measured values in ascending order; each is drawn with the same probability. */
  | { readonly kind: 'empirical'; readonly sorted: readonly Nanos[] };

/** Key popularity of a workload: `count` keys, drawn uniformly or by Zipf's law with exponent `skew`. */
export type KeyDistribution =
  | { readonly kind: 'uniform'; readonly count: number }
  | { readonly kind: 'zipf'; readonly count: number; readonly skew: number };
