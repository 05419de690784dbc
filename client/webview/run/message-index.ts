import type { Numbers } from '../../../server/src/report/packed-column';
import { gathered, gatheredIntegers, rises } from './columns';
import { IntervalIndex } from './interval-index';
import type { MessageNumbers } from './report-tables';

/** Messages sorted by the instant they were sent; rows count in this order. */
export interface MessageIndex {
  readonly count: number;
  readonly sender: Numbers;
  readonly receiver: Numbers;
  readonly sentAt: Float64Array;
  /** NaN where the message was lost. */
  readonly arrivedAt: Float64Array;
  readonly name: Numbers;
  readonly names: readonly string[];
  readonly intervals: IntervalIndex;
}

export function indexMessages(columns: MessageNumbers): MessageIndex {
  const sorted = rises(columns.sentAt) ? columns : sortedBySending(columns);
  const { sender, receiver, sentAt, arrivedAt, name } = sorted;
  return {
    ...{ sender, receiver, sentAt, arrivedAt, name },
    count: sorted.sentAt.length,
    names: columns.names,
    intervals: new IntervalIndex(sorted.sentAt, sorted.arrivedAt),
  };
}

export function messageName(index: MessageIndex, row: number): string {
  return index.names[index.name[row] ?? -1] ?? 'message';
}

type Columns = Pick<MessageIndex, 'sender' | 'receiver' | 'sentAt' | 'arrivedAt' | 'name'>;

function sortedBySending(columns: Columns): Columns {
  const { sentAt } = columns;
  const order = new Int32Array(sentAt.length).map((_, row) => row);
  order.sort((a, b) => (sentAt[a] as number) - (sentAt[b] as number) || a - b);
  return {
    sender: gatheredIntegers(columns.sender, order),
    receiver: gatheredIntegers(columns.receiver, order),
    sentAt: gathered(sentAt, order),
    arrivedAt: gathered(columns.arrivedAt, order),
    name: gatheredIntegers(columns.name, order),
  };
}
