import type { MessageColumns } from '../../../server/src/report/run-report';
import { IntervalIndex } from './interval-index';

/** Messages sorted by the instant they were sent; rows count in this order. */
export interface MessageIndex {
  readonly count: number;
  readonly sender: Int32Array;
  readonly receiver: Int32Array;
  readonly sentAt: Float64Array;
  /** NaN where the message was lost. */
  readonly arrivedAt: Float64Array;
  readonly name: Int32Array;
  readonly names: readonly string[];
  readonly intervals: IntervalIndex;
}

export function indexMessages(columns: MessageColumns): MessageIndex {
  const order = sendingOrder(columns.sentAt);
  const sentAt = Float64Array.from(order, (row) => columns.sentAt[row] ?? 0);
  const arrivedAt = Float64Array.from(order, (row) => columns.arrivedAt[row] ?? NaN);
  const ends = arrivedAt.map((end, row) => (Number.isNaN(end) ? (sentAt[row] as number) : end));
  return {
    count: sentAt.length,
    sender: Int32Array.from(order, (row) => columns.sender[row] ?? -1),
    receiver: Int32Array.from(order, (row) => columns.receiver[row] ?? -1),
    sentAt,
    arrivedAt,
    name: Int32Array.from(order, (row) => columns.name[row] ?? 0),
    names: columns.names,
    intervals: new IntervalIndex(sentAt, ends),
  };
}

export function messageName(index: MessageIndex, row: number): string {
  return index.names[index.name[row] ?? -1] ?? 'message';
}

function sendingOrder(sentAt: readonly number[]): Int32Array {
  const order = Int32Array.from(sentAt, (_, row) => row);
  const sorted = sentAt.every((at, row) => row === 0 || (sentAt[row - 1] as number) <= at);
  return sorted ? order : order.sort((a, b) => (sentAt[a] as number) - (sentAt[b] as number) || a - b);
}
