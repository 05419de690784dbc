import { Message } from '../../environment/message';
import type { Command } from '../../environment/command';
import type { Snapshot } from '../state-machine';
import type { Configuration } from './configuration';

/** Message types, in the order of `RAFT_MESSAGES`. */
export const RaftType = {
  PreVote: 0,
  PreVoteReply: 1,
  RequestVote: 2,
  VoteReply: 3,
  AppendEntries: 4,
  AppendReply: 5,
  InstallSnapshot: 6,
  SnapshotReply: 7,
  TimeoutNow: 8,
} as const;

export const RAFT_MESSAGES = [
  'PreVote',
  'PreVoteReply',
  'RequestVote',
  'VoteReply',
  'AppendEntries',
  'AppendReply',
  'InstallSnapshot',
  'SnapshotReply',
  'TimeoutNow',
] as const;

/** One entry of the log. Immutable: leaders, followers and messages share it. */
export interface LogEntry {
  readonly term: number;
  /** Undefined for the entry with which a leader begins its term, and for configurations. */
  readonly command: Command | undefined;
  /** Who votes from this entry on (dissertation, chapter 4); undefined for other entries. */
  readonly configuration: Configuration | undefined;
}

/** The state up to and including an index (dissertation, chapter 5). Immutable. */
export interface RaftSnapshot {
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly configuration: Configuration;
  readonly state: Snapshot;
}

export const NO_ENTRIES: readonly LogEntry[] = [];

/** All messages of Raft; the comments say which types use a field. */
export class RaftMessage extends Message {
  /** All: the sender's term; `PreVote` and its grant: the term that the candidate would start. */
  term = 0;
  /**
   * Votes: the candidate's last index. `AppendEntries`: the index before the entries. `AppendReply`: the highest index
   * known to match, or where it does not match, the highest index worth trying. `SnapshotReply`: the matching index.
   */
  index = 0;
  /** Term of the entry at `index`: votes and `AppendEntries`. */
  logTerm = 0;
  /** `AppendEntries`: the leader's commit index. */
  commit = 0;
  /** Replies: granted, matched. `RequestVote`: the leader itself asked for this election (3.10). */
  flag = false;
  /** `AppendEntries` and its reply: number of the leader's round of heartbeats, for reads (6.4). */
  round = 0;
  /** Replies: who the sender is among those that were ever at its place (see `Configuration`). */
  identity = 0;
  entries: readonly LogEntry[] = NO_ENTRIES;
  snapshot: RaftSnapshot | undefined = undefined;

  override garbled(): RaftMessage | undefined {
    if (this.type !== RaftType.AppendEntries || this.values === 0) return undefined;
    const copy = new RaftMessage();
    copy.type = this.type;
    copy.from = this.from;
    copy.values = this.values;
    copy.toStore = this.toStore;
    copy.term = this.term;
    copy.index = this.index;
    copy.logTerm = this.logTerm;
    copy.commit = this.commit;
    copy.flag = this.flag;
    copy.round = this.round;
    copy.entries = this.entries.map(garbledEntry);
    return copy;
  }
}

/** An entry whose record was damaged where no checksum notices. */
export function garbledEntry(entry: LogEntry): LogEntry {
  const command = entry.command?.garbled();
  return command === undefined ? entry : { ...entry, command };
}
