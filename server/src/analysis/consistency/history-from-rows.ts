import type { OperationKind } from '../../language/model';
import { actionOf, type CheckedData, type CheckedHistory } from './checked-history';

/** One operation of a history that comes from anywhere: a file, a test, a real system. */
export interface OperationRow {
  /** Name of the client; the session's number where it is left out. */
  readonly client?: string;
  /** Process in Jepsen's terms: its operations never overlap. */
  readonly session: number;
  readonly key?: number;
  readonly kind: OperationKind;
  readonly input?: number;
  readonly expected?: number;
  /** Value read, or the contents seen. */
  readonly output?: number | readonly number[];
  readonly invokedAt: number;
  readonly completedAt?: number;
  /** `mismatch`: a cas that was answered and found another value than it expected. */
  readonly outcome: 'ok' | 'fail' | 'info' | 'mismatch';
}

/** The columns of a literal history. Rows may come in any order; ids are their positions in `rows`. */
export function historyFromRows(
  data: CheckedData,
  rows: readonly OperationRow[],
  names: Pick<CheckedHistory, 'valueNames' | 'keyNames' | 'texts' | 'isUntimed'> = {},
): CheckedHistory {
  const failedWrites = new Map<number, number>();
  rows.forEach((row, id) => {
    if (row.outcome === 'fail' && row.input !== undefined) failedWrites.set(row.input, id);
  });
  const kept = rows.map((row, id) => ({ row, id })).filter(({ row }) => constrains(row));
  kept.sort((a, b) => a.row.invokedAt - b.row.invokedAt || a.id - b.id);
  const columns = emptyColumns(kept.length);
  const observations: (readonly number[])[] = [];
  const sessions = new Map<number, number>();
  const clients = new Map<string, number>();
  kept.forEach(({ row, id }, i) => {
    columns.id[i] = id;
    columns.session[i] = numberOf(sessions, row.session);
    columns.client[i] = numberOf(clients, row.client ?? String(row.session));
    columns.key[i] = row.key ?? 0;
    columns.action[i] = actionOf(row.kind, {
      contents: typeof row.output === 'object',
      mismatch: row.outcome === 'mismatch',
    });
    columns.input[i] = row.input ?? Number.NaN;
    columns.expected[i] = row.expected ?? Number.NaN;
    if (typeof row.output === 'object') {
      columns.output[i] = observations.length;
      observations.push(row.output);
    } else columns.output[i] = row.output ?? Number.NaN;
    columns.invokedAt[i] = row.invokedAt;
    columns.completedAt[i] = row.outcome === 'info' ? Infinity : (row.completedAt ?? Infinity);
  });
  return {
    data,
    length: kept.length,
    ...columns,
    manyKeys: columns.key.some((key) => key !== columns.key[0]),
    sessions: sessions.size,
    clientNames: [...clients.keys()],
    observations,
    failedWrites,
    ...names,
  };
}

/** Columns of the given length, all zero. */
export function emptyColumns(length: number) {
  return {
    id: new Int32Array(length),
    session: new Int32Array(length),
    client: new Int32Array(length),
    key: new Int32Array(length),
    action: new Uint8Array(length),
    input: new Float64Array(length),
    expected: new Float64Array(length),
    output: new Float64Array(length),
    invokedAt: new Float64Array(length),
    completedAt: new Float64Array(length),
  };
}

function numberOf<T>(numbers: Map<T, number>, item: T): number {
  let number = numbers.get(item);
  if (number === undefined) numbers.set(item, (number = numbers.size));
  return number;
}

function constrains(row: OperationRow): boolean {
  if (row.outcome === 'fail') return false;
  const reads = row.kind === 'read' || row.kind === 'poll';
  return !reads || (row.outcome === 'ok' && row.output !== undefined);
}
