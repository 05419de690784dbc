import { Message, garble } from '../../environment/message';
import type { KeyedVersion, Version } from '../conflict/version';
import { SIGNALS, type Signal } from '../detectors/signal';
import { NO_BALLOT, type Ballot } from './ballot';

export const QuorumType = {
  /** Store `version` of `key`; `hintFor` is the home replica that the receiver stands in for, or -1. */
  Store: 0,
  Stored: 1,
  /** What do you hold for `key`? */
  Fetch: 2,
  Fetched: 3,
  /** Are you there? Sent to peers that did not answer. */
  Probe: 4,
  Alive: 5,
  /** Anti-entropy: digests of all my buckets. */
  Digest: 6,
  /** Anti-entropy: all I hold in the buckets that differ. */
  Exchange: 7,
  /** Light-weight transactions: take part in no ballot below mine, and tell me what you hold. */
  Prepare: 8,
  Promise: 9,
  Propose: 10,
  Accepted: 11,
  /** `version` was chosen: store it. */
  Commit: 12,
  Committed: 13,
  /** From here on: the signals of the policy's failure detector. */
  Signal: 14,
} as const;

export const QUORUM_MESSAGES = [
  'store',
  'stored',
  'fetch',
  'fetched',
  'probe',
  'alive',
  'digest',
  'exchange',
  'prepare',
  'promise',
  'propose',
  'accepted',
  'commit',
  'committed',
  ...SIGNALS,
] as const;

/** What an acceptor has accepted in a ballot. */
export interface Accepted {
  readonly ballot: Ballot;
  readonly version: Version;
}

export class QuorumMessage extends Message {
  /** Where the coordinator keeps the request, and which use of that place it is; -1 where it awaits no answer. */
  request = -1;
  round = 0;
  key = 0;
  version: Version | undefined = undefined;
  hintFor = -1;
  /** Store: `version` is all that is known of the key, and not only what a write changes. */
  isWhole = false;
  /** The record is there but its checksum does not match. */
  corrupt = false;
  digests: Int32Array | undefined = undefined;
  buckets: readonly number[] | undefined = undefined;
  entries: readonly KeyedVersion[] | undefined = undefined;
  /** Exchange: the sender wants the receiver's entries of the same buckets in return. */
  wantsReturn = false;
  /** Of a transaction: the one that it is about; in a refusal, the one that was promised. */
  ballot: Ballot = NO_BALLOT;
  agrees = false;
  accepted: Accepted | undefined = undefined;
  committed: Ballot = NO_BALLOT;
  signal: Signal | undefined = undefined;

  override garbled(): QuorumMessage | undefined {
    return this.changed((version) => version.garbled(garble));
  }

  /** A replica that lies has something newer, which readers believe and repair the others with. */
  override falsified(): QuorumMessage | undefined {
    return this.changed((version) => version.falsified());
  }

  private changed(change: (version: Version) => Version): QuorumMessage | undefined {
    const copy = this.twin();
    switch (this.type) {
      case QuorumType.Store:
      case QuorumType.Fetched:
      case QuorumType.Propose:
      case QuorumType.Commit:
        copy.version = this.version && change(this.version);
        return copy.version && copy;
      case QuorumType.Promise:
        copy.version = this.version && change(this.version);
        copy.accepted = this.accepted && { ...this.accepted, version: change(this.accepted.version) };
        return copy.version && copy;
      case QuorumType.Exchange:
        copy.entries = this.entries?.map(({ key, version }) => ({ key, version: change(version) }));
        return copy.entries && copy;
      default:
        return undefined;
    }
  }
}
