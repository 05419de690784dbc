/** Origin to the number up to which all its changes are known: Bayou's version vector. */
export type Knowledge = ReadonlyMap<number, number>;

/** Keys that an origin changed with numbers above `from` and up to `to`. */
export interface ChangeRange {
  readonly origin: number;
  readonly from: number;
  readonly to: number;
  readonly keys: readonly number[];
}

interface Change {
  readonly number: number;
  readonly key: number;
}

/** Changes of one origin, of each key only the latest: an older one is covered by the version that it led to. */
class OriginChanges {
  upTo = 0;
  private readonly latest = new Map<number, number>();
  private changes: Change[] = [];

  add(number: number, key: number): void {
    this.upTo = number;
    this.latest.set(key, number);
    this.changes.push({ number, key });
    if (this.changes.length > 2 * this.latest.size + 16) this.changes = this.changes.filter(this.isLatest);
  }

  /** Keys changed with numbers above `from`, each once. */
  keysAfter(from: number): number[] {
    const keys = new Set<number>();
    for (let i = this.changes.length - 1; i >= 0; i--) {
      const { number, key } = this.changes[i] as Change;
      if (number <= from) break;
      keys.add(key);
    }
    return [...keys];
  }

  private readonly isLatest = ({ number, key }: Change): boolean => this.latest.get(key) === number;
}

/**
 * Who changed what, in which order: the log of Bayou (Petersen et al., SOSP 1997, section 3) without the values, which are
 * in the data. Kept in memory: a process that starts announces all it holds as changes of a new origin.
 */
export class ChangeFeed {
  private readonly origins = new Map<number, OriginChanges>();

  upTo(origin: number): number {
    return this.origins.get(origin)?.upTo ?? 0;
  }

  /** A change made here. */
  changed(origin: number, key: number): void {
    this.of(origin).add(this.upTo(origin) + 1, key);
  }

  /** Takes in a range; false where changes before it are missing, or nothing in it is new. */
  received({ origin, from, to, keys }: ChangeRange): boolean {
    const changes = this.of(origin);
    if (changes.upTo < from || changes.upTo >= to) return false;
    for (const key of keys) changes.add(to, key);
    changes.upTo = to;
    return true;
  }

  /** What somebody lacks who knows an origin's changes up to `from`. */
  rangeAfter(origin: number, from: number): ChangeRange {
    return { origin, from, to: this.upTo(origin), keys: this.origins.get(origin)?.keysAfter(from) ?? [] };
  }

  get knowledge(): Knowledge {
    return new Map([...this.origins].map(([origin, { upTo }]) => [origin, upTo]));
  }

  private of(origin: number): OriginChanges {
    let changes = this.origins.get(origin);
    if (changes === undefined) {
      changes = new OriginChanges();
      this.origins.set(origin, changes);
    }
    return changes;
  }
}
