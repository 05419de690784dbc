import { Action, observed, type CheckedHistory } from '../consistency/checked-history';
import { instantText } from './time-text';

/** Contents of a log or set longer than this are abbreviated. */
const LONGEST_LIST = 6;

/** `client web read 17`: who did what. */
export function deed(history: CheckedHistory, row: number): string {
  return `${clientText(history, row)} ${act(history, row)}${keyText(history, row)}`;
}

/** `client web read 17 at 12.3 s`: an operation by the time of its answer, or of its start where it had none. */
export function deedAt(history: CheckedHistory, row: number): string {
  const completed = history.completedAt[row] as number;
  if (completed === Infinity) return `${deed(history, row)} from ${instantText(history.invokedAt[row] as number)} on`;
  return `${deed(history, row)} at ${instantText(completed)}`;
}

/** ` (key 7)`, where there are several keys. */
export function keyText(history: CheckedHistory, row: number): string {
  return history.manyKeys ? ` (key ${history.key[row]})` : '';
}

export function clientText(history: CheckedHistory, row: number): string {
  return `client ${history.clientNames[history.client[row] as number] ?? '?'}`;
}

function act(history: CheckedHistory, row: number): string {
  const input = history.input[row] as number;
  switch (history.action[row] as Action) {
    case Action.Read:
      return `read ${history.output[row]}`;
    case Action.Write:
      return `wrote ${input}`;
    case Action.Cas:
      return `swapped ${history.expected[row]} for ${input}`;
    case Action.CasMiss:
      return `found another value than ${history.expected[row]}`;
    case Action.Append:
      return `appended ${input}`;
    case Action.Observe:
      return `read ${listText(observed(history, row))}`;
    case Action.Increment:
      return `added ${input} to the counter`;
    case Action.Add:
      return `added ${input}`;
    case Action.Remove:
      return `removed ${input}`;
  }
}

export function listText(values: readonly number[]): string {
  if (values.length <= LONGEST_LIST) return `[${values.join(', ')}]`;
  return `[${values[0]}, ${values[1]}, ... ${values.at(-1)}] (${values.length} values)`;
}
