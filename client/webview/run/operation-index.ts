import type { Numbers } from '../../../server/src/report/packed-column';
import { OPERATION_MARKS, type OperationMark, type RunReport } from '../../../server/src/report/run-report';
import { gathered, rises } from './columns';
import { IntervalIndex } from './interval-index';
import type { OperationNumbers } from './report-tables';
import { assignSlots } from './slots';
import { textLines, type TextLines } from './text-lines';

/** What is drawn of an operation. That an answer was late is told here by its time; a report calls it ok. */
export type DrawnMark = OperationMark | 'late';

/** From the best to the gravest; a report numbers them in the order in which they were thought of. */
export const MARKS: readonly DrawnMark[] = [
  ...(['ok', 'late', 'degraded', 'open', 'unknown', 'failed', 'stale', 'perhaps-lost', 'lost', 'corrupt'] as const),
];
export const OK = 0;
export const LATE = 1;
export const DEGRADED = 2;
const OPEN = 3;

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
  /** NaN where no answer came. */
  readonly to: Float64Array;
  readonly client: Numbers;
  readonly session: Numbers;
  /** Index into `MARKS`. */
  readonly mark: Numbers;
  readonly texts: TextLines;
  /** Index into `quorums`, or -1. */
  readonly quorum: Numbers;
  readonly quorums: readonly (readonly number[])[];
  readonly clients: readonly ClientOperations[];
}

export function markOf(index: OperationIndex, row: number): DrawnMark {
  return MARKS[index.mark[row] ?? OK] ?? 'ok';
}

export function operationText(index: OperationIndex, row: number): string {
  return index.texts.line(row);
}

/** How long an operation took; null where no answer came. */
export function tookNs(index: OperationIndex, row: number): number | null {
  const took = (index.to[row] ?? NaN) - (index.from[row] ?? NaN);
  return Number.isNaN(took) ? null : took;
}

/** Whether a user was served worse than promised. */
export function isBad(mark: number): boolean {
  return mark > OPEN;
}

export function indexOperations(columns: OperationNumbers, clients: RunReport['clients']): OperationIndex {
  const { from, to, client } = columns;
  const mark = byGravity(columns.mark);
  const rowsByClient = splitByClient(from, client, clients);
  return {
    count: from.length,
    from,
    to,
    client,
    session: columns.session,
    mark,
    texts: textLines(columns.text, from.length),
    quorum: columns.quorum,
    quorums: columns.quorums,
    clients: clients.map(({ place, label }, position) => {
      const rows = rowsByClient[position] ?? new Int32Array(0);
      const starts = gathered(from, rows);
      const ends = gathered(to, rows);
      markLate(rows, starts, ends, mark);
      return {
        ...{ place, label, rows },
        ...{ intervals: new IntervalIndex(starts, ends) },
        ...{ startsByMark: splitByMark(starts, rows, mark) },
        ...assignSlots(starts, ends),
      };
    }),
  };
}

/** Indices into `MARKS`; a mark of a later version is drawn as the plainest one. A plain loop: a function for each row is slow. */
function byGravity(marks: Numbers): Numbers {
  const gravity = OPERATION_MARKS.map((one) => MARKS.indexOf(one));
  const result = marks.slice();
  for (let row = 0; row < result.length; row++) {
    result[row] = gravity[result[row] as number] ?? OK;
  }
  return result;
}

/** An answer is late that took this much longer than most of its client's, and long enough to be seen in the whole run. */
const LATE_FACTOR = 10;
const LATE_SHARE_OF_RUN = 0.01;
/** The median of so many is good enough to tell ten times as long. */
const SAMPLED = 501;

/** Who waited through an outage was answered in the end, and was not served well: without a mark it would look so. */
function markLate(rows: Int32Array, starts: Float64Array, ends: Float64Array, mark: Numbers): void {
  const every = Math.max(1, Math.floor(rows.length / SAMPLED));
  const sampled: number[] = [];
  for (let position = 0; position < rows.length; position += every) {
    const took = (ends[position] as number) - (starts[position] as number);
    if (mark[rows[position] as number] === OK && took >= 0) {
      sampled.push(took);
    }
  }
  const usual = sampled.sort((a, b) => a - b)[sampled.length >> 1] ?? Infinity;
  const span = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
  const late = Math.max(usual * LATE_FACTOR, span * LATE_SHARE_OF_RUN);
  for (let position = 0; position < rows.length; position++) {
    const row = rows[position] as number;
    if (mark[row] === OK && (ends[position] as number) - (starts[position] as number) > late) {
      mark[row] = LATE;
    }
  }
}

function splitByMark(starts: Float64Array, rows: Int32Array, mark: Numbers): readonly Float64Array[] {
  const counts = new Int32Array(MARKS.length);
  // By number: where a loop is not compiled yet, one over the elements of an array makes an object of each.
  for (let position = 0; position < rows.length; position++) {
    const number = mark[rows[position] as number] as number;
    counts[number] = (counts[number] as number) + 1;
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

function splitByClient(from: Float64Array, client: Numbers, clients: RunReport['clients']): readonly Int32Array[] {
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
