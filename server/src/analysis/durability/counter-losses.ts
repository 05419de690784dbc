import { Action, isEffect, isIndeterminate, type CheckedHistory } from '../consistency/checked-history';
import { listAt } from '../consistency/session-order';
import type { Survivors } from './survivors';

/** What a counter lacks. Its sum tells how much is gone, not which increments. */
export interface CounterLoss {
  readonly key: number;
  /** As few increments as can make up for what the sum lacks, the largest first. */
  readonly count: number;
  readonly acknowledged: readonly number[];
  /** What they come to, and what the surviving replica that has most is left with. */
  readonly total: number;
  readonly left: number;
  /** The last read that showed all that had been acknowledged before it began, and the first after it that did not; -1: none. */
  readonly lastWhole: number;
  readonly firstLacking: number;
}

/** Keys of a counter whose sums lack acknowledged increments. */
export function counterLosses(history: CheckedHistory, survivors: Survivors | null): readonly CounterLoss[] {
  const acknowledged = new Map<number, number[]>();
  for (let row = 0; row < history.length; row++)
    if (isEffect(history.action[row] as number) && !isIndeterminate(history, row))
      listAt(acknowledged, history.key[row] as number).push(row);
  return [...acknowledged].flatMap(([key, rows]): CounterLoss[] => {
    const amounts = rows.map((row) => history.input[row] as number);
    const total = amounts.reduce((sum, amount) => sum + amount, 0);
    const left = Math.max(0, ...(survivors?.values.get(key) ?? []));
    const count = fewestFor(total - left, amounts);
    return count === 0 ? [] : [{ key, count, acknowledged: rows, total, left, ...readsAround(history, key, rows) }];
  });
}

function fewestFor(lacking: number, amounts: readonly number[]): number {
  let missing = lacking;
  let count = 0;
  for (const amount of [...amounts].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    missing -= amount;
    count++;
  }
  return count;
}

function readsAround(
  history: CheckedHistory,
  key: number,
  acknowledged: readonly number[],
): Pick<CounterLoss, 'lastWhole' | 'firstLacking'> {
  let lastWhole = -1;
  let firstLacking = -1;
  const completedAt = (row: number): number => history.completedAt[row] as number;
  const ended = [...acknowledged].sort((one, other) => completedAt(one) - completedAt(other));
  let over = 0;
  let sum = 0;
  // Rows are in order of invocation.
  for (let row = 0; row < history.length; row++) {
    if (history.key[row] !== key || history.action[row] !== Action.Read) continue;
    for (; over < ended.length && completedAt(ended[over] as number) < (history.invokedAt[row] as number); over++)
      sum += history.input[ended[over] as number] as number;
    if ((history.output[row] as number) >= sum) [lastWhole, firstLacking] = [row, -1];
    else if (firstLacking < 0) firstLacking = row;
  }
  return { lastWhole, firstLacking };
}

/**
 * How many of what is lost were among some of the increments: between as many as there must be because the others do not
 * make up for it, and as many as there can be.
 */
export function lostAmong(
  history: CheckedHistory,
  losses: readonly CounterLoss[],
  isChosen: (row: number) => boolean,
): readonly [number, number] {
  const amountOf = (row: number): number => history.input[row] as number;
  let least = 0;
  let most = 0;
  for (const { count, acknowledged, total, left } of losses) {
    const chosen = acknowledged.filter(isChosen).map(amountOf);
    const others = total - chosen.reduce((sum, amount) => sum + amount, 0);
    least += fewestFor(total - left - others, chosen);
    most += Math.min(count, chosen.length);
  }
  return [least, most];
}
