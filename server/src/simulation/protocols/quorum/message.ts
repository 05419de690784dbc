import { Message, garble } from '../../environment/message';
import type { KeyedVersion, Version } from '../conflict/version';
import { SIGNALS, type Signal } from '../detectors/signal';

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
  /** From here on: the signals of the policy's failure detector. */
  Signal: 8,
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
  ...SIGNALS,
] as const;

export class QuorumMessage extends Message {
  /** Where the coordinator keeps the request, and which use of that place it is; -1 where it awaits no answer. */
  request = -1;
  round = 0;
  key = 0;
  version: Version | undefined = undefined;
  hintFor = -1;
  /** The record is there but its checksum does not match. */
  corrupt = false;
  digests: Int32Array | undefined = undefined;
  buckets: readonly number[] | undefined = undefined;
  entries: readonly KeyedVersion[] | undefined = undefined;
  /** Exchange: the sender wants the receiver's entries of the same buckets in return. */
  wantsReturn = false;
  signal: Signal | undefined = undefined;

  override garbled(): QuorumMessage | undefined {
    if (this.version === undefined || this.type >= QuorumType.Signal) return undefined;
    const copy = new QuorumMessage();
    copy.type = this.type;
    copy.from = this.from;
    copy.values = this.values;
    copy.toStore = this.toStore;
    copy.request = this.request;
    copy.round = this.round;
    copy.key = this.key;
    copy.version = this.version.garbled(garble);
    copy.hintFor = this.hintFor;
    return copy;
  }
}
