import { deedAt, valueText } from '../wording/operation-text';
import {
  Action,
  contradiction,
  INITIAL_VALUE,
  isEffect,
  type CheckedHistory,
  type CheckResult,
} from './checked-history';
import type { RegisterOperations } from './register-operations';

/** What a search knew when no order of the operations could be continued. */
export interface DeadEnd {
  /** States that the object could be in, as text. */
  readonly states: readonly string[];
  /** For a register: the same as numbers. */
  readonly values?: readonly number[];
  /** Effects that were still open. */
  readonly pending: readonly number[];
}

export const OUT_OF_BUDGET: CheckResult = {
  decision: 'undecided',
  reason: 'the search for an order of the operations ran out of its budget',
};

const MOST_STATES = 4;

const OBJECT_NAMES: Readonly<Record<CheckedHistory['data'], string>> = {
  register: 'the register',
  counter: 'the counter',
  log: 'the log',
  set: 'the set',
  text: 'the text',
};

/** The contradiction at an operation that fits no order: with the operations that made the states it could meet. */
export function stuckAt(history: CheckedHistory, rows: Int32Array, row: number, end: DeadEnd): CheckResult {
  const witnesses = [row];
  const limit = history.completedAt[row] as number;
  if (end.values !== undefined) {
    const wanted = wantedValue(history, row);
    for (const value of [...end.values.slice(0, MOST_STATES - 1), wanted]) {
      const source = lastWriteOf(history, rows, value, limit);
      if (source >= 0 && witnesses.length < 5) witnesses.push(source);
    }
  } else {
    for (let i = rows.length - 1; i >= 0 && witnesses.length < 3; i--) {
      const other = rows[i] as number;
      if (other !== row && (history.completedAt[other] as number) <= limit) witnesses.push(other);
    }
  }
  return { ...contradiction(witnesses, `${deedAt(history, row)}, ${whenText(history, row, end)}.`), stuck: row };
}

/** The same for the search of one register, by its numbers for operations and values. */
export function registerStuckAt(
  history: CheckedHistory,
  operations: RegisterOperations,
  position: number,
  values: readonly number[],
  pending: readonly number[],
): CheckResult {
  const row = operations.rows[position] as number;
  const limit = history.completedAt[row] as number;
  const held = values.map((value) => registerValue(history, operations, value, limit));
  return stuckAt(history, operations.rows, row, {
    states: held.map((value) => valueText(history, value)),
    values: held,
    pending: pending.map((effect) => operations.rows[effect] as number),
  });
}

/** A value that nobody observes is told by its last write. */
function registerValue(
  history: CheckedHistory,
  { rows, wanted, written }: RegisterOperations,
  value: number,
  limit: number,
): number {
  const reader = wanted.indexOf(value);
  if (reader >= 0) return wantedValue(history, rows[reader] as number);
  let writer = written.lastIndexOf(value);
  while (writer > 0 && (history.invokedAt[rows[writer] as number] as number) > limit)
    writer = written.lastIndexOf(value, writer - 1);
  return writer < 0 ? INITIAL_VALUE : (history.input[rows[writer] as number] as number);
}

function whenText(history: CheckedHistory, row: number, end: DeadEnd): string {
  const shown = end.states.slice(0, MOST_STATES).join(' or ');
  const more = end.states.length > MOST_STATES ? ` or ${end.states.length - MOST_STATES} others` : '';
  const object = OBJECT_NAMES[history.data];
  const open = end.pending.filter((other) => other !== row).length;
  const whatever = open === 0 ? '' : `, whatever became of ${open} operation${open === 1 ? '' : 's'} still open`;
  return `when every earlier answer leaves ${object} at ${shown}${more}${whatever}`;
}

function wantedValue(history: CheckedHistory, row: number): number {
  return (history.action[row] === Action.Read ? history.output[row] : history.expected[row]) as number;
}

/** The last operation that gave the register this value and began before the limit. */
function lastWriteOf(history: CheckedHistory, rows: Int32Array, value: number, limit: number): number {
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as number;
    if (!isEffect(history.action[row] as number) || history.input[row] !== value) continue;
    if ((history.invokedAt[row] as number) <= limit) return row;
  }
  return -1;
}
