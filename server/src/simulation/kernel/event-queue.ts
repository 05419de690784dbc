/**
 * The pending events, as columns over reusable slots, in a calendar queue (Brown, CACM 1988): a ring of days, each an
 * ordered list. Scheduling and taking an event cost constant time however many there are, where a heap pays for each
 * level with a branch that the processor cannot foresee.
 *
 * Order is total: earlier time first; at equal times, the one scheduled first. Nothing else ever decides. An event that
 * must wait for a busy node keeps its slot and is scheduled anew, behind those of its new time.
 *
 * Lengths of days are powers of two nanoseconds, so that an instant's day is exact in floating point. The ring adapts:
 * days get longer when empty ones are passed too often, shorter when their lists are walked too far.
 */
export class EventQueue {
  /** Number of pending events. */
  size = 0;

  /** Columns; `slot` indexes all of them. They are replaced when the queue grows: read them through the queue. */
  kind: Uint8Array;
  /** Endpoint id, timer id, or unused. */
  target: Int32Array;
  /** Address of the sender, or a timer's token. */
  source: Int32Array;
  /** Index of the message's name in the trace. */
  name: Int32Array;
  /** Incarnation of the receiver that has accepted this work; -1: not yet accepted. */
  accepted: Int32Array;
  sentAt: Float64Array;
  /** Trace event that caused this one, or -1. */
  cause: Int32Array;
  body: unknown[] = [];

  private time: Float64Array;
  /** Next slot of the same day's list, or -1. */
  private next: Int32Array;
  private free: Int32Array;
  private freeCount: number;

  private head = new Int32Array(64).fill(-1);
  private tail = new Int32Array(64).fill(-1);
  private mask = 63;
  /** Nanoseconds of a day, a power of two, and its reciprocal. */
  private dayLength = 65536;
  private perDay = 1 / 65536;
  /** The day that is looked at: its place in the ring, and the instant at which it ends. */
  private today = 0;
  private dayEnd = 65536;
  /** Since the last look at them: events taken, empty days passed, list elements walked over. */
  private taken = 0;
  private passed = 0;
  private walked = 0;

  constructor(initialCapacity = 1024) {
    const n = initialCapacity;
    this.kind = new Uint8Array(n);
    this.target = new Int32Array(n);
    this.source = new Int32Array(n);
    this.name = new Int32Array(n);
    this.accepted = new Int32Array(n);
    this.sentAt = new Float64Array(n);
    this.cause = new Int32Array(n);
    this.time = new Float64Array(n);
    this.next = new Int32Array(n);
    this.free = new Int32Array(n);
    this.freeCount = n;
    for (let i = 0; i < n; i++) {
      this.free[i] = n - 1 - i;
      this.body.push(undefined);
    }
  }

  /** A slot whose columns the caller fills before it schedules it. */
  allocate(): number {
    if (this.freeCount === 0) this.grow();
    return this.free[--this.freeCount] as number;
  }

  release(slot: number): void {
    this.body[slot] = undefined;
    this.free[this.freeCount++] = slot;
  }

  /** `time` is a whole number of nanoseconds, not before the last event taken. */
  schedule(slot: number, time: number): void {
    this.size++;
    this.enter(slot, time);
  }

  /** Time of the earliest event; Infinity when there is none. */
  earliest(): number {
    if (this.size === 0) return Infinity;
    let slot = this.head[this.today] as number;
    if (slot < 0 || (this.time[slot] as number) >= this.dayEnd) {
      this.advance();
      slot = this.head[this.today] as number;
    }
    return this.time[slot] as number;
  }

  /** Removes the event whose time `earliest` has just returned; the caller releases its slot. */
  pop(): number {
    const today = this.today;
    const slot = this.head[today] as number;
    const next = this.next[slot] as number;
    this.head[today] = next;
    if (next < 0) this.tail[today] = -1;
    this.size--;
    if (++this.taken === 4096) this.adapt();
    return slot;
  }

  private enter(slot: number, time: number): void {
    this.time[slot] = time;
    const day = ((time * this.perDay) | 0) & this.mask;
    const last = this.tail[day] as number;
    if (last < 0) {
      this.next[slot] = -1;
      this.head[day] = slot;
      this.tail[day] = slot;
    } else if ((this.time[last] as number) <= time) {
      this.next[slot] = -1;
      this.next[last] = slot;
      this.tail[day] = slot;
    } else this.insert(slot, time, day);
  }

  /** Somewhere before the end of a day's list, behind all that are not later. */
  private insert(slot: number, time: number, day: number): void {
    const { next, time: times } = this;
    let before = -1;
    let after = this.head[day] as number;
    while ((times[after] as number) <= time) {
      before = after;
      after = next[after] as number;
      this.walked++;
    }
    next[slot] = after;
    if (before < 0) this.head[day] = slot;
    else next[before] = slot;
  }

  /** Goes on to the day of the earliest event. */
  private advance(): void {
    const { head, time, mask, dayLength } = this;
    let today = this.today;
    let dayEnd = this.dayEnd;
    for (let i = 0; i <= mask; i++) {
      today = (today + 1) & mask;
      dayEnd += dayLength;
      const slot = head[today] as number;
      if (slot >= 0 && (time[slot] as number) < dayEnd) {
        this.passed += i;
        this.today = today;
        this.dayEnd = dayEnd;
        return;
      }
    }
    // A whole year without an event: look for the earliest one.
    this.passed += mask;
    let earliest = Infinity;
    for (let day = 0; day <= mask; day++) {
      const slot = head[day] as number;
      if (slot >= 0 && (time[slot] as number) < earliest) earliest = time[slot] as number;
    }
    this.goTo(earliest);
  }

  private goTo(time: number): void {
    const day = Math.floor(time * this.perDay);
    this.today = ((time * this.perDay) | 0) & this.mask;
    this.dayEnd = (day + 1) * this.dayLength;
  }

  /** Every so often: does the length of a day, and of the year, still suit what is pending? */
  private adapt(): void {
    const { taken, passed, walked } = this;
    this.taken = 0;
    this.passed = 0;
    this.walked = 0;
    const days = this.mask + 1;
    let length = this.dayLength;
    if (passed > 2 * taken && passed > 4 * walked) length *= 4;
    else if (walked > taken && walked > 4 * passed && length > 1) length /= 4;
    let wanted = days;
    while (wanted < this.size && wanted < 1 << 20) wanted *= 2;
    while (wanted > 64 && wanted > 8 * this.size) wanted /= 2;
    if (wanted !== days || length !== this.dayLength) this.rebuild(wanted, length);
  }

  private rebuild(days: number, length: number): void {
    const { head, next, time } = this;
    const oldest = this.dayEnd - this.dayLength;
    this.head = new Int32Array(days).fill(-1);
    this.tail = new Int32Array(days).fill(-1);
    this.mask = days - 1;
    this.dayLength = length;
    this.perDay = 1 / length;
    // Events of one instant are in one list, in order: entering list by list keeps that order.
    for (const first of head) {
      for (let slot = first, after: number; slot >= 0; slot = after) {
        after = next[slot] as number;
        this.enter(slot, time[slot] as number);
      }
    }
    this.goTo(oldest);
  }

  private grow(): void {
    const old = this.kind.length;
    const n = old * 2;
    this.kind = copied(new Uint8Array(n), this.kind);
    this.target = copied(new Int32Array(n), this.target);
    this.source = copied(new Int32Array(n), this.source);
    this.name = copied(new Int32Array(n), this.name);
    this.accepted = copied(new Int32Array(n), this.accepted);
    this.sentAt = copied(new Float64Array(n), this.sentAt);
    this.cause = copied(new Int32Array(n), this.cause);
    this.time = copied(new Float64Array(n), this.time);
    this.next = copied(new Int32Array(n), this.next);
    this.free = new Int32Array(n);
    this.freeCount = n - old;
    for (let i = 0; i < n - old; i++) {
      this.free[i] = n - 1 - i;
      this.body.push(undefined);
    }
  }
}

function copied<T extends Uint8Array | Int32Array | Float64Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
