import { Message } from '../../environment/message';
import { falsifiedEntries, garbledEntries, type KeyedVersion } from '../conflict/version';
import { SIGNALS, type Signal } from '../detectors/signal';
import type { ChangeRange, Knowledge } from './change-feed';

export const MultiLeaderType = {
  /** Changes that the receiver lacks, as far as the sender knows. */
  Changes: 0,
  /** What the sender knows, having received changes. */
  Received: 1,
  /** From here on: the signals of the policy's failure detector. */
  Signal: 2,
} as const;

export const MULTI_LEADER_MESSAGES = ['changes', 'received', ...SIGNALS] as const;

const NOTHING: Knowledge = new Map();

export class MultiLeaderMessage extends Message {
  /** Own origin of the sender: tells one life of a process from the next. */
  origin = 0;
  knowledge: Knowledge = NOTHING;
  ranges: readonly ChangeRange[] = [];
  /** The present versions of the keys in the ranges. */
  entries: readonly KeyedVersion[] = [];
  signal: Signal | undefined = undefined;

  override garbled(): MultiLeaderMessage | undefined {
    if (this.type !== MultiLeaderType.Changes || this.entries.length === 0) return undefined;
    const copy = this.twin();
    copy.entries = garbledEntries(this.entries);
    return copy;
  }

  /** A leader that lies has something newer, which the others take over. */
  override falsified(): MultiLeaderMessage | undefined {
    const copy = this.garbled();
    if (copy !== undefined) copy.entries = falsifiedEntries(this.entries);
    return copy;
  }
}
