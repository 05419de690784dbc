import type { Command } from '../../environment/command';
import { Message } from '../../environment/message';
import { garbledState, type Snapshot } from '../state-machine';
import type { Configuration } from './configuration';

/** Message types, in the order of `PAXOS_MESSAGES`. */
export const PaxosType = {
  Prepare: 0,
  Promise: 1,
  Reject: 2,
  Accept: 3,
  Accepted: 4,
  Heartbeat: 5,
  HeartbeatReply: 6,
  CatchUp: 7,
  Learned: 8,
  Snapshot: 9,
  Handover: 10,
} as const;

export const PAXOS_MESSAGES = [
  'Prepare',
  'Promise',
  'Reject',
  'Accept',
  'Accepted',
  'Heartbeat',
  'HeartbeatReply',
  'CatchUp',
  'Learned',
  'Snapshot',
  'Handover',
] as const;

/** A value proposed for a slot in a ballot. Immutable: disks, leaders and messages share it. */
export interface Proposal {
  readonly slot: number;
  /** `CHOSEN` where the value is known to be chosen. */
  readonly ballot: number;
  /** Undefined: a new configuration, or the no-op that fills a gap ("Paxos Made Simple", section 3). */
  readonly command: Command | undefined;
  /** The acceptors of the slots after this one, where they change. */
  readonly configuration: Configuration | undefined;
}

/** Beyond every ballot: of a value that is chosen, and so wins over whatever else is reported for its slot. */
export const CHOSEN = Number.MAX_SAFE_INTEGER;

/** The state after all slots up to and including `lastSlot`. Immutable. */
export interface PaxosSnapshot {
  readonly lastSlot: number;
  readonly configuration: Configuration;
  readonly state: Snapshot;
}

export const NO_PROPOSALS: readonly Proposal[] = [];

/** All messages of Multi-Paxos; the comments say which types use a field. */
export class PaxosMessage extends Message {
  /** All but `CatchUp`, `Learned` and `Snapshot`: the ballot in question; `Reject`: the one promised. */
  ballot = 0;
  /** `Prepare`: first open slot. `Accept`, `Accepted`, `Learned`: slot of the first proposal. `CatchUp`: first slot wanted. */
  slot = 0;
  /** `Accepted`: number of consecutive slots. */
  count = 0;
  /** `Accept`, `Heartbeat` and its reply, `Learned`: all slots up to this one are chosen, as the sender knows. */
  chosen = 0;
  /** `Promise`, `HeartbeatReply`: which life of this place speaks (see `Configuration`). */
  identity = 0;
  /** `Accept`, `Heartbeat`: how long the acceptor is asked to promise itself to this leader. */
  leaseNs = 0;
  /** `Accept`, `Heartbeat`, and echoed in their answers: until when that lease lasts, on the leader's clock. */
  stamp = 0;
  /** `Handover`: place id of the replica that is to lead. */
  place = -1;
  proposals: readonly Proposal[] = NO_PROPOSALS;
  /** `Promise`, `Snapshot`; undefined in a `Promise` where the proposals alone tell everything. */
  snapshot: PaxosSnapshot | undefined = undefined;

  override garbled(): PaxosMessage | undefined {
    if (this.values === 0) return undefined;
    const copy = this.twin();
    switch (this.type) {
      case PaxosType.Accept:
      case PaxosType.Learned:
        copy.proposals = this.proposals.map(garbledProposal);
        return copy;
      case PaxosType.Snapshot:
        copy.snapshot = this.snapshot && { ...this.snapshot, state: garbledState(this.snapshot.state) };
        return copy;
      default:
        return undefined;
    }
  }

  /** An acceptor that lies denies what it has accepted, so that a new leader may choose anew what was chosen. */
  override falsified(): PaxosMessage | undefined {
    if (this.type !== PaxosType.Promise) return this.garbled();
    const copy = this.twin();
    copy.proposals = NO_PROPOSALS;
    copy.snapshot = undefined;
    copy.values = 0;
    return copy;
  }
}

/** A proposal whose record was damaged where no checksum notices. */
export function garbledProposal(proposal: Proposal): Proposal {
  const command = proposal.command?.garbled();
  return command === undefined ? proposal : { ...proposal, command };
}
