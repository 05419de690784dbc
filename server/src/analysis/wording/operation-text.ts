import { Action, ENTRY_STEP_NS, observed, type CheckedHistory } from '../consistency/checked-history';
import { instantText } from './time-text';

/** `12.3 s`, or `entry 4` where the recording has no times. */
export function momentText({ isUntimed }: CheckedHistory, at: number): string {
  return isUntimed === true ? `entry ${at / ENTRY_STEP_NS + 1}` : instantText(at);
}

/** Contents of a log or set longer than this are abbreviated. */
const LONGEST_LIST = 6;

/** `client web read 17`: who did what. */
export function deed(history: CheckedHistory, row: number): string {
  return `${clientText(history, row)} ${act(history, row)}${keyText(history, row)}`;
}

/** `client web read 17 at 12.3 s`: an operation by the time of its answer, or of its start where it had none. */
export function deedAt(history: CheckedHistory, row: number): string {
  const completed = history.completedAt[row] as number;
  if (completed === Infinity)
    return `${deed(history, row)} from ${momentText(history, history.invokedAt[row] as number)} on`;
  return `${deed(history, row)} at ${momentText(history, completed)}`;
}

/** `client web read 17 from 12.1 s to 12.3 s`: an operation with its interval. */
export function deedWithin(history: CheckedHistory, row: number): string {
  const [invoked, completed] = [history.invokedAt[row] as number, history.completedAt[row] as number];
  if (completed === Infinity || completed === invoked) return deedAt(history, row);
  return `${deed(history, row)} from ${momentText(history, invoked)} to ${momentText(history, completed)}`;
}

/** `client web wrote 17, then read 3; client app read 4`: some operations, each session's in its order. */
export function deedsBySession(history: CheckedHistory, rows: readonly number[]): string {
  const sessions = [...new Set(rows.map((row) => history.session[row]))];
  const text = (row: number, i: number): string => {
    const whole = `${deedAt(history, row)}${lackText(history, row, rows)}`;
    return i === 0 ? whole : `then ${whole.slice(clientText(history, row).length + 1)}`;
  };
  return sessions
    .map((session) =>
      rows
        .filter((row) => history.session[row] === session)
        .map(text)
        .join(', '),
    )
    .join('; ');
}

/** ` without 7`: what some operations put there and a read of a log or set does not show. */
function lackText(history: CheckedHistory, row: number, rows: readonly number[]): string {
  if (history.action[row] !== Action.Observe) return '';
  const shown = observed(history, row);
  const lacking = rows.filter(
    (other) =>
      (history.action[other] === Action.Append || history.action[other] === Action.Add) &&
      history.key[other] === history.key[row] &&
      !shown.includes(history.input[other] as number),
  );
  const values = lacking.map((other) => valueText(history, history.input[other] as number));
  return values.length === 0 ? '' : ` without ${values.join(' and ')}`;
}

/** ` (key 7)`, where there are several keys. */
export function keyText(history: CheckedHistory, row: number): string {
  return history.manyKeys ? ` (key ${history.keyNames?.get(history.key[row] as number) ?? history.key[row]})` : '';
}

export function clientText(history: CheckedHistory, row: number): string {
  return `client ${history.clientNames[history.client[row] as number] ?? '?'}`;
}

function act(history: CheckedHistory, row: number): string {
  const input = valueText(history, history.input[row] as number);
  switch (history.action[row] as Action) {
    case Action.Read:
      return `read ${valueText(history, history.output[row] as number)}`;
    case Action.Write:
      return `wrote ${input}`;
    case Action.Cas:
      return `swapped ${valueText(history, history.expected[row] as number)} for ${input}`;
    case Action.CasMiss:
      return `found another value than ${valueText(history, history.expected[row] as number)}`;
    case Action.Append:
      return `appended ${input}`;
    case Action.Observe:
      return `read ${listText(observed(history, row), history)}`;
    case Action.Increment:
      return `added ${history.input[row]} to the counter`;
    case Action.Add:
      return `added ${input}`;
    case Action.Remove:
      return `removed ${input}`;
  }
}

/** A value as the recording has it. */
export function valueText(history: CheckedHistory, value: number): string {
  return history.valueNames?.get(value) ?? String(value);
}

export function listText(values: readonly number[], history?: CheckedHistory): string {
  const text = (value: number | undefined): string =>
    history === undefined || value === undefined ? String(value) : valueText(history, value);
  if (values.length <= LONGEST_LIST) return `[${values.map(text).join(', ')}]`;
  return `[${text(values[0])}, ${text(values[1])}, ... ${text(values.at(-1))}] (${values.length} values)`;
}
