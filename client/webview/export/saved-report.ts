import { packNumbers } from '../../../server/src/report/packed-column';
import { OPERATION_MARKS, type RunReport } from '../../../server/src/report/run-report';
import { LATE, MARKS, OK } from '../run/operation-index';
import type { RunIndex } from '../run/run-index';

/** For each of `MARKS` its number in a report, which knows of no late ones. */
const OWN_MARKS = MARKS.map((mark, number) =>
  OPERATION_MARKS.findIndex((one) => one === (number === LATE ? 'ok' : mark)),
);

/** The report that a run was indexed from, packed again: it is not kept, because it would take as much room as the index. */
export function savedReport({ report, operations, messages }: RunIndex): RunReport {
  return {
    ...report,
    operations: {
      client: packNumbers(operations.client),
      session: packNumbers(operations.session),
      from: packNumbers(operations.from),
      to: packNumbers(operations.to),
      mark: packNumbers(operations.mark.map((mark) => OWN_MARKS[mark] ?? OK)),
      text: operations.texts.whole,
      quorum: packNumbers(operations.quorum),
      quorums: operations.quorums,
    },
    messages: {
      sender: packNumbers(messages.sender),
      receiver: packNumbers(messages.receiver),
      sentAt: packNumbers(messages.sentAt),
      arrivedAt: packNumbers(messages.arrivedAt),
      name: packNumbers(messages.name),
      names: messages.names,
    },
  };
}
