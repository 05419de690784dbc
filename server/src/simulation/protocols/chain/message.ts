import { REGISTER_MESSAGES, RegisterMessage, type Configuration, type Version } from '../configuration-register';
import { garbledEntry, garbledEpochState, type EpochEntry, type EpochState } from '../epoch-log';

/** Message types beyond the register's, in the order of `CHAIN_MESSAGES`. */
export const ChainType = {
  /** Everybody to everybody: alive, and what the sender has. The answer grants a lease. */
  Heartbeat: 5,
  HeartbeatReply: 6,
  /** An update on its way down the chain. */
  Forward: 7,
  /** Up the chain: updates up to here have reached the tail. */
  Clean: 8,
  /** Up the chain: something is missing. */
  Resend: 9,
  /** Which updates has the tail processed? (CRAQ's version query.) */
  VersionQuery: 10,
  VersionReply: 11,
  /** A server outside the chain wants to be its new tail, and says what it has. */
  Join: 12,
  /** What it has cannot be continued: it has to go back. */
  GoBack: 13,
  State: 14,
  /** To the owner of the configuration: make this server the new tail, or (from itself) take it out. */
  Append: 15,
  Leave: 16,
} as const;

export const CHAIN_MESSAGES = [
  ...REGISTER_MESSAGES,
  'Heartbeat',
  'HeartbeatReply',
  'Forward',
  'Clean',
  'Resend',
  'VersionQuery',
  'VersionReply',
  'Join',
  'GoBack',
  'State',
  'Append',
  'Leave',
] as const;

/** Who forms the chain, in order; and who decides about it. */
export interface ChainConfiguration extends Configuration {
  /** Place ids, the head first. */
  readonly chain: readonly number[];
  /** A new tail serves once it has processed everything up to here: what the old one may have told clients. */
  readonly tailServesFrom: number;
}

export type ChainVersion = Version<ChainConfiguration>;

export const NO_UPDATES: readonly EpochEntry[] = [];

/** All messages of the family; the comments say which types use a field. */
export class ChainMessage extends RegisterMessage<ChainConfiguration> {
  /**
   * `Heartbeat`, `Join`: the sender's last index. `Forward`: index before the updates. `Clean`, `VersionReply`: highest index
   * that has reached the tail. `Resend`: first index that is missing. `Append`: index the new tail has to reach.
   */
  index = 0;
  /** `Join`: configuration of the update at `index`. `Forward`, `Append`: number of the configuration that it is sent in. */
  configuration = 0;
  /** `Forward`: configuration of the update at `index`, so that only a log that agrees takes what follows. */
  previous = 0;
  /** `Heartbeat`: highest index known to have reached the tail. */
  clean = 0;
  /** The sender's stopwatch, echoed by the reply. */
  sentAt = 0;
  /** `Append`: the new tail, or -1 to have it decided that there is none. `VersionQuery`, `VersionReply`: number of the query. */
  place = -1;
  updates: readonly EpochEntry[] = NO_UPDATES;
  state: EpochState | undefined = undefined;

  override garbled(): ChainMessage | undefined {
    if (this.values === 0) return undefined;
    const damaged = this.twin();
    if (this.type === ChainType.Forward) damaged.updates = this.updates.map(garbledEntry);
    else if (this.type === ChainType.State) damaged.state = this.state && garbledEpochState(this.state);
    else return undefined;
    return damaged;
  }

  /** A liar denies that anything has reached the tail: where all servers answer, those that ask it have old values to tell. */
  override falsified(): ChainMessage | undefined {
    const lie = this.twin();
    switch (this.type) {
      case ChainType.Heartbeat:
        lie.clean = 0;
        return lie;
      case ChainType.Clean:
      case ChainType.VersionReply:
        lie.index = 0;
        return lie;
      default:
        return this.garbled();
    }
  }
}
