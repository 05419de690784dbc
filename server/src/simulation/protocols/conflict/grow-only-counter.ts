import { mix } from '../../kernel/random-streams';
import type { Version } from './version';

/**
 * A grow-only counter: one count for each author, joined by maximum (Shapiro et al. 2011, specification 6). There is no
 * operation that counts down, so of a PN-counter it is the half that is used.
 */
export class GrowOnlyCounter implements Version {
  readonly weight = 1;
  readonly latest = 0;

  constructor(
    private readonly counts: ReadonlyMap<number, number>,
    private readonly damage: ((value: number) => number) | undefined = undefined,
  ) {}

  join(other: Version): Version {
    let result: Map<number, number> | undefined;
    for (const [author, count] of (other as GrowOnlyCounter).counts) {
      if ((this.counts.get(author) ?? 0) < count) (result ??= new Map(this.counts)).set(author, count);
    }
    // What is damaged here stays so: more is counted on top of it.
    return result === undefined ? this : new GrowOnlyCounter(result, this.damage);
  }

  get values(): readonly number[] {
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return [this.damage === undefined ? sum : this.damage(sum)];
  }

  get fingerprint(): number {
    let sum = 0;
    for (const [author, count] of this.counts) sum = (sum + mix(mix(author) ^ count)) | 0;
    return sum;
  }

  garbled(damage: (value: number) => number): Version {
    return new GrowOnlyCounter(this.counts, damage);
  }

  /** An increment of each author that nobody made. */
  falsified(): Version {
    return new GrowOnlyCounter(new Map([...this.counts].map(([author, count]) => [author, count + 1])));
  }
}
