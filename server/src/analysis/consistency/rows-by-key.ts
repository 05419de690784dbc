import type { CheckedHistory } from './checked-history';

/** Rows of a history grouped by key, in order of invocation within a key. */
export interface RowsByKey {
  readonly keys: readonly number[];
  /** For each row, the index of its key in `keys`. */
  readonly keyIndex: Int32Array;
  /** Rows of the key at an index of `keys`. */
  rowsOf(index: number): Int32Array;
}

export function rowsByKey(history: CheckedHistory): RowsByKey {
  const indexOf = new Map<number, number>();
  const keyIndex = new Int32Array(history.length);
  const counts: number[] = [];
  for (let row = 0; row < history.length; row++) {
    const key = history.key[row] as number;
    let index = indexOf.get(key);
    if (index === undefined) {
      indexOf.set(key, (index = counts.length));
      counts.push(0);
    }
    keyIndex[row] = index;
    counts[index] = (counts[index] as number) + 1;
  }
  const starts = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = (starts[i] as number) + (counts[i] as number);
  const next = starts.slice();
  const rows = new Int32Array(history.length);
  for (let row = 0; row < history.length; row++) {
    const index = keyIndex[row] as number;
    rows[next[index] as number] = row;
    next[index] = (next[index] as number) + 1;
  }
  return {
    keys: [...indexOf.keys()],
    keyIndex,
    rowsOf: (index) => rows.subarray(starts[index] as number, starts[index + 1] as number),
  };
}
