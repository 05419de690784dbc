import { plural } from '../wording/number-text';
import { deedAt } from '../wording/operation-text';
import { Action, contradiction, type CheckedHistory, type CheckResult } from './checked-history';

/** Increments that are named; the others are counted. */
const MOST_NAMED = 3;

/**
 * Says why a counter cannot have had the sum that was read, where one reason says it: the increments that were over come to
 * more, those that had begun come to less, or somebody had read more before. Undefined where there is no such reason, or
 * where the counter is also counted down.
 */
export function impossibleSum(history: CheckedHistory, rows: Int32Array, row: number): CheckResult | undefined {
  if (history.action[row] !== Action.Read) return undefined;
  const { invokedAt, completedAt, input, output } = history;
  const sum = output[row] as number;
  const over: number[] = [];
  const begun: number[] = [];
  for (const other of rows) {
    if (history.action[other] !== Action.Increment) continue;
    if ((input[other] as number) < 0) return undefined;
    if ((completedAt[other] as number) < (invokedAt[row] as number)) over.push(other);
    if ((invokedAt[other] as number) <= (completedAt[row] as number)) begun.push(other);
  }
  const totalOf = (increments: readonly number[]): number =>
    increments.reduce((total, other) => total + (input[other] as number), 0);
  const deed = deedAt(history, row);
  if (totalOf(over) > sum)
    return contradiction(
      [...over.slice(-MOST_NAMED), row],
      `${deed}, although ${plural(over.length, 'increment')} that had ended before it began come to ${totalOf(over)}.`,
    );
  if (totalOf(begun) < sum)
    return contradiction(
      [...begun.slice(-MOST_NAMED), row],
      `${deed}, although all ${plural(begun.length, 'increment')} that had begun by then come to ${totalOf(begun)}.`,
    );
  const larger = rows.find(
    (other) =>
      history.action[other] === Action.Read &&
      (output[other] as number) > sum &&
      (completedAt[other] as number) < (invokedAt[row] as number),
  );
  return larger === undefined
    ? undefined
    : contradiction([larger, row], `${deed}, although before it began ${deedAt(history, larger)}.`);
}
