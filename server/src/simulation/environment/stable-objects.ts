import type { StableStorage } from './stable-storage';

/** Something that survives a crash as far as it has reached the disk. Created through `StableStorage`. */
export interface StableObject {
  /** Takes back one write; `key` and `old` are what the object gave to `StableStorage.wrote`. */
  undo(key: number, old: unknown): void;
  /** Back to empty: the disk was wiped, or nothing is ever written to it. */
  reset(): void;
  /** Damages each record for which `hit` says so; returns how many. */
  corrupt(hit: () => boolean): number;
  /** Records on disk, for storage size; a part of a value counts for that part. */
  readonly records: number;
}

/** One value, written as a whole: a term and vote, a snapshot. Small and always checksummed: corruption spares it. */
export class StableCell<T> implements StableObject {
  private current: T;

  /** `weigh`: what a value weighs, in client values. */
  constructor(
    private readonly storage: StableStorage,
    private readonly initial: T,
    private readonly weigh: (value: T) => number,
  ) {
    this.current = initial;
  }

  get records(): number {
    return this.weigh(this.current);
  }

  get value(): T {
    return this.current;
  }

  set value(next: T) {
    this.storage.wrote(this, 0, this.current);
    this.current = next;
  }

  undo(_key: number, old: unknown): void {
    this.current = old as T;
  }

  reset(): void {
    this.current = this.initial;
  }

  corrupt(): number {
    return 0;
  }
}

/** What `StableMap.deleteBelow` took out; `damaged`: keys whose checksums did not match. */
class Dropped {
  constructor(
    readonly values: ReadonlyMap<number, unknown>,
    readonly damaged: readonly number[],
  ) {}
}

/** A damaged record that was replaced or deleted: a crash before that is on disk brings back the damage. */
class Damaged {
  constructor(readonly value: unknown) {}
}

/** A table from whole numbers to immutable values. */
export class StableMap<V> implements StableObject {
  /** Differs after every change, so that what was computed of the whole table need not be computed again before. */
  revision = 0;
  private readonly map = new Map<number, V>();
  private readonly bad = new Set<number>();

  /** `garbled` damages a value where the store has no checksums; `recordsEach` is what an entry weighs. */
  constructor(
    private readonly storage: StableStorage,
    private readonly garbled: (value: V) => V,
    private readonly recordsEach: number | ((value: V) => number),
  ) {}

  get records(): number {
    const { map, recordsEach } = this;
    if (typeof recordsEach === 'number') return map.size * recordsEach;
    let records = 0;
    for (const value of map.values()) records += recordsEach(value);
    return records;
  }

  /** The value, or undefined where there is none or its checksum does not match (see `isCorrupt`). */
  get(key: number): V | undefined {
    if (this.bad.size > 0 && this.bad.has(key)) {
      this.storage.corruptionDetected(key);
      return undefined;
    }
    return this.map.get(key);
  }

  /** True where a record is there and known to be damaged. */
  isCorrupt(key: number): boolean {
    return this.bad.has(key);
  }

  set(key: number, value: V): void {
    this.revision++;
    if (this.storage.journals) this.storage.wrote(this, key, this.onDisk(key));
    else this.storage.countWrite();
    if (this.bad.size > 0) this.bad.delete(key);
    this.map.set(key, value);
  }

  delete(key: number): void {
    if (!this.map.has(key)) return;
    this.revision++;
    this.storage.wrote(this, key, this.onDisk(key));
    this.bad.delete(key);
    this.map.delete(key);
  }

  /** Deletes every key below `key`, as one record: the file that held them is removed. */
  deleteBelow(key: number): void {
    const dropped = new Map<number, V>();
    for (const [each, value] of this.map) if (each < key) dropped.set(each, value);
    if (dropped.size === 0) return;
    this.revision++;
    const damaged = [...this.bad].filter((each) => each < key);
    this.storage.wrote(this, key, new Dropped(dropped, damaged));
    for (const each of dropped.keys()) {
      this.bad.delete(each);
      this.map.delete(each);
    }
  }

  keys(): IterableIterator<number> {
    return this.map.keys();
  }

  undo(key: number, old: unknown): void {
    this.revision++;
    if (old instanceof Dropped) {
      for (const [each, value] of old.values) this.map.set(each, value as V);
      for (const each of old.damaged) this.bad.add(each);
    } else if (old instanceof Damaged) {
      this.map.set(key, old.value as V);
      this.bad.add(key);
    } else if (old === undefined) {
      this.map.delete(key);
      this.bad.delete(key);
    } else this.map.set(key, old as V);
  }

  private onDisk(key: number): unknown {
    const value = this.map.get(key);
    return this.bad.size > 0 && this.bad.has(key) ? new Damaged(value) : value;
  }

  reset(): void {
    this.revision++;
    this.map.clear();
    this.bad.clear();
  }

  corrupt(hit: () => boolean): number {
    let count = 0;
    this.revision++;
    for (const [key, value] of this.map) {
      if (!hit()) continue;
      count++;
      if (this.storage.checksums) this.bad.add(key);
      else this.map.set(key, this.garbled(value));
    }
    return count;
  }
}

const NONE: number[] = [];

/**
 * A log of immutable entries with consecutive indices. Its beginning may be cut off once a snapshot holds it, its end
 * once another log has won.
 */
export class StableLog<E> implements StableObject {
  private first = 1;
  private entries: E[] = [];
  /** Indices whose records are damaged. */
  private readonly bad = new Set<number>();

  constructor(
    private readonly storage: StableStorage,
    private readonly garbled: (entry: E) => E,
  ) {}

  get records(): number {
    return this.entries.length;
  }

  get firstIndex(): number {
    return this.first;
  }

  /** `firstIndex - 1` when empty. */
  get lastIndex(): number {
    return this.first + this.entries.length - 1;
  }

  /** The entry, or undefined where the log does not hold that index. */
  get(index: number): E | undefined {
    const at = index - this.first;
    return at >= 0 && at < this.entries.length ? this.entries[at] : undefined;
  }

  /** Entries with `from <= index < to`, as far as the log holds them. */
  slice(from: number, to: number): E[] {
    return this.entries.slice(Math.max(0, from - this.first), Math.max(0, to - this.first));
  }

  /** Appends and returns the entry's index. */
  append(entry: E): number {
    const index = this.first + this.entries.length;
    this.storage.wrote(this, index, undefined);
    this.entries.push(entry);
    return index;
  }

  /** Drops the entries from `index` on. */
  truncateFrom(index: number): void {
    if (index > this.lastIndex) return;
    const removed = this.entries.splice(Math.max(0, index - this.first));
    this.storage.wrote(this, index, { removed, damaged: this.takeDamaged(index, Infinity) });
  }

  /** Drops the entries before `index`, which a snapshot holds; the log goes on at `index` if it was shorter. */
  dropBefore(index: number): void {
    if (index <= this.first) return;
    const dropped = this.entries.splice(0, index - this.first);
    this.storage.wrote(this, -1, { first: this.first, dropped, damaged: this.takeDamaged(0, index) });
    this.first = index;
  }

  /** Drops everything; the log begins again at index 1. */
  clear(): void {
    this.truncateFrom(this.first);
    if (this.first === 1) return;
    this.storage.wrote(this, -1, { first: this.first, dropped: [], damaged: [] });
    this.first = 1;
  }

  /**
   * Recovery reads the log from its beginning and stops at the first record whose checksum does not match; what comes
   * after it cannot be trusted and is cut off. Where a snapshot reaches further than what is left, the log goes on after
   * the snapshot. Returns how many entries were lost.
   */
  discardDamaged(snapshotIndex = 0): number {
    if (this.bad.size === 0) return 0;
    this.storage.corruptionDetected(-1);
    const badFrom = Math.min(...this.bad);
    const lost = this.lastIndex - Math.max(badFrom - 1, snapshotIndex);
    this.truncateFrom(badFrom);
    if (this.lastIndex < snapshotIndex) this.dropBefore(snapshotIndex + 1);
    return Math.max(0, lost);
  }

  undo(key: number, old: unknown): void {
    if (key === -1) {
      const { first, dropped, damaged } = old as { first: number; dropped: E[]; damaged: number[] };
      this.first = first;
      this.entries = [...dropped, ...this.entries];
      for (const each of damaged) this.bad.add(each);
    } else if (old === undefined) {
      this.entries.length = Math.max(0, key - this.first);
      this.bad.delete(key);
    } else {
      const { removed, damaged } = old as { removed: E[]; damaged: number[] };
      this.entries.push(...removed);
      for (const each of damaged) this.bad.add(each);
    }
  }

  reset(): void {
    this.first = 1;
    this.entries = [];
    this.bad.clear();
  }

  corrupt(hit: () => boolean): number {
    let count = 0;
    for (let i = 0; i < this.entries.length; i++) {
      if (!hit()) continue;
      count++;
      if (this.storage.checksums) this.bad.add(this.first + i);
      else this.entries[i] = this.garbled(this.entries[i] as E);
    }
    return count;
  }

  /** Damaged records that are cut off, from one index to before another: a crash before that is on disk brings them back. */
  private takeDamaged(from: number, to: number): number[] {
    if (this.bad.size === 0) return NONE;
    const taken = [...this.bad].filter((index) => index >= from && index < to);
    for (const index of taken) this.bad.delete(index);
    return taken;
  }
}
