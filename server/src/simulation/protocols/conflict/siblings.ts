import { garble } from '../../environment/message';
import { mix } from '../../kernel/random-streams';
import type { Version } from './version';

/** A version vector: how many events of each author are covered. */
export type VersionVector = ReadonlyMap<number, number>;

export function covers(a: VersionVector, b: VersionVector): boolean {
  for (const [author, count] of b) if ((a.get(author) ?? 0) < count) return false;
  return true;
}

export function merged(a: VersionVector, b: VersionVector): VersionVector {
  const result = new Map(a);
  for (const [author, count] of b) if ((result.get(author) ?? 0) < count) result.set(author, count);
  return result;
}

interface Sibling {
  readonly value: number;
  readonly vector: VersionVector;
}

/**
 * Versions of which none supersedes another (Dynamo, section 4.4). A write supersedes what its coordinator held for the
 * key when it came; writes that two coordinators take at the same time stay beside each other.
 */
export class Siblings implements Version {
  readonly values: readonly number[];
  readonly latest = 0;

  constructor(private readonly siblings: readonly Sibling[]) {
    this.values = siblings.map((sibling) => sibling.value);
  }

  /** The version that a write makes at a coordinator that holds `held`. */
  static written(
    value: number,
    held: Siblings | undefined,
    { time, author }: { readonly time: number; readonly author: number },
  ): Siblings {
    let vector: VersionVector = new Map();
    for (const sibling of held?.siblings ?? []) vector = merged(vector, sibling.vector);
    // A count taken from the clock stays unique even if the coordinator's disk is lost.
    const count = Math.max((vector.get(author) ?? 0) + 1, time);
    return new Siblings([{ value, vector: merged(vector, new Map([[author, count]])) }]);
  }

  get weight(): number {
    return this.siblings.length;
  }

  join(other: Version): Version {
    const theirs = (other as Siblings).siblings;
    const added = theirs.filter((sibling) => !this.siblings.some((mine) => covers(mine.vector, sibling.vector)));
    if (added.length === 0) return this;
    const kept = this.siblings.filter((mine) => !added.some((sibling) => covers(sibling.vector, mine.vector)));
    return new Siblings([...kept, ...added].sort((a, b) => a.value - b.value));
  }

  /** Of each value here that `later` has not: the values there that have superseded it. */
  supersededIn(later: Siblings): ReadonlyMap<number, readonly number[]> {
    const gone = this.siblings.filter(({ value }) => !later.values.includes(value));
    return new Map(
      gone.map(({ value, vector }) => [
        value,
        later.siblings.filter((other) => covers(other.vector, vector)).map((other) => other.value),
      ]),
    );
  }

  get fingerprint(): number {
    return this.siblings.reduce((sum, { value, vector }) => {
      let hash = mix(value | 0);
      for (const [author, count] of vector) hash = (hash + mix(mix(author) ^ (count | 0))) | 0;
      return (sum + mix(hash)) | 0;
    }, 0);
  }

  garbled(damage: (value: number) => number): Version {
    return new Siblings(this.siblings.map(({ value, vector }) => ({ value: damage(value), vector })));
  }

  /** Supersedes each sibling by an event of its author's that never was. */
  falsified(): Version {
    return new Siblings(
      this.siblings.map(({ value, vector }) => ({
        value: garble(value),
        vector: new Map([...vector].map(([author, count]) => [author, count + 1])),
      })),
    );
  }
}
