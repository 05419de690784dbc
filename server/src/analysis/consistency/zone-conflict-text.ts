import { deed, clientText, momentText, valueText } from '../wording/operation-text';
import { Action, type CheckedHistory } from './checked-history';

/** The operations that bound two zones which cannot both have their way; -1 stands for the initial value. */
export interface ZoneConflict {
  /** Ends first and begins last among the operations on the value that would have to hold throughout. */
  readonly outerFirst: number;
  readonly outerLast: number;
  /** The same of the value that comes in between. */
  readonly innerFirst: number;
  readonly innerLast: number;
}

/** "client web read 17, begun at 12.3 s, after client batch had read 21 by 12.1 s; and 21 came only after 17, ..." */
export function conflictSentence(history: CheckedHistory, conflict: ZoneConflict): string {
  const { outerFirst, outerLast, innerFirst, innerLast } = conflict;
  const late =
    `${deed(history, outerLast)} in an operation begun at ${begun(history, outerLast)}, ` +
    `after ${pastDeed(history, innerFirst)} by ${ended(history, innerFirst)}`;
  const inner = valueOf(history, innerFirst);
  if (outerFirst < 0) return `${late}; ${inner} had replaced the initial value by then.`;
  if (innerFirst === innerLast)
    return `${late}, which began at ${begun(history, innerFirst)}, after ${pastDeed(history, outerFirst)} by ${ended(history, outerFirst)}.`;
  return (
    `${late}; yet ${deed(history, innerLast)} in an operation begun at ${begun(history, innerLast)}, ` +
    `after ${pastDeed(history, outerFirst)} by ${ended(history, outerFirst)}, so neither value can have come first.`
  );
}

function begun(history: CheckedHistory, row: number): string {
  return momentText(history, history.invokedAt[row] as number);
}

function ended(history: CheckedHistory, row: number): string {
  return momentText(history, history.completedAt[row] as number);
}

/** The value that an operation leaves current. */
function valueOf(history: CheckedHistory, row: number): string {
  const value = history.action[row] === Action.Read ? history.output[row] : history.input[row];
  return valueText(history, value as number);
}

function pastDeed(history: CheckedHistory, row: number): string {
  const client = clientText(history, row);
  // The operation itself is named with its key; the others are on the same one.
  switch (history.action[row]) {
    case Action.Read:
      return `${client} had read ${valueOf(history, row)}`;
    case Action.Cas:
      return `${client} had swapped ${valueText(history, history.expected[row] as number)} for ${valueOf(history, row)}`;
    default:
      return `${client} had written ${valueOf(history, row)}`;
  }
}
