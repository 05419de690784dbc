import { isEffect, type CheckedHistory } from '../consistency/checked-history';
import { deedAt } from '../wording/operation-text';
import type { Survivors } from './survivors';

/** What became of a lost write, as far as what replicas hold and what they gave up tell. */
export function lossText(history: CheckedHistory, survivors: Survivors | null, row: number): string {
  const older = survivors === null ? -1 : olderThatStayed(history, survivors, row);
  return older < 0
    ? 'no surviving replica holds it or anything built upon it'
    : `it gave way to an older write that bears a later timestamp: ${deedAt(history, older)}`;
}

/** A write that was over before this one began and for which some replica refused it or gave it up; -1 without one. */
function olderThatStayed(history: CheckedHistory, { superseded }: Survivors, row: number): number {
  const value = history.input[row] as number;
  const stayed = new Set([...(superseded?.refused.get(value) ?? []), ...(superseded?.replaced.get(value) ?? [])]);
  if (stayed.size === 0) return -1;
  for (let other = row - 1; other >= 0; other--) {
    const isOlder =
      history.key[other] === history.key[row] &&
      isEffect(history.action[other] as number) &&
      (history.completedAt[other] as number) < (history.invokedAt[row] as number);
    if (isOlder && stayed.has(history.input[other] as number)) return other;
  }
  return -1;
}
