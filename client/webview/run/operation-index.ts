import type { OperationColumns, OperationMark, RunReport } from '../../../server/src/report/run-report';
import { floats, gathered, integers, rises } from './columns';
import { IntervalIndex } from './interval-index';
import { assignSlots } from './slots';

/** In the order in which they are stacked and drawn: what matters more comes later and lies on top. */
export const MARKS: readonly OperationMark[] = ['ok', 'degraded', 'unknown', 'failed', 'stale', 'lost'];
const markNumber = new Map(MARKS.map((mark, number) => [mark, number]));
export const OK = 0;
export const DEGRADED = 1;

/** The operations of one client, sorted by start. */
export interface ClientOperations {
  readonly place: number;
  readonly label: string;
  /** Rows of the report. */
  readonly rows: Int32Array;
  readonly intervals: IntervalIndex;
  /** For each of `MARKS`, the sorted starts of its operations: counts over any stretch are two searches. */
  readonly startsByMark: readonly Float64Array[];
  /** Line within the lane, so that overlapping operations do not hide each other; aligned with `rows`. */
  readonly slots: Uint8Array;
  readonly slotCount: number;
}

export interface OperationIndex {
  readonly count: number;
  readonly from: Float64Array;
  /** Infinity where no answer came. */
  readonly to: Float64Array;
  readonly client: Int32Array;
  readonly session: Int32Array;
  /** Index into `MARKS`. */
  readonly mark: Uint8Array;
  readonly text: readonly string[];
  readonly clients: readonly ClientOperations[];
}

export function markOf(index: OperationIndex, row: number): OperationMark {
  return MARKS[index.mark[row] ?? OK] ?? 'ok';
}

/** Whether a user was served worse than promised. */
export function isBad(mark: number): boolean {
  return mark !== OK && mark !== DEGRADED;
}

export function indexOperations(columns: OperationColumns, clients: RunReport['clients']): OperationIndex {
  const from = floats(columns.from, 0);
  const to = floats(columns.to, Infinity);
  const client = integers(columns.client);
  const mark = markNumbers(columns.mark);
  const rowsByClient = splitByClient(from, client, clients);
  return {
    count: from.length,
    from,
    to,
    client,
    session: integers(columns.session),
    mark,
    text: columns.text,
    clients: clients.map(({ place, label }, position) => {
      const rows = rowsByClient[position] ?? new Int32Array(0);
      const starts = gathered(from, rows);
      const ends = gathered(to, rows);
      return {
        ...{ place, label, rows },
        ...{ intervals: new IntervalIndex(starts, answerOrStart(starts, ends)) },
        ...{ startsByMark: splitByMark(starts, rows, mark) },
        ...assignSlots(starts, ends),
      };
    }),
  };
}

function markNumbers(marks: readonly OperationMark[]): Uint8Array {
  const result = new Uint8Array(marks.length);
  for (let row = 0; row < marks.length; row++) {
    result[row] = markNumber.get(marks[row] as OperationMark) ?? OK;
  }
  return result;
}

/** One without an answer is looked for by its start: it says nothing about the time after. */
function answerOrStart(starts: Float64Array, ends: Float64Array): Float64Array {
  const result = new Float64Array(ends.length);
  for (let position = 0; position < ends.length; position++) {
    const end = ends[position] as number;
    result[position] = end === Infinity ? (starts[position] as number) : end;
  }
  return result;
}

function splitByMark(starts: Float64Array, rows: Int32Array, mark: Uint8Array): readonly Float64Array[] {
  const counts = new Int32Array(MARKS.length);
  for (const row of rows) {
    counts[mark[row] as number] = (counts[mark[row] as number] as number) + 1;
  }
  const lists = MARKS.map((_, number) => new Float64Array(counts[number] as number));
  const filled = new Int32Array(MARKS.length);
  for (let position = 0; position < rows.length; position++) {
    const number = mark[rows[position] as number] as number;
    const list = lists[number] as Float64Array;
    list[filled[number] as number] = starts[position] as number;
    filled[number] = (filled[number] as number) + 1;
  }
  return lists;
}

function splitByClient(from: Float64Array, client: Int32Array, clients: RunReport['clients']): readonly Int32Array[] {
  const laneOfPlace = new Map(clients.map(({ place }, lane) => [place, lane]));
  const laneOf = new Int32Array(client.length);
  const counts = new Int32Array(clients.length);
  for (let row = 0; row < client.length; row++) {
    const lane = laneOfPlace.get(client[row] as number) ?? -1;
    laneOf[row] = lane;
    if (lane >= 0) {
      counts[lane] = (counts[lane] as number) + 1;
    }
  }
  const lanes = clients.map((_, lane) => new Int32Array(counts[lane] as number));
  const filled = new Int32Array(clients.length);
  for (let row = 0; row < laneOf.length; row++) {
    const lane = laneOf[row] as number;
    if (lane >= 0) {
      (lanes[lane] as Int32Array)[filled[lane] as number] = row;
      filled[lane] = (filled[lane] as number) + 1;
    }
  }
  for (const rows of lanes) {
    if (!rises(gathered(from, rows))) {
      rows.sort((a, b) => (from[a] as number) - (from[b] as number) || a - b);
    }
  }
  return lanes;
}
