import { longer } from '../kernel/columns';
import { VanishedWrites } from './vanished-writes';

/** What became of values of registers, and of elements of sets. */
export interface SupersededRecord {
  /** Of a value: the values that took its place at some replica while it was not gone; of an element, `REMOVAL`. */
  readonly replaced: ValuesByValue;
  /** Of a value: the values for which some replica refused to hold it. */
  readonly refused: ValuesByValue;
  /** Of a value whose last copy went with a crash, a disk or a replica, for good: the values of its key that were held then. */
  readonly vanished: ValuesByValue;
}

/** What takes the place of an element that is removed: no write writes it. */
export const REMOVAL = -1;

export interface ValuesByValue {
  get(value: number): readonly number[] | undefined;
}

/**
 * What became of writes that no longer show, kept for the verdict: a write that a later one replaced is done with, one that
 * an older one with a faster clock kept out, or that vanished before, is lost. Values are unique in a run, so that all stores
 * share one record.
 */
export class SupersededWrites implements SupersededRecord {
  readonly replaced = new Rivals();
  readonly refused = new Rivals();
  readonly vanished = new VanishedWrites();
}

/** What no write writes: see `History`. */
const NONE = 0;

/**
 * The values that each value met: nearly always the same one at every replica, so that the first is a column, which costs
 * a run of many writes four bytes each, and the others are rare.
 */
class Rivals implements ValuesByValue {
  /** By value. */
  private first = new Int32Array(64);
  /** Beyond the first; and all of a damaged value, which is negative (see `garble`). */
  private readonly more = new Map<number, number[]>();

  note(value: number, by: number): void {
    if (value >= 0) {
      while (value >= this.first.length) this.first = longer(this.first);
      const first = this.first[value];
      if (first === by) return;
      if (first === NONE) {
        this.first[value] = by;
        return;
      }
    }
    const more = this.more.get(value);
    if (more === undefined) this.more.set(value, [by]);
    else if (!more.includes(by)) more.push(by);
  }

  get(value: number): readonly number[] | undefined {
    const first = this.first[value] ?? NONE;
    const more = this.more.get(value);
    return first === NONE ? more : [first, ...(more ?? [])];
  }
}
