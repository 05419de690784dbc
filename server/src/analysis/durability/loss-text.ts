import { isEffect, type CheckedHistory } from '../consistency/checked-history';
import { rowsByKey } from '../consistency/rows-by-key';
import { deedAt, deedWithin } from '../wording/operation-text';
import { effectTimes } from './effect-times';
import type { Survivors } from './survivors';

/** What became of a lost write. */
export interface Loss {
  readonly text: string;
  /** Row of the older write that it gave way to, or -1. */
  readonly older: number;
}

/** What became of a lost write, as far as what replicas hold and what they gave up tell. */
export function lossOf(history: CheckedHistory, survivors: Survivors | null, row: number): Loss {
  const older = survivors === null ? -1 : olderThatStayed(history, survivors, row);
  if (older < 0) return { older, text: 'no surviving replica holds it or anything built upon it' };
  const wasOver = (history.completedAt[older] as number) < (history.invokedAt[row] as number);
  const text = wasOver
    ? `it gave way to an older write that bears a later timestamp: ${deedAt(history, older)}`
    : `it gave way to a write that had been read before it began, and that got a later timestamp while its client still tried: ${deedWithin(history, older)}`;
  return { older, text };
}

/** A write that had taken effect before this one began and for which some replica refused it or gave it up; -1 without one. */
function olderThatStayed(history: CheckedHistory, { superseded }: Survivors, row: number): number {
  const value = history.input[row] as number;
  const stayed = new Set([...(superseded?.refused.get(value) ?? []), ...(superseded?.replaced.get(value) ?? [])]);
  if (stayed.size === 0) return -1;
  const effectBy = effectTimes(history, rowsByKey(history));
  for (let other = row - 1; other >= 0; other--) {
    const isOlder =
      history.key[other] === history.key[row] &&
      isEffect(history.action[other] as number) &&
      (effectBy[other] as number) < (history.invokedAt[row] as number);
    if (isOlder && stayed.has(history.input[other] as number)) return other;
  }
  return -1;
}
