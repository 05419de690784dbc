import { packedLength, type Numbers } from '../../../server/src/report/packed-column';
import type { ReportPart, RowCounts } from '../../../server/src/report/report-parts';
import type { RunReport } from '../../../server/src/report/run-report';
import { GrowingColumn } from './columns';

/** The columns of the two long tables of a report, as far as they have come. */
export interface OperationNumbers {
  readonly client: Numbers;
  readonly session: Numbers;
  readonly from: Float64Array;
  /** NaN where no answer came. */
  readonly to: Float64Array;
  readonly mark: Numbers;
  readonly text: string;
  readonly quorum: Numbers;
  readonly quorums: readonly (readonly number[])[];
}

export interface MessageNumbers {
  readonly sender: Numbers;
  readonly receiver: Numbers;
  readonly sentAt: Float64Array;
  readonly arrivedAt: Float64Array;
  readonly name: Numbers;
  readonly names: readonly string[];
}

type OperationColumn = Exclude<keyof OperationNumbers, 'text' | 'quorums'>;
type MessageColumn = Exclude<keyof MessageNumbers, 'names'>;

const OPERATION_COLUMNS: readonly OperationColumn[] = ['client', 'session', 'from', 'to', 'mark', 'quorum'];
const MESSAGE_COLUMNS: readonly MessageColumn[] = ['sender', 'receiver', 'sentAt', 'arrivedAt', 'name'];

/** Reads the tables of a report: all of them at once, or part by part. */
export class ReportTables {
  private readonly operationColumns: Readonly<Record<OperationColumn, GrowingColumn>>;
  private readonly messageColumns: Readonly<Record<MessageColumn, GrowingColumn>>;
  private text: string;

  /** @param total how many rows there will be; without this, there are no others than those of the report */
  constructor(
    private readonly report: Pick<RunReport, 'operations' | 'messages'>,
    private readonly total: RowCounts = rowsOf(report),
  ) {
    const { operations, messages } = report;
    const ofOperations = (name: OperationColumn): GrowingColumn =>
      new GrowingColumn(operations[name], total.operations);
    const ofMessages = (name: MessageColumn): GrowingColumn => new GrowingColumn(messages[name], total.messages);
    this.text = operations.text;
    this.operationColumns = {
      client: ofOperations('client'),
      session: ofOperations('session'),
      from: ofOperations('from'),
      to: ofOperations('to'),
      mark: ofOperations('mark'),
      quorum: ofOperations('quorum'),
    };
    this.messageColumns = {
      sender: ofMessages('sender'),
      receiver: ofMessages('receiver'),
      sentAt: ofMessages('sentAt'),
      arrivedAt: ofMessages('arrivedAt'),
      name: ofMessages('name'),
    };
  }

  /** Takes the next rows, or answers false where they do not go with those before. */
  append({ operations, messages }: ReportPart): boolean {
    this.text += operations.text;
    return (
      OPERATION_COLUMNS.every((name) => this.operationColumns[name].append(operations[name])) &&
      MESSAGE_COLUMNS.every((name) => this.messageColumns[name].append(messages[name]))
    );
  }

  /** Rows that have come. */
  get rows(): number {
    return this.operationColumns.from.length + this.messageColumns.sentAt.length;
  }

  /** Which share of the rows has come, 0..1. */
  get share(): number {
    const all = this.total.operations + this.total.messages;
    return all === 0 ? 1 : this.rows / all;
  }

  /** The instant up to which everything has come. */
  get knownTo(): number {
    const { from } = this.operationColumns;
    const { sentAt } = this.messageColumns;
    const upTo = (column: GrowingColumn, total: number): number => (column.length === total ? Infinity : column.latest);
    return Math.min(upTo(from, this.total.operations), upTo(sentAt, this.total.messages));
  }

  get operations(): OperationNumbers {
    const { client, session, from, to, mark, quorum } = this.operationColumns;
    return {
      ...{ client: client.integers, session: session.integers, from: from.floats, to: to.floats },
      ...{ mark: mark.integers, text: this.text, quorum: quorum.integers },
      quorums: this.report.operations.quorums,
    };
  }

  get messages(): MessageNumbers {
    const { sender, receiver, sentAt, arrivedAt, name } = this.messageColumns;
    return {
      ...{ sender: sender.integers, receiver: receiver.integers, sentAt: sentAt.floats, arrivedAt: arrivedAt.floats },
      ...{ name: name.integers, names: this.report.messages.names },
    };
  }
}

function rowsOf({ operations, messages }: Pick<RunReport, 'operations' | 'messages'>): RowCounts {
  return { operations: packedLength(operations.from) ?? 0, messages: packedLength(messages.sentAt) ?? 0 };
}
