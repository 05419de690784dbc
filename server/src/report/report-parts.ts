import { packedLength, ROWS_OF_WHOLE_LETTERS, sliceColumn } from './packed-column';
import type { MessageColumns, OperationColumns, RunReport } from './run-report';

/**
 * A large report comes to the picture in parts: first everything but the rows of its two long tables, so that there is
 * something to see at once, then these rows from the first to the last.
 */
export interface PartedReport {
  /** The report, with no rows in its tables. */
  readonly head: RunReport;
  /** How many rows are to come. */
  readonly rows: RowCounts;
  /** Each is made when it is asked for. */
  readonly parts: Iterable<ReportPart>;
}

export interface RowCounts {
  readonly operations: number;
  readonly messages: number;
}

/** The next rows of both tables; what belongs to no row is in the head. */
export interface ReportPart {
  readonly operations: OperationRows;
  readonly messages: MessageRows;
}

export type OperationRows = Omit<OperationColumns, 'quorums'>;
export type MessageRows = Omit<MessageColumns, 'names'>;

/** Rows of the longer table in a part: read in a few milliseconds, less than a frame. */
const PART_ROWS = 24_000;

/** The parts of a report; null where it is small enough to come in one piece. */
export function partReport(report: RunReport): PartedReport | null {
  const rows = { operations: lengthOf(report.operations.from), messages: lengthOf(report.messages.sentAt) };
  const count = Math.ceil(Math.max(rows.operations, rows.messages) / PART_ROWS);
  const head = {
    ...report,
    operations: { ...operationRows(report.operations, 0, 0), text: '', quorums: report.operations.quorums },
    messages: { ...messageRows(report.messages, 0, 0), names: report.messages.names },
  };
  return count <= 1 ? null : { head, rows, parts: partsOf(report, rows, count) };
}

/** Both tables are in order of time, so the same share of each is about the same stretch of it. */
function* partsOf({ operations, messages }: RunReport, rows: RowCounts, count: number): Generator<ReportPart> {
  const [ofOperations, ofMessages] = [stretchOf(rows.operations, count), stretchOf(rows.messages, count)];
  let textFrom = 0;
  for (let part = 0; part < count; part += 1) {
    const textTo = part + 1 === count ? operations.text.length : afterLines(operations.text, textFrom, ofOperations);
    const text = operations.text.slice(textFrom, textTo);
    textFrom = textTo;
    yield {
      operations: { ...operationRows(operations, part * ofOperations, (part + 1) * ofOperations), text },
      messages: messageRows(messages, part * ofMessages, (part + 1) * ofMessages),
    };
  }
}

/** Rows of each part, the last of which may have fewer. */
function stretchOf(rows: number, parts: number): number {
  return Math.ceil(rows / parts / ROWS_OF_WHOLE_LETTERS) * ROWS_OF_WHOLE_LETTERS;
}

function operationRows(columns: OperationColumns, from: number, to: number): Omit<OperationRows, 'text'> {
  return {
    client: sliceColumn(columns.client, from, to),
    session: sliceColumn(columns.session, from, to),
    from: sliceColumn(columns.from, from, to),
    to: sliceColumn(columns.to, from, to),
    mark: sliceColumn(columns.mark, from, to),
    quorum: sliceColumn(columns.quorum, from, to),
  };
}

function messageRows(columns: MessageColumns, from: number, to: number): MessageRows {
  return {
    sender: sliceColumn(columns.sender, from, to),
    receiver: sliceColumn(columns.receiver, from, to),
    sentAt: sliceColumn(columns.sentAt, from, to),
    arrivedAt: sliceColumn(columns.arrivedAt, from, to),
    name: sliceColumn(columns.name, from, to),
  };
}

/** Where the next so many lines of a text end, the last line break included. */
function afterLines(text: string, from: number, lines: number): number {
  let at = from;
  for (let line = 0; line < lines; line += 1) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}

function lengthOf(column: string): number {
  return packedLength(column) ?? 0;
}
