import type { FailureReason } from '../run';

/** What every message weighs on the wire: headers of frame, IP, TCP and RPC, rounded. */
export const HEADER_BYTES = 100;
/** So many entries more than it has a liar says to have on its disk: what comes in the next seconds. */
export const CLAIMED_AHEAD = 100_000;
/** One client value with its key, as stored and as sent. */
export const VALUE_BYTES = 100;

/**
 * A message between endpoints of one protocol. Each family derives one class with named fields for all its message
 * types; objects are pooled, so a field holds what its last user left there: set every field that the type uses.
 *
 * A message belongs to the kernel once it is sent, and to the receiver only while it handles it. One message may be
 * sent to many receivers; none of them may change it or keep it.
 */
export abstract class Message {
  /** Index into the family's `messages`. */
  type = 0;
  /** Address of the sender: a place id, or the address of a client library. Set when it is sent. */
  from = 0;
  /** The shard that it is about. Set when it is sent. */
  group = -1;
  /** Client values carried, parts of them as such; together with the header they make the message's size. */
  values = 0;
  /** True where the values are to be stored by the receiver: such messages take a link's write latency. */
  toStore = false;
  /** Deliveries under way, and whoever else must not lose it. One that is never sent is left to the garbage collector. */
  references = 0;
  pool: MessagePool<Message> | undefined = undefined;

  /**
   * A damaged copy, for stores without checksums: as this one with a client value garbled (see `garble`), or undefined
   * where it carries none (damage to a header is always noticed and the message is dropped).
   */
  garbled(): Message | undefined {
    return undefined;
  }

  /**
   * What a liar says in place of this message: client values that are not the ones stored, and, where the family says so,
   * of itself what is not so (a vote that it gave to another, a log that it does not have). Undefined where it has nothing
   * to gain from not telling the truth.
   */
  falsified(): Message | undefined {
    return this.garbled();
  }

  /** A copy that may be changed, since nobody else has it. */
  protected twin(): this {
    const twin = Object.assign(new (this.constructor as new () => this)(), this);
    twin.references = 0;
    twin.pool = undefined;
    return twin;
  }
}

/** Values that were damaged since somebody began to ask; undefined where nobody does. */
let noted: Set<number> | undefined;

/** What became of a value when its bits changed: never the value of any write, and not "no value" (-1) either. */
export function garble(value: number): number {
  const bad = -2 - Math.abs(value);
  noted?.add(bad);
  return bad;
}

/**
 * Calls `damage` and tells, where somebody asks, which values it has garbled. A counter's are not among them: what its damaged
 * state comes to is known only when somebody reads it.
 */
export function garbledBy<T>(
  asked: boolean,
  damage: () => T,
): { readonly made: T; readonly values: ReadonlySet<number> } {
  const values = new Set<number>();
  noted = asked ? values : undefined;
  const made = damage();
  noted = undefined;
  values.delete(NaN);
  return { made, values };
}

/** The value that was garbled; undefined of one that was not. */
export function ungarbled(value: number): number | undefined {
  return value <= -2 ? -2 - value : undefined;
}

export function releaseMessage(message: Message): void {
  if (--message.references === 0) message.pool?.give(message);
}

/** Reuses the messages of one family. */
export class MessagePool<M extends Message> {
  private readonly free: M[] = [];
  private count = 0;

  constructor(private readonly create: () => M) {}

  take(type: number): M {
    let message: M;
    if (this.count > 0) message = this.free[--this.count] as M;
    else {
      message = this.create();
      message.pool = this as unknown as MessagePool<Message>;
    }
    message.type = type;
    message.values = 0;
    message.toStore = false;
    return message;
  }

  give(message: M): void {
    this.free[this.count++] = message;
  }
}

/** An answer to a client. */
export class Response extends Message {
  operation = 0;
  /** `FailureReason.None` for success. */
  reason: FailureReason = 0;
  /** True for a failure after which the operation may still take effect; otherwise it surely does not. */
  indefinite = false;
  output = NaN;
  /** Contents, or siblings; undefined for a plain value. */
  observation: readonly number[] | undefined = undefined;
  /** Place id of the leader as far as the sender knows, or -1. */
  leader = -1;
  degraded = false;
  /** Where in its history the replica was, for families whose clients remember how far they have seen; 0 otherwise. */
  position = 0;

  override garbled(): Response | undefined {
    if (!(this.output >= 0) && this.observation === undefined) return undefined;
    const copy = this.twin();
    copy.output = garble(this.output);
    copy.observation = this.observation?.map(garble);
    return copy;
  }
}
