import type { Command } from '../../environment/command';
import { CLAIMED_AHEAD, Message } from '../../environment/message';
import { SIGNALS, type Signal } from '../detectors/signal';
import { garbledState, type Snapshot } from '../state-machine';

/** Message types, in the order of `PRIMARY_BACKUP_MESSAGES`. */
export const PbType = {
  /** Primary to backup: entries, or none for a heartbeat. */
  Update: 0,
  UpdateReply: 1,
  /** Primary to backup: the whole state. */
  Copy: 2,
  CopyReply: 3,
  /** To one who speaks for an old epoch: there is a newer one. */
  Superseded: 4,
  /** A backup that misses the primary asks the others what they see and hold. */
  Canvass: 5,
  Standing: 6,
  /** To the backup that should take over: the most up-to-date one, or the one that the primary hands over to. */
  Nominate: 7,
  VoteRequest: 8,
  Vote: 9,
  /** From here on: the members' own failure detector, where the policy asks for SWIM. */
  Signal: 10,
} as const;

export const PRIMARY_BACKUP_MESSAGES = [
  'Update',
  'UpdateReply',
  'Copy',
  'CopyReply',
  'Superseded',
  'Canvass',
  'Standing',
  'Nominate',
  'VoteRequest',
  'Vote',
  ...SIGNALS,
] as const;

/** Who belongs to the store; an entry of the log, so that all learn of a change in its order. */
export interface Configuration {
  readonly members: readonly number[];
  /** Members that may succeed the primary: all, but of a fenced pair only those that it has found caught up. */
  readonly entitled: readonly number[];
}

/** A configuration and where it came from. */
export interface IssuedConfiguration {
  readonly configuration: Configuration;
  /** Index of its entry; 0 for the one that a store is created with. */
  readonly index: number;
  /** Epoch of the primary that issued it. */
  readonly epoch: number;
}

/** One entry of the log. Immutable: primary, backups and messages share it. */
export interface LogEntry {
  /** Epoch of the primary that appended it. */
  readonly epoch: number;
  readonly command: Command | undefined;
  readonly configuration: Configuration | undefined;
}

/** The state up to and including an index. Immutable. */
export interface StateCopy {
  readonly lastIndex: number;
  readonly lastEpoch: number;
  readonly issued: IssuedConfiguration;
  readonly state: Snapshot;
}

export const NO_ENTRIES: readonly LogEntry[] = [];

/** All messages of the family; the comments say which types use a field. */
export class PrimaryBackupMessage extends Message {
  /** All: the sender's epoch; `VoteRequest` and a granted `Vote`: the epoch that the candidate would begin. */
  epoch = 0;
  /**
   * `Update`: index before the entries. `UpdateReply`: highest index known to match, or worth trying. `Standing` and
   * `VoteRequest`: the sender's last index. `CopyReply`: index of the copy. `Superseded`: primary of the newer epoch.
   */
  index = 0;
  /** `Update`: epoch of the entry at `index`. `Standing`, `VoteRequest`: epoch of the sender's last entry. */
  logEpoch = 0;
  /** `Update`: the primary's commit index. */
  commit = 0;
  /** The primary's (or candidate's) own stopwatch when it sent, echoed by the reply. */
  sentAt = 0;
  /**
   * `UpdateReply`: the log matched. `Standing`: would support a successor. `Vote`: granted. `Nominate`, `VoteRequest`:
   * the primary itself hands over.
   */
  flag = false;
  /** `UpdateReply`: send the whole state, this log cannot be mended. `Standing`: a primary lives (see there). */
  other = false;
  entries: readonly LogEntry[] = NO_ENTRIES;
  copy: StateCopy | undefined = undefined;
  signal: Signal | undefined = undefined;

  override garbled(): PrimaryBackupMessage | undefined {
    const { type, entries, copy: state } = this;
    if (this.values === 0) return undefined;
    const damaged = this.twin();
    if (type === PbType.Update) damaged.entries = entries.map(garbledEntry);
    else if (type === PbType.Copy) damaged.copy = state && { ...state, state: garbledState(state.state) };
    else return undefined;
    return damaged;
  }

  /** A backup that lies has on disk whatever the primary may ever send, and everybody gets its vote. */
  override falsified(): PrimaryBackupMessage | undefined {
    const lie = this.twin();
    switch (this.type) {
      case PbType.UpdateReply:
        lie.flag = true;
        lie.other = false;
        lie.index = this.index + CLAIMED_AHEAD;
        return lie;
      case PbType.Standing:
      case PbType.VoteRequest:
        lie.index = this.index + CLAIMED_AHEAD;
        return lie;
      case PbType.Vote:
        lie.flag = true;
        return lie;
      default:
        return this.garbled();
    }
  }
}

/** An entry whose record was damaged where no checksum notices. */
export function garbledEntry(entry: LogEntry): LogEntry {
  const command = entry.command?.garbled();
  return command === undefined ? entry : { ...entry, command };
}
