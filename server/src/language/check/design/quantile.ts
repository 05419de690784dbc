import type { Distribution } from '../../model';

/** Probabilities at which `meanNs` looks; the rest of a heavy tail is left out, so a mean comes out too small. */
const STEPS = 64;

/**
 * The value in nanoseconds that a varying duration stays below with probability `p`. Of a mixture it is a lower bound:
 * what its parts reach by themselves. Good to a few parts in ten thousand, which is enough for advice.
 */
export function quantileNs(distribution: Distribution, p: number): number {
  return Math.max(0, quantile(distribution, p));
}

/** The mean in nanoseconds, from below. */
export function meanNs(distribution: Distribution): number {
  let sum = 0;
  for (let step = 0; step < STEPS; step++) sum += quantileNs(distribution, (step + 0.5) / STEPS);
  return sum / STEPS;
}

function quantile(distribution: Distribution, p: number): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.low + p * (distribution.high - distribution.low);
    case 'normal':
      return distribution.mean + standardNormalQuantile(p) * distribution.sd;
    case 'exponential':
      return -Math.log(1 - p) * distribution.mean;
    case 'lognormal':
      return Math.exp(distribution.mu + standardNormalQuantile(p) * distribution.sigma);
    case 'pareto':
      return distribution.scale * Math.pow(1 - p, -1 / distribution.shape);
    case 'weibull':
      return distribution.scale * Math.pow(-Math.log(1 - p), 1 / distribution.shape);
    case 'mixture':
      // With weight w, a part alone exceeds its own quantile at 1 - (1 - p) / w with probability 1 - p.
      return distribution.parts.reduce(
        (largest, { weight, of }) => (weight > 1 - p ? Math.max(largest, quantile(of, 1 - (1 - p) / weight)) : largest),
        0,
      );
    case 'empirical':
      return (
        distribution.sorted[Math.min(distribution.sorted.length - 1, Math.floor(p * distribution.sorted.length))] ?? 0
      );
  }
}

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23; the error is below 4.5e-4. */
function standardNormalQuantile(p: number): number {
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  const size = t - above / below;
  return p < 0.5 ? -size : size;
}
