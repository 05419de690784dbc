import type { Command } from '../../environment/command';
import { CLAIMED_AHEAD, Message } from '../../environment/message';
import { garbledState, type Snapshot } from '../state-machine';
import { UNKNOWN, type Configuration } from './configuration';

/**
 * Message types, in the order of `ZAB_MESSAGES`; the paper's names in brackets. ZooKeeper sends `Diff`, `Trunc` or `Snap`, the
 * transactions that follow and NEWLEADER one after another down a stream; here they travel as one.
 */
export const ZabType = {
  Notification: 0,
  /** [CEPOCH] */
  FollowerInfo: 1,
  /** [NEWEPOCH] */
  LeaderInfo: 2,
  /** [ACK-E] */
  AckEpoch: 3,
  /** [NEWLEADER] */
  Diff: 4,
  Trunc: 5,
  Snap: 6,
  /** [ACK-LD] */
  AckNewLeader: 7,
  /** [COMMIT-LD] */
  UpToDate: 8,
  Request: 9,
  Proposal: 10,
  Ack: 11,
  Commit: 12,
  Sync: 13,
  SyncReply: 14,
  Ping: 15,
  PingReply: 16,
  /** Nobody listens there for followers: the machine's answer to a connection, no message of ZooKeeper. */
  Refused: 17,
} as const;

export const ZAB_MESSAGES = [
  'Notification',
  'FollowerInfo',
  'LeaderInfo',
  'AckEpoch',
  'Diff',
  'Trunc',
  'Snap',
  'AckNewLeader',
  'UpToDate',
  'Request',
  'Proposal',
  'Ack',
  'Commit',
  'Sync',
  'SyncReply',
  'Ping',
  'PingReply',
  'Refused',
] as const;

/** What a server is doing, as its notifications say. */
export type ServerState = 'looking' | 'following' | 'leading';

/** Whom a server would have as leader, and the history for which. */
export interface Vote {
  /** Place id. */
  readonly leader: number;
  /** The last epoch that the candidate has followed a leader in, and the last transaction of its history. */
  readonly epoch: number;
  readonly zxid: number;
}

/** A transaction of the history. Immutable: logs and messages share it. */
export interface Transaction {
  readonly zxid: number;
  readonly command: Command | undefined;
  /** Of a transaction that changes who votes; it carries no command. */
  readonly configuration: Configuration | undefined;
}

/** The state after the first `lastIndex` transactions. Immutable. */
export interface ZabSnapshot {
  readonly lastIndex: number;
  readonly lastZxid: number;
  readonly state: Snapshot;
  /** A configuration that was committed by then. */
  readonly configuration: Configuration;
}

export const NO_TRANSACTIONS: readonly Transaction[] = [];
export const NO_VOTE: Vote = { leader: -1, epoch: -1, zxid: -1 };

/** All messages of Zab; the comments say which types use a field. */
export class ZabMessage extends Message {
  /** All but `Notification`: number of the connection between follower and leader that it belongs to. */
  connection = 0;
  /** `FollowerInfo`: accepted epoch. `LeaderInfo`, `Diff`, `Trunc`, `Snap`: the new one. `AckEpoch`: current epoch, or -1. */
  epoch = 0;
  /** `AckEpoch`: last transaction of the follower's history. */
  zxid = 0;
  /**
   * Place in the history. `Diff`, `Trunc`, `Proposal`: before the first transaction carried. `AckNewLeader`, `Ack`,
   * `PingReply`: all up to it is on disk. `SyncReply`: the last proposed. `UpToDate`, `Commit`, `Ping`: the last committed.
   */
  index = 0;
  /** `Notification`: round of the election. */
  round = 0;
  vote: Vote = NO_VOTE;
  state: ServerState = 'looking';
  /** `Notification`, `FollowerInfo`: the sender has a vote. `Ack`: sent again, because no commit came. */
  flag = false;
  /** `Notification`: it answers one. */
  answers = false;
  /** `Notification`, `Diff`, `Trunc`, `Snap`: the sender's active configuration. */
  configuration: Configuration = UNKNOWN;
  /** `Ping` and its reply: the leader's stopwatch when it was sent. */
  stamp = 0;
  transactions: readonly Transaction[] = NO_TRANSACTIONS;
  snapshot: ZabSnapshot | undefined = undefined;
  command: Command | undefined = undefined;
  /** `Sync` and its reply: the operation that asks. */
  operation = 0;

  override garbled(): ZabMessage | undefined {
    if (this.values === 0) return undefined;
    const copy = this.twin();
    switch (this.type) {
      case ZabType.Request:
        copy.command = this.command?.garbled() ?? this.command;
        return copy;
      case ZabType.Proposal:
        copy.transactions = this.transactions.map(garbledTransaction);
        return copy;
      case ZabType.Diff:
      case ZabType.Trunc:
      case ZabType.Snap:
        copy.transactions = this.transactions.map(garbledTransaction);
        copy.snapshot = this.snapshot && { ...this.snapshot, state: garbledState(this.snapshot.state) };
        return copy;
      default:
        return undefined;
    }
  }

  /** A server that lies votes for one whose history is newer than any, and has on disk whatever may ever be proposed. */
  override falsified(): ZabMessage | undefined {
    const copy = this.twin();
    switch (this.type) {
      case ZabType.Notification:
        if (this.vote.leader < 0 || this.state !== 'looking') return undefined;
        copy.vote = { ...this.vote, epoch: this.vote.epoch + CLAIMED_AHEAD };
        return copy;
      case ZabType.Ack:
        copy.index = this.index + CLAIMED_AHEAD;
        return copy;
      default:
        return this.garbled();
    }
  }
}

/** A transaction whose record was damaged where no checksum notices. */
export function garbledTransaction(transaction: Transaction): Transaction {
  const command = transaction.command?.garbled();
  return command === undefined ? transaction : { ...transaction, command };
}
