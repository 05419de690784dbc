import { Message } from '../../environment/message';
import { falsifiedEntries, garbledEntries, type KeyedVersion } from '../conflict/version';
import { SIGNALS, type Signal } from '../detectors/signal';

export const GossipType = {
  /** Digests of all my buckets: tell me where we differ, or send me what you hold there. */
  Digest: 0,
  /** These are the buckets in which I differ from you: send me yours. */
  Wanted: 1,
  /** All that I hold in some buckets. */
  Entries: 2,
  /** Updates that I have heard of lately. */
  Rumour: 3,
  /** Which rumours were news to me and which were not. */
  Feedback: 4,
  /** From here on: the signals of the policy's failure detector. */
  Signal: 5,
} as const;

export const GOSSIP_MESSAGES = ['digest', 'wanted', 'entries', 'rumour', 'feedback', ...SIGNALS] as const;

export class GossipMessage extends Message {
  digests: Int32Array | undefined = undefined;
  /** Digest: the sender wants the receiver's entries; Entries: it wants them in return. */
  pulls = false;
  /** Digest: the sender offers its own entries. */
  pushes = false;
  buckets: readonly number[] = [];
  entries: readonly KeyedVersion[] = [];
  /** Feedback: keys of rumours that the sender had heard before, and those that it had not. */
  known: readonly number[] = [];
  news: readonly number[] = [];
  signal: Signal | undefined = undefined;

  override garbled(): GossipMessage | undefined {
    if (this.type !== GossipType.Entries && this.type !== GossipType.Rumour) return undefined;
    const copy = this.twin();
    copy.entries = garbledEntries(this.entries);
    return copy;
  }

  /** A node that lies has something newer, which spreads like anything else. */
  override falsified(): GossipMessage | undefined {
    const copy = this.garbled();
    if (copy !== undefined) copy.entries = falsifiedEntries(this.entries);
    return copy;
  }
}
