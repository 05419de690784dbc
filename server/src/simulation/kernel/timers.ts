import { longer } from './columns';
import { Field, INTS_LOG2, type EventQueue } from './event-queue';

/** Kind of the queue's events that belong to timers (see `SlotKind` in kernel.ts). */
export const TIMER_SLOT = 3;

/**
 * Timers that can be set again and again without filling the queue: each has at most one live entry in the queue.
 * Setting a timer later only moves its deadline; when the entry comes up early it is scheduled again. Setting it
 * earlier makes the old entry void by its token.
 */
export class Timers {
  private deadline = new Float64Array(64);
  private entryAt = new Float64Array(64);
  private token = new Int32Array(64);
  /** The timer that fires now; -1 while anything else happens. */
  firing = -1;
  /** Trace event in which the timer was last set. */
  private causes = new Int32Array(64);
  private readonly owners: number[] = [];
  private readonly tags: number[] = [];

  constructor(private readonly queue: EventQueue) {}

  /** A new idle timer of an endpoint; `tag` is what its owner knows it by. */
  create(owner: number, tag: number): number {
    const id = this.owners.length;
    if (id === this.deadline.length) {
      this.deadline = longer(this.deadline);
      this.entryAt = longer(this.entryAt);
      this.token = longer(this.token);
      this.causes = longer(this.causes);
    }
    this.owners.push(owner);
    this.tags.push(tag);
    this.deadline[id] = NaN;
    this.entryAt[id] = Infinity;
    return id;
  }

  owner(id: number): number {
    return this.owners[id] as number;
  }

  tag(id: number): number {
    return this.tags[id] as number;
  }

  isSet(id: number): boolean {
    const deadline = this.deadline[id] as number;
    return deadline === deadline;
  }

  /** Instant at which it will fire; NaN when it is not set. */
  deadlineOf(id: number): number {
    return this.deadline[id] as number;
  }

  causeOf(id: number): number {
    return this.causes[id] as number;
  }

  set(id: number, at: number, cause: number): void {
    this.deadline[id] = at;
    this.causes[id] = cause;
    if ((this.entryAt[id] as number) <= at) return;
    this.token[id] = ((this.token[id] as number) + 1) | 0;
    this.enter(id, at);
  }

  /**
   * Sets a timer of something that goes on by itself, as heartbeats do: set anew while it fires it only repeats, and what once
   * began it is not the cause of all that it ever does.
   */
  setRecurring(id: number, at: number, cause: number): void {
    this.set(id, at, id === this.firing ? -1 : cause);
  }

  cancel(id: number): void {
    this.deadline[id] = NaN;
  }

  /** True when the entry in `slot` means that the timer fires now; it is then idle again. */
  due(slot: number, now: number): boolean {
    const { ints } = this.queue;
    const at = slot << INTS_LOG2;
    const id = ints[at + Field.Target] as number;
    if ((ints[at + Field.Source] as number) !== (this.token[id] as number)) return false;
    this.entryAt[id] = Infinity;
    const deadline = this.deadline[id] as number;
    if (deadline > now) {
      this.enter(id, deadline);
      return false;
    }
    if (deadline !== deadline) return false;
    this.deadline[id] = NaN;
    return true;
  }

  private enter(id: number, at: number): void {
    this.entryAt[id] = at;
    this.queue.add(at, TIMER_SLOT, id, this.token[id] as number, 0, -1, 0, undefined);
  }
}
