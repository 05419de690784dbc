import { Message } from '../../environment/message';
import { SIGNALS, type Signal } from '../detectors/signal';
import type { Attempts, WriteId } from './attempts';
import type { ReplicaContext } from '../replica-context';
import { damaged } from './fragment-store';
import { NOTHING_HELD, type Fragment, type Held, type Tag } from './fragment';

export const ErasureType = {
  /** What do you hold of `key`? */
  Fetch: 0,
  Fetched: 1,
  /** Keep `fragment` of `key`. */
  Store: 2,
  Stored: 3,
  /** Version `tag` of `key` is stored at a write quorum. */
  Complete: 4,
  /** Which versions do you know of? */
  List: 5,
  Listed: 6,
  /** `place` has been silent for `repair-delay`: do you not hear it either? */
  Missing: 7,
  Confirmed: 8,
  /** Are you there? Sent to nodes that did not answer. */
  Probe: 9,
  Alive: 10,
  /** From here on: the signals of the policy's failure detector. */
  Signal: 11,
} as const;

export const ERASURE_MESSAGES = [
  'fetch',
  'fetched',
  'store',
  'stored',
  'complete',
  'list',
  'listed',
  'missing',
  'confirmed',
  'probe',
  'alive',
  ...SIGNALS,
] as const;

/** Key to its newest version. */
export type Inventory = ReadonlyMap<number, Tag>;

const NO_TAG: Tag = { number: 0, writer: 0 };
const EMPTY: Inventory = new Map();

/** Key to what is remembered of the attempts of its writes. */
export type KnownAttempts = ReadonlyMap<number, readonly Attempts[]>;

const NO_ATTEMPTS: KnownAttempts = new Map();

export class ErasureMessage extends Message {
  /** Which question of the sender this belongs to; -1 where it awaits no answer. */
  request = -1;
  /** The configuration that the sender acted in: in another one, other nodes hold the fragments. */
  configuration = 0;
  key = 0;
  /** Missing, Confirmed: whom it is about. */
  place = -1;
  tag: Tag = NO_TAG;
  fragment: Fragment | undefined = undefined;
  held: Held = NOTHING_HELD;
  /** Fetch: take nothing more of this operation from attempts before this one. */
  by: WriteId | undefined = undefined;
  /** A later attempt of the same write has been promised that nothing more is taken from this one. */
  isSuperseded = false;
  /** The sender's disk was replaced and has not been rebuilt. */
  isBlank = false;
  inventory: Inventory = EMPTY;
  attempts: KnownAttempts = NO_ATTEMPTS;
  /** Listed: the sender remembers all that it has promised and taken, or as much as those who could tell it. */
  isInformed = false;
  signal: Signal | undefined = undefined;

  override garbled(): ErasureMessage | undefined {
    if (this.values === 0) return undefined;
    const copy = this.twin();
    switch (this.type) {
      case ErasureType.Store:
        copy.fragment = this.fragment === undefined ? undefined : damaged(this.fragment);
        return copy;
      case ErasureType.Fetched:
        copy.held = { ...this.held, fragments: this.held.fragments.map(damaged) };
        return copy;
      default:
        return undefined;
    }
  }
}

/** A message to fill, of the configuration that is in force. */
export function messageOf(context: ReplicaContext<ErasureMessage>, type: number): ErasureMessage {
  const message = context.message(type);
  message.configuration = context.configuration;
  return message;
}
