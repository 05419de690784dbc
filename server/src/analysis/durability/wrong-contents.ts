import { Action, INITIAL_VALUE, isEffect, observed, type CheckedHistory } from '../consistency/checked-history';
import { rowsByKey } from '../consistency/rows-by-key';
import { ValueIndex } from '../consistency/value-index';
import type { Survivors } from './survivors';

/**
 * Rows of reads that returned what nobody had written to the key: damaged on a disk or on the way, or made up. A value
 * whose write was reported as failed is no such thing; it came from a client. A counter's sum has no such mark, only
 * that it is a whole number and not below zero.
 */
export function corruptReads(history: CheckedHistory, isCounted: (row: number) => boolean): number[] {
  const byKey = rowsByKey(history);
  const corrupt: number[] = [];
  for (let key = 0; key < byKey.keys.length; key++) {
    const rows = byKey.rowsOf(key);
    const writes = new ValueIndex(history, rows);
    const known = (value: number): boolean =>
      value === INITIAL_VALUE || writes.rowOf(value) >= 0 || history.failedWrites.has(value);
    for (const row of rows) {
      if (isEffect(history.action[row] as number) || !isCounted(row)) continue;
      if (history.action[row] === Action.CasMiss) continue;
      const seen = history.action[row] === Action.Observe ? observed(history, row) : [history.output[row] as number];
      const right =
        history.data === 'counter' ? seen.every((sum) => Number.isInteger(sum) && sum >= 0) : seen.every(known);
      if (!right) corrupt.push(row);
    }
  }
  // In the order in which they were asked for, whatever their keys.
  return corrupt.sort((a, b) => a - b);
}

export interface Duplicates {
  readonly count: number;
  /** Rows of the appends that took effect more than once, as far as a client made them; null for a counter. */
  readonly rows: readonly number[] | null;
}

/**
 * Elements of logs that are there more than once although they were appended once, in what was read or in what survives;
 * and for counters how many increments too many the final sum shows, counted by the largest increment. Null for data in
 * which a duplicate leaves no trace.
 */
export function duplicates(history: CheckedHistory, survivors: Survivors | null): Duplicates | null {
  switch (history.data) {
    case 'register':
    case 'set':
    case 'text':
      return null;
    case 'log':
      return duplicatedElements(history, survivors);
    case 'counter':
      return survivors === null ? null : { count: surplusIncrements(history, survivors), rows: null };
  }
}

function duplicatedElements(history: CheckedHistory, survivors: Survivors | null): Duplicates {
  const twice = new Set<string>();
  const note = (key: number, contents: readonly number[]): void => {
    const distinct = new Set(contents);
    if (distinct.size === contents.length) return;
    for (const value of distinct)
      if (contents.indexOf(value) !== contents.lastIndexOf(value)) twice.add(`${key}:${value}`);
  };
  for (let row = 0; row < history.length; row++)
    if (history.action[row] === Action.Observe) note(history.key[row] as number, observed(history, row));
  for (const replica of survivors?.replicas ?? []) for (const [key, contents] of replica) note(key, contents);
  const rows = Array.from({ length: history.length }, (_, row) => row).filter(
    (row) => isEffect(history.action[row] as number) && twice.has(`${history.key[row]}:${history.input[row]}`),
  );
  return { count: twice.size, rows };
}

function surplusIncrements(history: CheckedHistory, survivors: Survivors): number {
  const possible = new Map<number, number>();
  const largest = new Map<number, number>();
  for (let row = 0; row < history.length; row++) {
    if (history.action[row] !== Action.Increment) continue;
    const key = history.key[row] as number;
    const amount = history.input[row] as number;
    possible.set(key, (possible.get(key) ?? 0) + amount);
    largest.set(key, Math.max(largest.get(key) ?? 0, amount));
  }
  let count = 0;
  for (const [key, values] of survivors.values) {
    const surplus = Math.max(...values) - (possible.get(key) ?? 0);
    if (surplus > 0) count += Math.ceil(surplus / Math.max(1, largest.get(key) ?? 1));
  }
  return count;
}
