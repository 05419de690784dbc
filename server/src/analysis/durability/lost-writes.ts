import { Action, INITIAL_VALUE, isEffect, isIndeterminate, type CheckedHistory } from '../consistency/checked-history';
import { rowsByKey } from '../consistency/rows-by-key';
import { ValueIndex } from '../consistency/value-index';
import { ungarbled } from '../../simulation';
import { counterLosses } from './counter-losses';
import type { Survivors } from './survivors';
import { effectTimes } from './effect-times';
import { successions } from './successions';

export interface LostWrites {
  readonly count: number;
  /** Rows of the history; fewer than `count` where a counter's sum tells how many are lost but not which. */
  readonly rows: readonly number[];
  /** Those of which it is one or another: acknowledged increments of every key whose sum is too small. */
  readonly perhaps: readonly number[];
}

/**
 * Acknowledged writes that are lost, by the one definition of `docs/verdict.md`: nothing that the store holds in the end, and
 * that a read by its family's own rules would return, contains the write or results from it.
 *
 * What results from a write is told in one of two ways. Replicas whose states tell all that they result from have a **lineage**:
 * the write is in it or not. That is what Jepsen counts as acknowledged minus final. Of the others it was noted what took
 * the place of what, at each replica and at the instant at which a last copy went (`successions`). The latter alone knows that
 * - a write that vanished before another one was written in its place was not overwritten by it;
 * - a write that gave way to one that had taken effect before it began, whose clock was ahead, was discarded (Kingsbury, *Jepsen:
 *   Riak*, 2013).
 *
 * Whatever the replicas tell, a **register** has lost a write where all that it holds is older: had taken effect before the
 * write was invoked, or is the initial value. A **log** and a **set** have lost what is not in their final contents though
 * nobody asked to remove it, and a set a removal whose element every replica holds. Of a **counter** without lineage the sum
 * tells how much is missing: as few increments as can make up for it, largest first.
 *
 * A write that a read returned before it vanished is lost all the same: no *later* read can return it. Of two writes that overlap
 * in time the one that gave way counts as overwritten.
 */
export function lostWrites(history: CheckedHistory, survivors: Survivors): LostWrites {
  const rows = new Set<number>();
  if (survivors.lineage !== null) {
    for (let row = 0; row < history.length; row++)
      if (isAcknowledgedEffect(history, row) && !survivors.lineage.has(history.id[row] as number)) rows.add(row);
  }
  switch (history.data) {
    case 'register':
      for (const row of lostFromRegisters(history, survivors)) rows.add(row);
      break;
    case 'log':
    case 'set':
      for (const row of lostFromContents(history, survivors)) rows.add(row);
      break;
    case 'text':
      break;
    case 'counter':
      return lostFromCounters(history, survivors, rows);
  }
  return { count: rows.size, rows: [...rows].sort((a, b) => a - b), perhaps: [] };
}

function isAcknowledgedEffect(history: CheckedHistory, row: number): boolean {
  return isEffect(history.action[row] as number) && !isIndeterminate(history, row);
}

function lostFromRegisters(history: CheckedHistory, survivors: Survivors): number[] {
  const byKey = rowsByKey(history);
  const effectBy = effectTimes(history, byKey);
  const lost: number[] = [];
  byKey.keys.forEach((key, index) => {
    const rows = byKey.rowsOf(index);
    const writes = new ValueIndex(history, rows);
    if (writes.repeats) return;
    const held = survivors.values.get(key) ?? new Set([INITIAL_VALUE]);
    // The latest instant by which a surviving value had taken effect; it may have replaced whatever began before.
    let newest = -Infinity;
    for (const value of held) {
      const write = writes.rowOf(value);
      if (write >= 0) newest = Math.max(newest, effectBy[write] as number);
      // A write that the client believes to have failed, and that came through: it may have come at any time.
      else if (history.failedWrites.has(value)) newest = Infinity;
    }
    const lastsBy = lastingIn(history, rows, writes, held, survivors, effectBy);
    for (const row of rows) {
      const value = history.input[row] as number;
      if (!isAcknowledgedEffect(history, row) || held.has(value)) continue;
      const invokedAt = history.invokedAt[row] as number;
      if (invokedAt > newest || invokedAt > lastsBy(value)) lost.push(row);
    }
  });
  return lost;
}

function lastingIn(
  history: CheckedHistory,
  rows: Int32Array,
  writes: ValueIndex,
  held: ReadonlySet<number>,
  { superseded }: Survivors,
  effectBy: Float64Array,
): (value: number) => number {
  if (superseded === null) return () => Infinity;
  const written: number[] = [];
  for (const row of rows) if (isEffect(history.action[row] as number)) written.push(history.input[row] as number);
  return successions(written, held, superseded, {
    // A write that the client believes to have failed, and that came through, is a write.
    isWritten: (value) => writes.rowOf(value) >= 0 || history.failedWrites.has(value),
    invokedAt: (value) => history.invokedAt[writes.rowOf(value)] ?? NaN,
    effectBy: (value) => effectBy[writes.rowOf(ungarbled(value) ?? value)] ?? Infinity,
  });
}

function lostFromContents(history: CheckedHistory, survivors: Survivors): number[] {
  /** Its last copy went, and no replica that held it was told to remove it. */
  const hasVanished = (value: number): boolean =>
    survivors.superseded?.vanished.get(value) !== undefined && survivors.superseded.replaced.get(value) === undefined;
  const lastRemoval = new Map<string, number>();
  const lastAddition = new Map<string, number>();
  const element = (row: number): string => `${history.key[row]}:${history.input[row]}`;
  for (let row = 0; row < history.length; row++) {
    if (history.action[row] === Action.Remove) lastRemoval.set(element(row), row);
    else if (isEffect(history.action[row] as number)) lastAddition.set(element(row), row);
  }
  const lost: number[] = [];
  for (let row = 0; row < history.length; row++) {
    if (!isAcknowledgedEffect(history, row)) continue;
    const key = history.key[row] as number;
    const value = history.input[row] as number;
    if (history.action[row] === Action.Remove) {
      const addition = lastAddition.get(element(row));
      const addedLater =
        addition !== undefined && !((history.completedAt[addition] as number) < (history.invokedAt[row] as number));
      if (!addedLater && survivors.replicas.every((contents) => contents.get(key)?.includes(value) === true))
        lost.push(row);
    } else if (survivors.values.get(key)?.has(value) !== true) {
      if (!lastRemoval.has(element(row)) || hasVanished(value)) lost.push(row);
    }
  }
  return lost;
}

/** @param rows those of which the lineage tells that they are lost */
function lostFromCounters(history: CheckedHistory, survivors: Survivors, rows: ReadonlySet<number>): LostWrites {
  const lost = new Set(rows);
  const perhaps: number[] = [];
  let count = 0;
  for (const loss of counterLosses(history, survivors)) {
    count += loss.count;
    if (loss.left === 0) for (const row of loss.acknowledged) lost.add(row);
    else perhaps.push(...loss.acknowledged.filter((row) => !rows.has(row)));
  }
  return {
    count: Math.max(lost.size, count),
    rows: [...lost].sort((a, b) => a - b),
    perhaps: perhaps.sort((a, b) => a - b),
  };
}
