import { Action, INITIAL_VALUE, isEffect, isIndeterminate, type CheckedHistory } from '../consistency/checked-history';
import { rowsByKey } from '../consistency/rows-by-key';
import { ValueIndex } from '../consistency/value-index';
import type { SupersededRecord } from '../../simulation';
import { counterLosses } from './counter-losses';
import type { Survivors } from './survivors';
import { effectTimes } from './effect-times';

export interface LostWrites {
  readonly count: number;
  /** Rows of the history; fewer than `count` where a counter's sum tells how many are lost but not which. */
  readonly rows: readonly number[];
  /** Those of which it is one or another: acknowledged increments of every key whose sum is too small. */
  readonly perhaps: readonly number[];
}

/**
 * Acknowledged writes that no later read and no surviving replica can ever return.
 *
 * A write that a newer one superseded is not lost. So for a **register** a write is lost in any of four cases:
 * 1. Every value that the surviving replicas hold for its key is *older*: had taken effect before the write was even
 *    invoked (its write was acknowledged, or a read had returned it), or is the initial value. The store went back in
 *    time. This needs nothing but the history and the final state; it also finds what last-write-wins dropped in favour
 *    of an older write with a faster clock.
 * 2. The run kept the lineage of its replicas and the write is in none that survives: the leader that acknowledged it
 *    was rewound or rebuilt, a disk was wiped, a log's tail was never flushed. Nobody built upon the write, whether or
 *    not its key was written again afterwards. This is what Jepsen counts as acknowledged minus final.
 * 3. Where replicas order writes by timestamps: some replica refused the write, or gave it up, in favour of an *older* one
 *    (in the sense of case 1) whose clock was ahead, and at no replica that held it did a write take its place that is not
 *    older. It was discarded, not overwritten, whatever was written to its key later. This is Riak's anomaly with
 *    last-write-wins (Kingsbury, *Jepsen: Riak*, 2013), which case 1 sees only while the older write is still there.
 * 4. Where replicas order writes by timestamps: its last copy went with a memory, an unflushed log, a disk or a replica, and
 *    whatever the others held of its key then was *older*. That its key was written again afterwards does not change that.
 * A write that a read returned before it vanished is lost all the same: no *later* read can return it. A write that is
 * only concurrent with the surviving one may have been overwritten by it at once, and is not lost by case 1.
 *
 * For a **log** and a **set** the final contents tell by themselves: an acknowledged append or add that no surviving
 * replica holds and nobody tried to remove, and an acknowledged removal of an element that every one of them holds. For
 * a **counter** the sum tells how much is missing: as few increments as can make up for it, largest first.
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
    const isOlder = (value: number, than: number): boolean => {
      const write = writes.rowOf(value);
      // Of a value that nobody is known to have written one cannot say how old it is.
      return write >= 0 && (effectBy[write] as number) < (history.invokedAt[than] as number);
    };
    for (const row of rows) {
      const value = history.input[row] as number;
      if (!isAcknowledgedEffect(history, row) || held.has(value)) continue;
      if ((history.invokedAt[row] as number) > newest) lost.push(row);
      else if (isDiscarded(survivors.superseded, value, (other) => isOlder(other, row))) lost.push(row);
      else if (hasVanished(survivors.superseded, value, (other) => isOlder(other, row))) lost.push(row);
    }
  });
  return lost;
}

/** Whether a write gave way to older ones only, and to one at least. */
function isDiscarded(superseded: SupersededRecord | null, value: number, isOlder: (value: number) => boolean): boolean {
  if (superseded === null) return false;
  const replaced = superseded.replaced.get(value) ?? [];
  const refused = superseded.refused.get(value) ?? [];
  return replaced.every(isOlder) && (replaced.length > 0 || refused.some(isOlder));
}

/** Whether the last copy of a write went while nothing that is not older was held, and none came back to be replaced later. */
function hasVanished(superseded: SupersededRecord | null, value: number, isOlder: (value: number) => boolean): boolean {
  const held = superseded?.vanished.get(value);
  if (superseded === null || held === undefined) return false;
  const met = [...held, ...(superseded.replaced.get(value) ?? []), ...(superseded.refused.get(value) ?? [])];
  return met.every(isOlder);
}

function lostFromContents(history: CheckedHistory, survivors: Survivors): number[] {
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
    } else if (survivors.values.get(key)?.has(value) !== true && !lastRemoval.has(element(row))) lost.push(row);
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
