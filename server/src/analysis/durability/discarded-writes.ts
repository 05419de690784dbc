import type { SupersededRecord } from '../../simulation';
import type { CheckedHistory } from '../consistency/checked-history';
import { rowsByKey } from '../consistency/rows-by-key';
import { ValueIndex } from '../consistency/value-index';
import { effectTimes } from './effect-times';

/**
 * Which of the lost writes of a register gave way to one that had taken effect before they began, and those whose places they had
 * taken: a clock that was ahead discarded them.
 */
export function discardedRows(
  history: CheckedHistory,
  { refused, replaced }: SupersededRecord,
  lost: readonly number[],
): ReadonlySet<number> {
  const discarded = new Set<number>();
  if (history.data !== 'register') return discarded;
  const effectBy = effectTimes(history, rowsByKey(history));
  const writes = new ValueIndex(history);
  // Latest first: what took the place of a write mostly came later.
  for (const row of [...lost].sort((a, b) => b - a)) {
    const value = history.input[row] as number;
    const heirs = replaced.get(value) ?? [];
    const isOlder = (other: number): boolean =>
      (effectBy[writes.rowOf(other)] ?? Infinity) < (history.invokedAt[row] as number);
    const gaveWay = [...heirs, ...(refused.get(value) ?? [])].some(isOlder);
    if (gaveWay || heirs.some((heir) => discarded.has(writes.rowOf(heir)))) discarded.add(row);
  }
  return discarded;
}
