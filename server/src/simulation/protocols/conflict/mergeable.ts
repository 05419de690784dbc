import { mix } from '../../kernel/random-streams';
import type { Version } from './version';

/** A grow-only counter: one count for each actor, joined by maximum (Shapiro et al. 2011, specification 6). */
export class GrowOnlyCounter implements Version {
  constructor(
    private readonly counts: ReadonlyMap<number, number>,
    private readonly damage: ((value: number) => number) | undefined = undefined,
  ) {}

  incremented(actor: number, by: number): GrowOnlyCounter {
    return new GrowOnlyCounter(new Map(this.counts).set(actor, (this.counts.get(actor) ?? 0) + by));
  }

  join(other: Version): Version {
    let result: Map<number, number> | undefined;
    for (const [actor, count] of (other as GrowOnlyCounter).counts) {
      if ((this.counts.get(actor) ?? 0) < count) (result ??= new Map(this.counts)).set(actor, count);
    }
    return result === undefined ? this : new GrowOnlyCounter(result);
  }

  get values(): readonly number[] {
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return [this.damage === undefined ? sum : this.damage(sum)];
  }

  get fingerprint(): number {
    let sum = 0;
    for (const [actor, count] of this.counts) sum = (sum + mix(mix(actor) ^ count)) | 0;
    return sum;
  }

  garbled(damage: (value: number) => number): Version {
    return new GrowOnlyCounter(this.counts, damage);
  }
}

/** A two-phase set: what was added, less what was removed (specification 12). Elements are unique, none comes back. */
export class TwoPhaseSet implements Version {
  readonly values: readonly number[];

  /** Element to whether it has been removed. */
  constructor(private readonly elements: ReadonlyMap<number, boolean>) {
    const present: number[] = [];
    for (const [element, removed] of elements) if (!removed) present.push(element);
    this.values = present.sort((a, b) => a - b);
  }

  changed(element: number, removed: boolean): TwoPhaseSet {
    return new TwoPhaseSet(new Map(this.elements).set(element, removed || this.elements.get(element) === true));
  }

  join(other: Version): Version {
    let result: Map<number, boolean> | undefined;
    for (const [element, removed] of (other as TwoPhaseSet).elements) {
      const mine = this.elements.get(element);
      if (mine === undefined || (removed && !mine)) (result ??= new Map(this.elements)).set(element, removed);
    }
    return result === undefined ? this : new TwoPhaseSet(result);
  }

  get fingerprint(): number {
    let sum = 0;
    for (const [element, removed] of this.elements) sum = (sum + mix((element << 1) ^ (removed ? 1 : 0))) | 0;
    return sum;
  }

  garbled(damage: (value: number) => number): Version {
    return new TwoPhaseSet(new Map([...this.elements].map(([element, removed]) => [damage(element), removed])));
  }
}
