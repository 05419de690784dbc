import { deedAt, valueText } from '../wording/operation-text';
import { Action, contradiction, isEffect, type CheckedHistory, type CheckResult } from './checked-history';

/** Observations before the one at which a search ended that are tried as well. */
const MOST_TRIED = 16;

/**
 * Says in two or three operations why a register cannot have had the value that a read or a swap found, where so few say
 * it: one operation proves that the register had another value, all writes of the value had ended before that one began,
 * it ended before the read began, and none began before the read ended. Undefined where it takes more than that.
 */
export function overwrittenValue(history: CheckedHistory, rows: Int32Array, stuck: number): CheckResult | undefined {
  const at = rows.indexOf(stuck);
  for (let i = at, tried = 0; i >= 0 && tried < MOST_TRIED; i--) {
    const row = rows[i] as number;
    if (!observes(history, row)) continue;
    tried++;
    const proof = proofOf(history, rows, row);
    if (proof !== undefined) return proof;
  }
  return undefined;
}

function observes(history: CheckedHistory, row: number): boolean {
  const action = history.action[row];
  return (action === Action.Read || action === Action.Cas) && history.completedAt[row] !== Infinity;
}

function proofOf(history: CheckedHistory, rows: Int32Array, row: number): CheckResult | undefined {
  const { invokedAt, completedAt } = history;
  const value = (history.action[row] === Action.Read ? history.output[row] : history.expected[row]) as number;
  const begun = invokedAt[row] as number;
  const ended = completedAt[row] as number;
  let lastWrite = -1;
  let overAt = -Infinity;
  for (const other of rows) {
    if ((invokedAt[other] as number) > ended) break;
    if (other === row || !isEffect(history.action[other] as number) || history.input[other] !== value) continue;
    if ((completedAt[other] as number) <= overAt) continue;
    lastWrite = other;
    overAt = completedAt[other] as number;
  }
  let proof = -1;
  for (const other of rows) {
    if ((invokedAt[other] as number) >= begun) break;
    const isBetween = (invokedAt[other] as number) > overAt && (completedAt[other] as number) < begun;
    if (!isBetween || !provesAnother(history, other, value)) continue;
    // A write says more than a read of what it wrote.
    const saysMore =
      proof < 0 || isEffect(history.action[other] as number) || !isEffect(history.action[proof] as number);
    if (saysMore) proof = other;
  }
  if (proof < 0) return undefined;
  const text = valueText(history, value);
  const before =
    lastWrite < 0
      ? `nobody had written ${text} when that began`
      : `every write of ${text} was over when that began (the last: ${deedAt(history, lastWrite)})`;
  return contradiction(
    [lastWrite, proof, row],
    `${deedAt(history, row)}; but before, ${deedAt(history, proof)}: ${before}, and nobody wrote ${text} afterwards.`,
  );
}

/** At some moment of this operation the register had another value. */
function provesAnother(history: CheckedHistory, row: number, value: number): boolean {
  if (history.action[row] === Action.Read) return history.output[row] !== value;
  return isEffect(history.action[row] as number) && history.input[row] !== value;
}
