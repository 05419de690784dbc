import { deedAt, valueText } from '../wording/operation-text';
import {
  Action,
  contradiction,
  isEffect,
  isIndeterminate,
  observed,
  type CheckedHistory,
  type CheckResult,
} from './checked-history';
import { firstDifference } from './contents-difference';
import { ValueIndex } from './value-index';

/**
 * The order of the operations on one log, or on one set that only grows, as its readers saw it: operations of a lower
 * rank come before those of a higher one, and operations of equal rank may come in any order. `rank[i]` belongs to
 * `rows[i]`; -1 marks an indeterminate operation that nobody observed.
 */
export interface ObservedOrder {
  readonly rows: Int32Array;
  readonly rank: Int32Array;
  readonly ranks: number;
}

export type OrderOrContradiction =
  | { readonly kind: 'order'; readonly order: ObservedOrder }
  | { readonly kind: 'contradiction'; readonly result: CheckResult }
  /** A value was put in twice or taken out: what was read does not tell the order. */
  | { readonly kind: 'untold' };

/**
 * With unique values the contents that were read tell nearly everything. All contents must be a chain: each log read a
 * prefix of the longer ones, each set read a part of the larger ones. An element ranks just before the smallest read
 * that shows it, and what no read shows comes last.
 */
export function observedOrder(history: CheckedHistory, rows: Int32Array): OrderOrContradiction {
  const index = new ValueIndex(history, rows);
  if (index.repeats || rows.some((row) => history.action[row] === Action.Remove)) return { kind: 'untold' };
  const reads = rows.filter((row) => history.action[row] === Action.Observe);
  const size = (row: number): number => observed(history, row).length;
  reads.sort((a, b) => size(a) - size(b) || a - b);
  const rankOfValue = new Map<number, number>();
  const rankOfRead = new Map<number, number>();
  let rank = 0;
  let previous = -1;
  for (const row of reads) {
    const problem = readProblem(history, row, previous, index);
    if (problem !== undefined) return { kind: 'contradiction', result: problem };
    const contents = observed(history, row);
    if (contents.length > rankOfValue.size) {
      if (history.data === 'log')
        for (let i = rankOfValue.size; i < contents.length; i++) rankOfValue.set(contents[i] as number, ++rank);
      else {
        rank++;
        for (const value of contents) if (!rankOfValue.has(value)) rankOfValue.set(value, rank);
      }
      rank++;
    }
    rankOfRead.set(row, rank);
    previous = row;
  }
  const last = rank + 1;
  const ranks = rows.map((row) => {
    if (!isEffect(history.action[row] as number)) return rankOfRead.get(row) ?? 0;
    return rankOfValue.get(history.input[row] as number) ?? (isIndeterminate(history, row) ? -1 : last);
  });
  return { kind: 'order', order: { rows, rank: ranks, ranks: last + 1 } };
}

/** What is wrong with a read by itself, or with it as a successor of the read before it. */
function readProblem(
  history: CheckedHistory,
  row: number,
  previous: number,
  index: ValueIndex,
): CheckResult | undefined {
  const contents = observed(history, row);
  const distinct = new Set(contents);
  if (distinct.size < contents.length) {
    const twice = contents.find((value, i) => contents.indexOf(value) !== i) as number;
    return contradiction(
      [index.rowOf(twice), row],
      `${deedAt(history, row)}: ${valueText(history, twice)} is there twice.`,
    );
  }
  for (const value of contents) {
    const write = index.rowOf(value);
    if (write < 0) {
      const why = history.failedWrites.has(value)
        ? `${valueText(history, value)}, whose ${history.data === 'log' ? 'append' : 'add'} was reported as failed`
        : `${valueText(history, value)}, which nobody had put there`;
      return contradiction([row], `${deedAt(history, row)}, with ${why}.`);
    }
  }
  if (previous < 0) return undefined;
  const difference = firstDifference(history, previous, row);
  if (difference === undefined) return undefined;
  const sentence = `${deedAt(history, previous)}, and ${deedAt(history, row)}: ${difference}.`;
  return contradiction([previous, row], sentence);
}

/** The first pair of operations that the observed order puts the other way round than time does. */
export function orderAgainstTime(history: CheckedHistory, order: ObservedOrder): readonly [number, number] | undefined {
  const byRank = order.rows.map((_, i) => i).filter((i) => (order.rank[i] as number) >= 0);
  byRank.sort((a, b) => (order.rank[a] as number) - (order.rank[b] as number));
  let latest = -1;
  let latestInvoked = -Infinity;
  let i = 0;
  while (i < byRank.length) {
    const rank = order.rank[byRank[i] as number];
    let end = i;
    for (; end < byRank.length && order.rank[byRank[end] as number] === rank; end++) {
      const row = order.rows[byRank[end] as number] as number;
      if ((history.completedAt[row] as number) < latestInvoked) return [row, latest];
    }
    for (; i < end; i++) {
      const row = order.rows[byRank[i] as number] as number;
      if ((history.invokedAt[row] as number) <= latestInvoked) continue;
      latestInvoked = history.invokedAt[row] as number;
      latest = row;
    }
  }
  return undefined;
}
