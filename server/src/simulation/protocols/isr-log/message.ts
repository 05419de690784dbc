import { REGISTER_MESSAGES, RegisterMessage, type Version } from '../configuration-register';
import { garbledEntry, garbledEpochState, type EpochEntry, type EpochState } from '../epoch-log';
import type { PartitionState } from './partition-state';

/** Message types beyond the register's, in the order of `ISR_MESSAGES`. */
export const IsrType = {
  /** Controller to all nodes: it is there, and what is decided. */
  Beacon: 5,
  /** Broker to controller: its session goes on. */
  Session: 6,
  /** Leader to controller: change the in-sync replicas (AlterPartition). */
  AlterIsr: 7,
  /** Follower to leader: what it has; asks for what comes after it. */
  Fetch: 8,
  FetchReply: 9,
} as const;

export const ISR_MESSAGES = [...REGISTER_MESSAGES, 'Beacon', 'Session', 'AlterIsr', 'Fetch', 'FetchReply'] as const;

export const NO_ENTRIES: readonly EpochEntry[] = [];

/** How a leader answers a fetch. */
export const FetchAnswer = {
  Entries: 0,
  /** The follower's last entry is not the leader's: go back to `index` (KIP-595, diverging epoch). */
  Diverging: 1,
  /** What comes next is only in a checkpoint: here it is as a whole. */
  State: 2,
} as const;
export type FetchAnswer = (typeof FetchAnswer)[keyof typeof FetchAnswer];

/** What a fetch says. */
export interface FetchFields {
  readonly from: number;
  readonly epoch: number;
  readonly index: number;
  readonly logEpoch: number;
  readonly request: number;
}

/** All messages of the family; the comments say which types use a field. */
export class IsrMessage extends RegisterMessage<PartitionState> {
  /** `Fetch`, `FetchReply`: leader epoch that the sender acts in. */
  epoch = 0;
  /** `Fetch`: the follower's last index. `FetchReply`: index before the entries, or to go back to. */
  index = 0;
  /** `Fetch`: epoch of the entry at `index`. `FetchReply`, diverging: nothing above this epoch stays. */
  logEpoch = 0;
  /** `FetchReply`: the high watermark. */
  highWatermark = 0;
  /** `Fetch` and its reply: number of the fetch. `Session`: incarnation of the broker. `AlterIsr`: number of the state that it is based on. */
  request = 0;
  answer: FetchAnswer = FetchAnswer.Entries;
  /** `AlterIsr`: the in-sync replicas that the leader wants. */
  isr: readonly number[] = [];
  entries: readonly EpochEntry[] = NO_ENTRIES;
  state: EpochState | undefined = undefined;

  override garbled(): IsrMessage | undefined {
    if (this.type !== IsrType.FetchReply || this.values === 0) return undefined;
    const damaged = this.twin();
    if (this.answer === FetchAnswer.Entries) damaged.entries = this.entries.map(garbledEntry);
    else damaged.state = this.state && garbledEpochState(this.state);
    return damaged;
  }

  /** A follower that lies has nothing: while it is in sync, nothing is committed. More than the leader has it cannot claim. */
  override falsified(): IsrMessage | undefined {
    if (this.type !== IsrType.Fetch) return this.garbled();
    const lie = this.twin();
    lie.index = 0;
    lie.logEpoch = 0;
    return lie;
  }
}

export type PartitionVersion = Version<PartitionState>;
