import type { ConflictRule } from '../../language/model';
import type { CheckedHistory } from '../consistency/checked-history';
import { rowsByKey } from '../consistency/rows-by-key';
import { ValueIndex } from '../consistency/value-index';
import { deedAt, deedWithin, valueText } from '../wording/operation-text';
import { effectTimes } from './effect-times';
import type { Survivors } from './survivors';

/** What became of a lost write. */
export interface Loss {
  readonly text: string;
  /** Row of the older write that it gave way to, or -1. */
  readonly older: number;
}

/** What became of a lost write, as far as what replicas hold and what they gave up tell. */
export function lossOf(
  history: CheckedHistory,
  survivors: Survivors | null,
  row: number,
  conflict: ConflictRule | undefined,
): Loss {
  const { older, heir } = survivors === null ? NOBODY : olderThatStayed(history, survivors, row);
  if (older < 0) return { older, text: 'no surviving replica holds it or anything built upon it' };
  const wasOver = (history.completedAt[older] as number) < (history.invokedAt[row] as number);
  const whom = heir === null ? 'it' : `it was overwritten by ${valueText(history, heir)}, which`;
  const deed = wasOver ? deedAt(history, older) : deedWithin(history, older);
  return { older, text: `${whom} gave way to ${olderWords(wasOver, conflict)}: ${deed}` };
}

function olderWords(wasOver: boolean, conflict: ConflictRule | undefined): string {
  if (conflict === 'siblings') return 'an older write, which was tried again where this one was known already';
  return wasOver
    ? 'an older write that bears a later timestamp'
    : 'a write that had been read before it began, and that got a later timestamp while its client still tried';
}

const NOBODY = { older: -1, heir: null } as const;

/**
 * A write that had taken effect before this one began and for which some replica refused it or gave it up, or refused or gave up
 * what had taken its place, and so on; `heir` is the value that gave way in that case.
 */
function olderThatStayed(
  history: CheckedHistory,
  { superseded }: Survivors,
  row: number,
): { readonly older: number; readonly heir: number | null } {
  if (superseded === null || history.data !== 'register') return NOBODY;
  const byKey = rowsByKey(history);
  const effectBy = effectTimes(history, byKey);
  const writes = new ValueIndex(history);
  const invokedAt = history.invokedAt[row] as number;
  const seen = new Set([history.input[row] as number]);
  for (const value of seen) {
    const rivals = [...(superseded.refused.get(value) ?? []), ...(superseded.replaced.get(value) ?? [])];
    const older = rivals
      .map((rival) => writes.rowOf(rival))
      .filter((other) => other >= 0 && (effectBy[other] as number) < invokedAt);
    if (older.length > 0) {
      return { older: Math.max(...older), heir: value === history.input[row] ? null : value };
    }
    for (const rival of rivals) seen.add(rival);
  }
  return NOBODY;
}
