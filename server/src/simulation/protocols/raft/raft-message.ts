import { CLAIMED_AHEAD, Message } from '../../environment/message';
import type { Command } from '../../environment/command';
import { garbledState, type Snapshot } from '../state-machine';
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
    const { type, entries, snapshot } = this;
    if (this.values === 0) return undefined;
    const copy = this.twin();
    if (type === RaftType.AppendEntries) copy.entries = entries.map(garbledEntry);
    else if (type === RaftType.InstallSnapshot) copy.snapshot = snapshot && garbledSnapshot(snapshot);
    else return undefined;
    return copy;
  }

  /**
   * A follower that lies has on disk whatever the leader may ever send; a candidate has the newest log, and everybody gets its
   * vote. None of that can be checked by who hears it: Raft takes servers for honest.
   */
  override falsified(): RaftMessage | undefined {
    const copy = this.twin();
    switch (this.type) {
      case RaftType.PreVote:
      case RaftType.RequestVote:
        copy.logTerm = this.term;
        return copy;
      case RaftType.VoteReply:
        copy.flag = true;
        return copy;
      case RaftType.AppendReply:
        copy.flag = true;
        copy.index = this.index + CLAIMED_AHEAD;
        return copy;
      default:
        return this.garbled();
    }
  }
}

function garbledSnapshot(snapshot: RaftSnapshot): RaftSnapshot {
  return { ...snapshot, state: garbledState(snapshot.state) };
}

/** An entry whose record was damaged where no checksum notices. */
export function garbledEntry(entry: LogEntry): LogEntry {
  const command = entry.command?.garbled();
  return command === undefined ? entry : { ...entry, command };
}
