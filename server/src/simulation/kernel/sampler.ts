import type { Distribution } from '../../language/model';
import { exp, ln, lnGamma, lnOfUniformWord, normalQuantile, pow } from './portable-math';
import type { RandomStreams } from './random-streams';

const Kind = {
  Constant: 0,
  Exponential: 1,
  Uniform: 2,
  Normal: 3,
  Lognormal: 4,
  Pareto: 5,
  Weibull: 6,
  Mixture: 7,
  Empirical: 8,
} as const;

/**
 * Draws from a distribution by its inverse. One class for all kinds, so that the place that draws sees one shape;
 * every draw uses one random number (a mixture two), whole nanoseconds, never below 0.
 */
export class Sampler {
  private readonly kind: number;
  private readonly p: number;
  private readonly q: number;
  private readonly weights: Float64Array;
  private readonly parts: readonly Sampler[];
  private readonly sorted: Float64Array;

  constructor(readonly distribution: Distribution) {
    let p = 0;
    let q = 0;
    let weights: number[] = [];
    let parts: Sampler[] = [];
    let sorted: readonly number[] = [];
    switch (distribution.kind) {
      case 'constant':
        this.kind = Kind.Constant;
        p = distribution.value;
        break;
      case 'uniform':
        this.kind = Kind.Uniform;
        p = distribution.low;
        q = distribution.high - distribution.low;
        break;
      case 'normal':
        this.kind = Kind.Normal;
        p = distribution.mean;
        q = distribution.sd;
        break;
      case 'exponential':
        this.kind = Kind.Exponential;
        p = distribution.mean;
        break;
      case 'lognormal':
        this.kind = Kind.Lognormal;
        p = distribution.mu;
        q = distribution.sigma;
        break;
      case 'pareto':
        this.kind = Kind.Pareto;
        p = distribution.scale;
        q = -1 / distribution.shape;
        break;
      case 'weibull':
        this.kind = Kind.Weibull;
        p = distribution.scale;
        q = 1 / distribution.shape;
        break;
      case 'mixture': {
        this.kind = Kind.Mixture;
        let sum = 0;
        weights = distribution.parts.map((part) => (sum += part.weight));
        parts = distribution.parts.map((part) => new Sampler(part.of));
        break;
      }
      case 'empirical':
        this.kind = distribution.sorted.length === 0 ? Kind.Constant : Kind.Empirical;
        sorted = distribution.sorted;
        break;
    }
    this.p = p;
    this.q = q;
    this.weights = Float64Array.from(weights);
    this.parts = parts;
    this.sorted = Float64Array.from(sorted);
  }

  get isConstant(): boolean {
    return this.kind === Kind.Constant;
  }

  /** One duration in whole nanoseconds, at least 0. */
  draw(streams: RandomStreams, stream: number): number {
    if (this.kind === Kind.Constant) return this.p > 0 ? this.p : 0;
    if (this.kind === Kind.Exponential) return Math.floor(0.5 - this.p * lnOfUniformWord(streams.word(stream)));
    if (this.kind === Kind.Pareto)
      return Math.floor(this.p * exp(this.q * lnOfUniformWord(streams.word(stream))) + 0.5);
    const value = this.invert(streams, stream);
    return value > 0 ? Math.floor(value + 0.5) : 0;
  }

  private invert(streams: RandomStreams, stream: number): number {
    const u = streams.uniform(stream);
    switch (this.kind) {
      case Kind.Uniform:
        return this.p + this.q * u;
      case Kind.Normal:
        return this.p + this.q * normalQuantile(u);
      case Kind.Lognormal:
        return exp(this.p + this.q * normalQuantile(u));
      case Kind.Weibull:
        return this.p * pow(-ln(u), this.q);
      case Kind.Empirical:
        return this.sorted[Math.floor(u * this.sorted.length)] as number;
      default: {
        let part = 0;
        const last = this.parts.length - 1;
        const scaled = u * (this.weights[last] ?? 0);
        while (part < last && scaled >= (this.weights[part] as number)) part++;
        return (this.parts[part] as Sampler).draw(streams, stream);
      }
    }
  }
}

/** Expected value in nanoseconds, Infinity where it has none; negative draws count as drawn (close to the truncated mean). */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.low + distribution.high) / 2;
    case 'normal':
    case 'exponential':
      return distribution.mean;
    case 'lognormal':
      return exp(distribution.mu + (distribution.sigma * distribution.sigma) / 2);
    case 'pareto':
      return distribution.shape > 1 ? (distribution.scale * distribution.shape) / (distribution.shape - 1) : Infinity;
    case 'weibull':
      return distribution.scale * exp(lnGamma(1 + 1 / distribution.shape));
    case 'mixture':
      return distribution.parts.reduce((sum, part) => sum + part.weight * meanOf(part.of), 0);
    case 'empirical':
      return (
        distribution.sorted.reduce((sum: number, value) => sum + value, 0) / Math.max(1, distribution.sorted.length)
      );
  }
}
