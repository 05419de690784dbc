import { garble } from './message';

/** Numbers of `OPERATION_KINDS`, for use on the hot path. */
export const Operation = { Read: 0, Write: 1, Cas: 2, Append: 3, Poll: 4, Increment: 5, Add: 6, Remove: 7 } as const;
export type Operation = (typeof Operation)[keyof typeof Operation];

/**
 * One client operation as it travels. Immutable and shared by reference: logs, snapshots and messages may all hold it.
 * Every attempt of an operation carries the same command, but for `attempt`.
 */
export class Command {
  constructor(
    /** Operation id: the row in the history. Unique in the run, so it also tells a retry from a new operation. */
    readonly operation: number,
    readonly kind: Operation,
    readonly key: number,
    /** Value written, appended, added or removed; the increment; the new value of a cas; 0 for reads. */
    readonly value: number,
    /** The value a cas expects. */
    readonly expected: number,
    /** Address to answer to. */
    readonly client: number,
    /** The client's session: its operations never overlap and come in the order of their ids. */
    readonly session: number,
    /** The latest `Response.position` that this session was given by the shard; 0 where none was. */
    readonly seen = 0,
    /** From 1: an attempt of the client's that is asked of one replica at a time, and executed by one at most. */
    readonly attempt = 1,
  ) {}

  get isRead(): boolean {
    return this.kind === Operation.Read || this.kind === Operation.Poll;
  }

  /** This command with its value damaged, on a disk or a wire without checksums; undefined where it carries none. */
  garbled(): Command | undefined {
    if (this.isRead) return undefined;
    const { operation, kind, key, value, expected, client, session, seen, attempt } = this;
    return new Command(operation, kind, key, garble(value), expected, client, session, seen, attempt);
  }

  /** The same command in another attempt. */
  inAttempt(attempt: number): Command {
    const { operation, kind, key, value, expected, client, session, seen } = this;
    return new Command(operation, kind, key, value, expected, client, session, seen, attempt);
  }
}
