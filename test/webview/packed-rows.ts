import { packNumbers } from '../../server/src/report/packed-column';
import {
  OPERATION_MARKS,
  type MessageColumns,
  type OperationColumns,
  type OperationMark,
} from '../../server/src/report/run-report';

/** Operations as lists, easier to write than the columns of a report. */
export interface OperationLists {
  readonly client: readonly number[];
  readonly session: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly (number | null)[];
  readonly mark: readonly OperationMark[];
  readonly text: readonly string[];
}

export function packOperations(lists: OperationLists): OperationColumns {
  return {
    client: packNumbers(lists.client),
    session: packNumbers(lists.session),
    from: packNumbers(lists.from),
    to: packNumbers(lists.to.map((at) => at ?? NaN)),
    mark: packNumbers(lists.mark.map((mark) => OPERATION_MARKS.indexOf(mark))),
    text: lists.text.join('\n'),
    quorum: packNumbers(lists.from.map(() => -1)),
    quorums: [],
  };
}

export interface MessageLists {
  readonly sender: readonly number[];
  readonly receiver: readonly number[];
  readonly sentAt: readonly number[];
  readonly arrivedAt: readonly (number | null)[];
  readonly name: readonly number[];
  readonly names: readonly string[];
}

export function packMessages({ sender, receiver, sentAt, arrivedAt, name, names }: MessageLists): MessageColumns {
  return {
    sender: packNumbers(sender),
    receiver: packNumbers(receiver),
    sentAt: packNumbers(sentAt),
    arrivedAt: packNumbers(arrivedAt.map((at) => at ?? NaN)),
    name: packNumbers(name),
    names,
  };
}
