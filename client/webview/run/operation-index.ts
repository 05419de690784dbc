import type { OperationColumns, OperationMark, RunReport } from '../../../server/src/report/run-report';
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
  const from = Float64Array.from(columns.from);
  const to = Float64Array.from(columns.to, (end) => end ?? Infinity);
  const client = Int32Array.from(columns.client);
  const session = Int32Array.from(columns.session);
  const mark = Uint8Array.from(columns.mark, (name) => markNumber.get(name) ?? OK);
  const rowsByClient = splitByClient(from, client, clients);
  return {
    count: from.length,
    from,
    to,
    client,
    session,
    mark,
    text: columns.text,
    clients: clients.map(({ place, label }, position) => {
      const rows = rowsByClient[position] ?? new Int32Array(0);
      const starts = Float64Array.from(rows, (row) => from[row] as number);
      const ends = Float64Array.from(rows, (row) => to[row] as number);
      const { slots, slotCount } = assignSlots(starts, ends);
      // One without an answer is looked for by its start: it says nothing about the time after.
      const looked = ends.map((end, at) => (end === Infinity ? (starts[at] as number) : end));
      const startsByMark = MARKS.map((_, number) => starts.filter((_start, at) => mark[rows[at] as number] === number));
      return { place, label, rows, intervals: new IntervalIndex(starts, looked), startsByMark, slots, slotCount };
    }),
  };
}

function splitByClient(from: Float64Array, client: Int32Array, clients: RunReport['clients']): readonly Int32Array[] {
  const position = new Map(clients.map(({ place }, at) => [place, at]));
  const counts = new Int32Array(clients.length);
  const laneOf = Int32Array.from(client, (place) => position.get(place) ?? -1);
  for (const lane of laneOf) {
    if (lane >= 0) {
      counts[lane] = (counts[lane] as number) + 1;
    }
  }
  const lanes = clients.map((_, at) => new Int32Array(counts[at] ?? 0));
  const filled = new Int32Array(clients.length);
  laneOf.forEach((lane, row) => {
    const rows = lanes[lane];
    if (rows !== undefined) {
      const next = filled[lane] as number;
      rows[next] = row;
      filled[lane] = next + 1;
    }
  });
  for (const rows of lanes) {
    if (!rises(rows, from)) {
      rows.sort((a, b) => (from[a] as number) - (from[b] as number) || a - b);
    }
  }
  return lanes;
}

function rises(rows: Int32Array, from: Float64Array): boolean {
  return rows.every((row, at) => at === 0 || (from[rows[at - 1] as number] as number) <= (from[row] as number));
}
