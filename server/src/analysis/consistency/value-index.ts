import { INITIAL_VALUE, isEffect, type CheckedHistory } from './checked-history';

/** Finds the row that wrote, appended or added a value: an array where the values are dense, a map otherwise. */
export class ValueIndex {
  /** True when a value was written twice or the initial value was written; such a value has no single source. */
  readonly repeats: boolean;
  private readonly dense: Int32Array | undefined;
  private readonly sparse: Map<number, number> | undefined;

  constructor(history: CheckedHistory, rows?: Int32Array) {
    const count = rows?.length ?? history.length;
    let largest = 0;
    let whole = true;
    for (let i = 0; i < count; i++) {
      const row = rows === undefined ? i : (rows[i] as number);
      if (!isEffect(history.action[row] as number)) continue;
      const value = history.input[row] as number;
      if (!Number.isInteger(value) || value < 0) whole = false;
      else if (value > largest) largest = value;
    }
    if (whole && largest <= 4 * count + 1024) this.dense = new Int32Array(largest + 1).fill(-1);
    else this.sparse = new Map();
    let repeats = false;
    for (let i = 0; i < count; i++) {
      const row = rows === undefined ? i : (rows[i] as number);
      if (!isEffect(history.action[row] as number)) continue;
      const value = history.input[row] as number;
      if (value === INITIAL_VALUE || this.rowOf(value) >= 0) repeats = true;
      if (this.dense !== undefined) this.dense[value] = row;
      else this.sparse?.set(value, row);
    }
    this.repeats = repeats;
  }

  /** The row, or -1 where nobody wrote the value. */
  rowOf(value: number): number {
    if (this.dense !== undefined) return this.dense[value] ?? -1;
    return this.sparse?.get(value) ?? -1;
  }
}
