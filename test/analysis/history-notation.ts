import type { DataType, OperationKind } from '../../server/src/language/model';
import type { CheckedHistory } from '../../server/src/analysis/consistency/checked-history';
import { historyFromRows, type OperationRow } from '../../server/src/analysis/consistency/history-from-rows';

/**
 * A history as one writes it on paper: `A w1 0..10; B r0 11..12; C cas0-1 3..?`. Entries are separated by `;`, each is a
 * session, an operation and its interval. Operations: `w1`, `r1`, `cas0-1`, `cas0-1!` (found another value), `ap1`,
 * `inc1`, `add1`, `rem1`, `r[1,2]`, each with `@2` for key 2. `..?` is indeterminate, `..!` failed.
 */
export function historyOf(text: string, data: DataType = 'register'): CheckedHistory {
  return historyFromRows(data, rowsOf(text));
}

export function rowsOf(text: string): OperationRow[] {
  return text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseEntry);
}

const ENTRY = /^(\w+) +(w|r|cas|ap|inc|add|rem)([-\d[\],]*)(!?)(?:@(\d+))? +(\d+)\.\.(\d+|\?|!)$/;
const KINDS: Readonly<Record<string, OperationKind>> = {
  w: 'write',
  r: 'read',
  cas: 'cas',
  ap: 'append',
  inc: 'increment',
  add: 'add',
  rem: 'remove',
};

function parseEntry(entry: string): OperationRow {
  const match = ENTRY.exec(entry);
  if (match === null) throw new Error(`not an operation: ${entry}`);
  const [, client = '', name = '', value = '', mismatch, key, from, to = ''] = match;
  const ended = /^\d+$/.test(to);
  return {
    client,
    session: [...client].reduce((number, letter) => number * 131 + letter.charCodeAt(0), 0),
    kind: KINDS[name] ?? 'read',
    ...values(name, value),
    ...(key === undefined ? {} : { key: Number(key) }),
    invokedAt: Number(from),
    ...(ended ? { completedAt: Number(to) } : {}),
    outcome: to === '!' ? 'fail' : !ended ? 'info' : mismatch === '!' ? 'mismatch' : 'ok',
  };
}

function values(name: string, value: string): Partial<OperationRow> {
  if (name === 'cas') {
    const [expected, input] = value.split('-').map(Number);
    return { expected: expected ?? 0, input: input ?? 0 };
  }
  if (name !== 'r') return { input: Number(value) };
  if (value.startsWith('[')) return { output: JSON.parse(value) as number[] };
  return value === '' ? {} : { output: Number(value) };
}
