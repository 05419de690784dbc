import type { LimitReached } from '../run';
import { EventQueue } from './event-queue';
import { RandomStreams } from './random-streams';
import { TraceHash } from './trace-hash';
import { TraceRecorder } from './trace-recorder';
import { TIMER_SLOT, Timers } from './timers';

/** What a slot of the queue is. */
export const SlotKind = {
  /** A message between endpoints of one protocol; `body` is the message. */
  Message: 0,
  /** A client's operation arrives at a replica; `body` is its command. */
  Request: 1,
  /** A replica's answer arrives at a client; `body` is the response. */
  Response: 2,
  Timer: TIMER_SLOT,
  /** A deferred call of the environment; `body` is a function. */
  Call: 4,
} as const;

/** Receives what the kernel takes from the queue. It owns the slot: it releases it or schedules it again. */
export interface Dispatcher {
  dispatch(slot: number): void;
}

export interface KernelLimits {
  readonly maxEvents: number;
  readonly maxQueue: number;
  readonly maxTraceEvents: number;
}

/** How many events pass between two looks at the limits and two calls of `onProgress`. */
const EVENTS_PER_CHECK = 8192;

/** Clock, queue, randomness, timers, trace. Knows nothing of nodes or protocols. */
export class Kernel {
  /** Instant of the event that is being handled, in whole nanoseconds since the start. */
  now = 0;
  events = 0;
  limit: LimitReached | undefined;
  readonly queue = new EventQueue();
  readonly timers = new Timers(this.queue);
  readonly hash = new TraceHash();
  readonly streams: RandomStreams;
  readonly trace: TraceRecorder;

  constructor(
    seed: number,
    trace: boolean,
    private readonly limits: KernelLimits,
  ) {
    this.streams = new RandomStreams(seed);
    this.trace = new TraceRecorder(trace, limits.maxTraceEvents);
  }

  /** Calls `action` at an instant, now or later. */
  at(time: number, action: () => void): void {
    const { now } = this;
    this.queue.add(time > now ? time : now, SlotKind.Call, 0, 0, 0, this.trace.cause, now, action);
  }

  after(delay: number, action: () => void): void {
    this.at(this.now + delay, action);
  }

  /** The same for what comes at its time whatever happens now, and so is not caused by that. */
  byItself(delay: number, action: () => void): void {
    this.queue.add(this.now + delay, SlotKind.Call, 0, 0, 0, -1, this.now, action);
  }

  /** Ends the run before its time. */
  stop(reason: LimitReached): void {
    this.limit ??= reason;
  }

  /** Handles every event up to and including `until`; returns the instant reached. */
  run(until: number, dispatcher: Dispatcher, onProgress: ((now: number) => boolean) | undefined): number {
    const queue = this.queue;
    let untilCheck = 0;
    while (this.limit === undefined) {
      if (--untilCheck <= 0) {
        if (queue.earliest() > until) break;
        untilCheck = Math.min(EVENTS_PER_CHECK, Math.max(1, this.limits.maxEvents - this.events));
        this.check(onProgress);
        if (this.limit !== undefined) break;
      }
      const slot = queue.take(until);
      if (slot < 0) break;
      this.now = queue.timeOf(slot);
      this.events++;
      dispatcher.dispatch(slot);
    }
    if (this.limit === undefined) this.now = until;
    return this.now;
  }

  private check(onProgress: ((now: number) => boolean) | undefined): void {
    if (this.events >= this.limits.maxEvents) this.stop('events');
    else if (this.queue.size > this.limits.maxQueue) this.stop('queue');
    else if (onProgress !== undefined && !onProgress(this.now)) this.stop('cancelled');
  }
}
