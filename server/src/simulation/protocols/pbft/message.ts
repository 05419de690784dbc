import type { Command } from '../../environment/command';
import { Message } from '../../environment/message';
import type { FailureReason } from '../../run';
import type { Snapshot } from '../state-machine';

/** Message types, in the order of `PBFT_MESSAGES`. */
export const PbftType = {
  Request: 0,
  PrePrepare: 1,
  Prepare: 2,
  Commit: 3,
  Reply: 4,
  Checkpoint: 5,
  ViewChange: 6,
  NewView: 7,
  /** How far I am: send me again what I miss. */
  Status: 8,
  FetchState: 9,
  StateData: 10,
  /** This request is committed here: f + 1 who say so include a correct replica. */
  Committed: 11,
} as const;
export type PbftType = (typeof PbftType)[keyof typeof PbftType];

export const PBFT_MESSAGES = [
  'Request',
  'PrePrepare',
  'Prepare',
  'Commit',
  'Reply',
  'Checkpoint',
  'ViewChange',
  'NewView',
  'Status',
  'FetchState',
  'StateData',
  'Committed',
] as const;

/** A request in its place of the order; undefined is the null request, which does nothing (section 4.4). */
export interface Proposal {
  readonly sequence: number;
  readonly command: Command | undefined;
}

/** Proof that a request prepared: its pre-prepare and 2f matching prepares. Immutable. */
export interface Certificate extends Proposal {
  /** View in which it prepared. */
  readonly view: number;
}

/** One signed view-change message, as others pass it on in a new-view. Immutable. */
export interface ViewChangeRecord {
  readonly replica: number;
  readonly view: number;
  /** Sequence number and digest of the sender's last stable checkpoint, with the proof of it. */
  readonly stable: number;
  readonly stableDigest: number;
  readonly certificates: readonly Certificate[];
}

/** The last answer to a client, kept so that a retransmitted request gets it again. */
export interface Answer {
  readonly operation: number;
  readonly client: number;
  readonly reason: FailureReason;
  readonly output: number;
  readonly observation: readonly number[] | undefined;
}

/** The state after all requests up to and including a sequence number. Immutable. */
export interface CheckpointState {
  readonly sequence: number;
  readonly digest: number;
  readonly state: Snapshot;
  /** By session. */
  readonly answers: ReadonlyMap<number, Answer>;
}

export const NO_PROPOSALS: readonly Proposal[] = [];
export const NO_CERTIFICATES: readonly Certificate[] = [];
export const NO_RECORDS: readonly ViewChangeRecord[] = [];

/**
 * All messages of PBFT; the comments say which types use a field. Every message carries its sender's authenticator:
 * nobody can send in another's name (`from` is the network's), and damage on the way is always noticed, so a message
 * has no garbled form.
 */
export class PbftMessage extends Message {
  /** All but `Request`, `Checkpoint`, `FetchState`, `StateData` and `Committed`: the view in question. */
  view = 0;
  /** Place in the order; `Status`: last executed; `Checkpoint`, `FetchState`: of the state; `ViewChange`: last stable. */
  sequence = 0;
  /** `PrePrepare`, `Prepare`, `Commit`, `Committed`: of the request. `Checkpoint`, `ViewChange`: of the state. */
  digest = 0;
  /** `Status`: the sender takes part in its view. */
  flag = false;
  /** `Status`: the sender asks for the receiver's own. */
  asks = false;
  /** `Request`, `PrePrepare`, `Committed`. */
  command: Command | undefined = undefined;
  /** `Reply`. */
  answer: Answer | undefined = undefined;
  /** `ViewChange`: what prepared at the sender (P). */
  certificates: readonly Certificate[] = NO_CERTIFICATES;
  /** `NewView`: the view-change messages that it rests on (V). */
  records: readonly ViewChangeRecord[] = NO_RECORDS;
  /** `NewView`: what follows from them (O). */
  proposals: readonly Proposal[] = NO_PROPOSALS;
  /** `StateData`. */
  checkpoint: CheckpointState | undefined = undefined;

  /** A copy for a sender that tells different receivers different things. */
  copy(): PbftMessage {
    const copy = new PbftMessage();
    copy.type = this.type;
    copy.values = this.values;
    copy.toStore = this.toStore;
    copy.view = this.view;
    copy.sequence = this.sequence;
    copy.digest = this.digest;
    copy.flag = this.flag;
    copy.asks = this.asks;
    copy.command = this.command;
    copy.answer = this.answer;
    copy.certificates = this.certificates;
    copy.records = this.records;
    copy.proposals = this.proposals;
    copy.checkpoint = this.checkpoint;
    return copy;
  }
}
