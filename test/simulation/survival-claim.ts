/** What a protocol survives whatever the seed, and what just beyond that breaks it, for some seed. */
export interface SurvivalClaim {
  readonly protocol: string;
  /** What a broken run shows. */
  readonly broken: string;
  /** Conditions under which no run may be broken, and whether one is. */
  readonly within: string;
  readonly isBrokenWithin: (seed: number) => boolean;
  /** Conditions under which some runs must be broken. */
  readonly beyond: string;
  readonly isBrokenBeyond: (seed: number) => boolean;
}

/** Seeds from 1 to `count` whose runs are broken. */
export function brokenSeeds(isBroken: (seed: number) => boolean, count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter(isBroken);
}

/** Choices that a test makes by a seed: fault times, victims. Mulberry32, a well mixed 32-bit generator. */
export class Choices {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed, 0x9e3779b1);
  }

  between(low: number, high: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return low + (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (high - low);
  }

  /** Some of the numbers below `count`, in random order. */
  pick(size: number, count: number): number[] {
    const left = Array.from({ length: count }, (_, i) => i);
    return Array.from({ length: size }, () => left.splice(Math.floor(this.between(0, left.length)), 1)[0] ?? 0);
  }

  oneOf<T>(of: readonly T[]): T {
    return of[Math.floor(this.between(0, of.length))] as T;
  }
}
