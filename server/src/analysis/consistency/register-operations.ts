import { Action, INITIAL_VALUE, isIndeterminate, type CheckedHistory } from './checked-history';
import { operationsToPlace } from './search-operations';

/** What an operation is to the search of one register. */
export const Role = {
  /** Must meet its value: a read, or a cas that puts back what it found. */
  Read: 0,
  /** Must meet any other value: a cas that was refused. */
  Miss: 1,
  Write: 2,
  Cas: 3,
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/**
 * The operations on one register as its search takes them, in order of invocation. Values are small numbers; all that
 * nobody observes are one, for nothing tells them apart.
 */
export interface RegisterOperations {
  readonly rows: Int32Array;
  readonly role: Uint8Array;
  /** What must be met; for a miss what must not be. */
  readonly wanted: Int32Array;
  /** What a write or cas leaves behind. */
  readonly written: Int32Array;
  /** Writes of one value, and swaps of one value for another, are of one kind; -1 for observations. */
  readonly kind: Int32Array;
  readonly kinds: number;
  /** What the effects of a kind leave behind, and the kind of the writes of a value (-1 for none). */
  readonly valueOfKind: Int32Array;
  readonly writeKindOf: Int32Array;
  readonly initial: number;
  readonly values: number;
  /** Indeterminate writes and swaps. */
  readonly openEnded: number;
  /** Positions of the operations that ended, by the time they did. */
  readonly byEnd: Int32Array;
  /** Most operations that ended and were under way at one moment. */
  readonly mostPending: number;
}

export function registerOperations(history: CheckedHistory, keyRows: Int32Array): RegisterOperations {
  const rows = operationsToPlace(history, keyRows).filter((row) => !changesNothing(history, row));
  const numbers = observedValues(history, rows);
  const unobserved = numbers.size;
  const numberOf = (value: number): number => numbers.get(value) ?? unobserved;
  const count = rows.length;
  const role = new Uint8Array(count);
  const wanted = new Int32Array(count).fill(-1);
  const written = new Int32Array(count).fill(-1);
  const kind = new Int32Array(count).fill(-1);
  const kinds = new Map<number, number>();
  const valueOfKind: number[] = [];
  const writeKindOf = new Int32Array(unobserved + 1).fill(-1);
  let openEnded = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number;
    role[i] = roleOf(history, row);
    const action = history.action[row];
    if (action === Action.Read) wanted[i] = numberOf(history.output[row] as number);
    else if (action !== Action.Write) wanted[i] = numberOf(history.expected[row] as number);
    if (role[i] !== Role.Write && role[i] !== Role.Cas) continue;
    written[i] = numberOf(history.input[row] as number);
    if (isIndeterminate(history, row)) openEnded++;
    const text = ((wanted[i] as number) + 1) * (unobserved + 1) + (written[i] as number);
    let number = kinds.get(text);
    if (number === undefined) {
      kinds.set(text, (number = kinds.size));
      valueOfKind.push(written[i] as number);
      if (role[i] === Role.Write) writeKindOf[written[i] as number] = number;
    }
    kind[i] = number;
  }
  const byEnd = endsInOrder(history, rows);
  return {
    rows,
    role,
    wanted,
    written,
    kind,
    kinds: kinds.size,
    valueOfKind: Int32Array.from(valueOfKind),
    writeKindOf,
    initial: numberOf(INITIAL_VALUE),
    values: unobserved + 1,
    openEnded,
    byEnd,
    mostPending: mostPending(history, rows, byEnd),
  };
}

/** An indeterminate swap of a value for itself. */
function changesNothing(history: CheckedHistory, row: number): boolean {
  return isIndeterminate(history, row) && roleOf(history, row) === Role.Read;
}

function roleOf(history: CheckedHistory, row: number): Role {
  switch (history.action[row]) {
    case Action.Write:
      return Role.Write;
    case Action.CasMiss:
      return Role.Miss;
    case Action.Cas:
      return history.input[row] === history.expected[row] ? Role.Read : Role.Cas;
    default:
      return Role.Read;
  }
}

function observedValues(history: CheckedHistory, rows: Int32Array): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  for (const row of rows) {
    const action = history.action[row];
    if (action === Action.Write) continue;
    const value = (action === Action.Read ? history.output[row] : history.expected[row]) as number;
    if (!numbers.has(value)) numbers.set(value, numbers.size);
  }
  return numbers;
}

/** Steps by which operations may be put in front of others, for each of them, before all are sorted instead. */
const MOST_STEPS = 32;

/** Operations end nearly in the order in which they begin, so that each finds its place close by. */
function endsInOrder(history: CheckedHistory, rows: Int32Array): Int32Array {
  const order = new Int32Array(rows.length);
  const ends = new Float64Array(rows.length);
  let count = 0;
  let steps = 0;
  for (let i = 0; i < rows.length; i++) {
    const end = history.completedAt[rows[i] as number] as number;
    if (end === Infinity) continue;
    let at = count++;
    for (; at > 0 && (ends[at - 1] as number) > end; at--, steps++) {
      ends[at] = ends[at - 1] as number;
      order[at] = order[at - 1] as number;
    }
    ends[at] = end;
    order[at] = i;
    if (steps > MOST_STEPS * rows.length) return sortedByEnd(history, rows);
  }
  return order.slice(0, count);
}

function sortedByEnd(history: CheckedHistory, rows: Int32Array): Int32Array {
  const end = (i: number): number => history.completedAt[rows[i] as number] as number;
  const ended = Array.from(rows, (_, i) => i).filter((i) => end(i) !== Infinity);
  return Int32Array.from(ended.sort((a, b) => end(a) - end(b) || a - b));
}

function mostPending(history: CheckedHistory, rows: Int32Array, byEnd: Int32Array): number {
  let most = 0;
  let begun = 0;
  let pending = 0;
  for (const position of byEnd) {
    const end = history.completedAt[rows[position] as number] as number;
    for (; begun < rows.length && (history.invokedAt[rows[begun] as number] as number) <= end; begun++)
      if (!isIndeterminate(history, rows[begun] as number)) pending++;
    most = Math.max(most, pending);
    pending--;
  }
  return most;
}
