import {
  Action,
  INITIAL_VALUE,
  isEffect,
  isIndeterminate,
  observed,
  type CheckedHistory,
} from '../consistency/checked-history';
import { rowsByKey } from '../consistency/rows-by-key';
import { ValueIndex } from '../consistency/value-index';
import { effectTimes } from './effect-times';

export interface StaleRead {
  readonly row: number;
  /** A write that it missed although it was acknowledged before the read began: the one acknowledged first. */
  readonly missed: number;
  /** How long before the read began that write had been acknowledged. */
  readonly ageNs: number;
  /** How many versions behind: acknowledged writes that it missed. */
  readonly versions: number;
}

export interface Staleness {
  /** Reads that returned something. */
  readonly reads: number;
  readonly stale: readonly StaleRead[];
}

/**
 * Reads that miss a write acknowledged before they began. A register's read misses a write if what it returned had
 * taken effect before that write was invoked; a log's or a set's read if the element is not there and nobody may have
 * removed it; a counter's read if it shows less than had been added by then. The age of a stale read counts from the
 * first acknowledgement that it misses: for so long its answer had been out of date.
 */
export function staleReads(history: CheckedHistory, isCounted: (row: number) => boolean): Staleness {
  const byKey = rowsByKey(history);
  const effectBy = effectTimes(history, byKey);
  const stale: StaleRead[] = [];
  let reads = 0;
  for (let key = 0; key < byKey.keys.length; key++) {
    const rows = byKey.rowsOf(key);
    const missing = misses(history, rows, effectBy);
    for (const row of rows) {
      const action = history.action[row] as Action;
      if ((action !== Action.Read && action !== Action.Observe) || !isCounted(row)) continue;
      reads++;
      const missed = missing.first(row);
      if (missed < 0) continue;
      const ageNs = (history.invokedAt[row] as number) - (history.completedAt[missed] as number);
      if (ageNs > 0) stale.push({ row, missed, ageNs, versions: missing.count(row) });
    }
  }
  return { reads, stale: stale.sort((a, b) => a.row - b.row) };
}

/** What reads of one key miss. */
interface Missing {
  /** Of a read, the write missed whose acknowledgement came first, or -1. */
  first(row: number): number;
  /** Of a stale read, how many writes it misses that were acknowledged before it began. */
  count(row: number): number;
}

function misses(history: CheckedHistory, rows: Int32Array, effectBy: Float64Array): Missing {
  const acknowledged = rows.filter((row) => isEffect(history.action[row] as number) && !isIndeterminate(history, row));
  switch (history.data) {
    case 'register':
      return registerMisses(history, rows, acknowledged, effectBy);
    case 'log':
    case 'set':
      return contentsMisses(history, rows, acknowledged);
    case 'text':
      return { first: () => -1, count: () => 0 };
    case 'counter':
      return counterMisses(history, acknowledged);
  }
}

function registerMisses(
  history: CheckedHistory,
  rows: Int32Array,
  acknowledged: Int32Array,
  effectBy: Float64Array,
): Missing {
  const writes = new ValueIndex(history, rows);
  // Rows are in order of invocation: the earliest acknowledgement among the writes invoked from some point on.
  const earliestFrom = acknowledged.slice();
  for (let i = earliestFrom.length - 2; i >= 0; i--) {
    const next = earliestFrom[i + 1] as number;
    if ((history.completedAt[next] as number) < (history.completedAt[earliestFrom[i] as number] as number))
      earliestFrom[i] = next;
  }
  const newestOf = (row: number): number => {
    const values = history.action[row] === Action.Observe ? observed(history, row) : [history.output[row] as number];
    return values.reduce((newest, value) => {
      if (value === INITIAL_VALUE) return newest;
      const write = writes.rowOf(value);
      // Of a value that nobody wrote one cannot say how old it is.
      return Math.max(newest, write < 0 ? Infinity : (effectBy[write] as number));
    }, -Infinity);
  };
  if (writes.repeats) return { first: () => -1, count: () => 0 };
  /** Index of the first acknowledged write that was invoked after what a read returned had taken effect. */
  const newer = (row: number): number => {
    const newest = newestOf(row);
    let low = 0;
    let high = acknowledged.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((history.invokedAt[acknowledged[middle] as number] as number) <= newest) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    first: (row) => earliestFrom[newer(row)] ?? -1,
    count: (row) => {
      const began = history.invokedAt[row] as number;
      let count = 0;
      for (let i = newer(row); i < acknowledged.length; i++) {
        const write = acknowledged[i] as number;
        if ((history.invokedAt[write] as number) >= began) break;
        if ((history.completedAt[write] as number) < began) count++;
      }
      return count;
    },
  };
}

function contentsMisses(history: CheckedHistory, rows: Int32Array, acknowledged: Int32Array): Missing {
  const removedFrom = new Map<number, number>();
  for (const row of rows)
    if (history.action[row] === Action.Remove && !removedFrom.has(history.input[row] as number))
      removedFrom.set(history.input[row] as number, history.invokedAt[row] as number);
  const added = acknowledged
    .filter((row) => history.action[row] !== Action.Remove)
    .sort((a, b) => (history.completedAt[a] as number) - (history.completedAt[b] as number));
  const missedBy = (row: number): readonly number[] => {
    const contents = new Set(observed(history, row));
    const began = history.invokedAt[row] as number;
    const missed: number[] = [];
    for (const write of added) {
      if ((history.completedAt[write] as number) >= began) break;
      const value = history.input[write] as number;
      if (contents.has(value)) continue;
      if ((removedFrom.get(value) ?? Infinity) > (history.completedAt[row] as number)) missed.push(write);
    }
    return missed;
  };
  return { first: (row) => missedBy(row)[0] ?? -1, count: (row) => missedBy(row).length };
}

function counterMisses(history: CheckedHistory, acknowledged: Int32Array): Missing {
  const added = acknowledged
    .slice()
    .sort((a, b) => (history.completedAt[a] as number) - (history.completedAt[b] as number));
  const sums = new Float64Array(added.length);
  let sum = 0;
  added.forEach((row, i) => (sums[i] = sum += history.input[row] as number));
  /** Index of the first of them, by acknowledgement, that a read cannot have seen. */
  const unseen = (row: number): number => {
    const total = history.output[row] as number;
    let low = 0;
    let high = added.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) <= total) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    first: (row) => added[unseen(row)] ?? -1,
    count: (row) => {
      const began = history.invokedAt[row] as number;
      let count = 0;
      for (let i = unseen(row); i < added.length; i++) {
        if ((history.completedAt[added[i] as number] as number) >= began) break;
        count++;
      }
      return count;
    },
  };
}
