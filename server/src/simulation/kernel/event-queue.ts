/** Where a record of the queue keeps what: indices into `EventQueue.ints`, behind `slot << INTS_LOG2`. */
export const Field = { Kind: 4, Target: 5, Source: 6, Name: 7, Accepted: 8, Cause: 9, Next: 10 } as const;
/** A record is one cache line: two doubles (its time, and when it was sent), then the integers. */
export const INTS_LOG2 = 4;
const DOUBLES_LOG2 = 3;
const RECORD_BYTES = 64;

/**
 * The pending events, as records in one flat buffer, in a calendar queue (Brown, CACM 1988): a ring of days, each an
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

  /**
   * The integers of all records: kind; endpoint id, timer id or unused; address of the sender or a timer's token; index of
   * the message's name in the trace; incarnation of the receiver that has accepted this work, -1 before; trace event that
   * caused this one, or -1; next slot of the same list. Replaced when the queue grows: read it through the queue.
   */
  ints: Int32Array;
  /** What an event carries, by slot. */
  readonly body: unknown[] = [];
  private doubles: Float64Array;
  /** First of the free slots, which are linked by `Next`; -1 when there is none. */
  private free = 0;

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
    const buffer = new ArrayBuffer(initialCapacity * RECORD_BYTES);
    this.ints = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.linkFree(0, initialCapacity);
  }

  /** Enters an event; `time` is a whole number of nanoseconds, not before the last event taken. */
  add(
    time: number,
    kind: number,
    target: number,
    source: number,
    name: number,
    cause: number,
    sentAt: number,
    body: unknown,
  ): void {
    if (this.free < 0) this.grow();
    const slot = this.free;
    const ints = this.ints;
    const at = slot << INTS_LOG2;
    this.free = ints[at + Field.Next] as number;
    ints[at + Field.Kind] = kind;
    ints[at + Field.Target] = target;
    ints[at + Field.Source] = source;
    ints[at + Field.Name] = name;
    ints[at + Field.Accepted] = -1;
    ints[at + Field.Cause] = cause;
    this.doubles[(slot << DOUBLES_LOG2) + 1] = sentAt;
    this.body[slot] = body;
    this.size++;
    this.enter(slot, time);
  }

  release(slot: number): void {
    this.body[slot] = undefined;
    this.ints[(slot << INTS_LOG2) + Field.Next] = this.free;
    this.free = slot;
  }

  /** Enters an event that was taken and not released. */
  schedule(slot: number, time: number): void {
    this.size++;
    this.enter(slot, time);
  }

  timeOf(slot: number): number {
    return this.doubles[slot << DOUBLES_LOG2] as number;
  }

  sentAt(slot: number): number {
    return this.doubles[(slot << DOUBLES_LOG2) + 1] as number;
  }

  /** Time of the earliest event; Infinity when there is none. */
  earliest(): number {
    return this.size === 0 ? Infinity : this.timeOf(this.first());
  }

  /** Removes the earliest event if it is not after `until`, or returns -1; the caller releases its slot. */
  take(until: number): number {
    if (this.size === 0) return -1;
    const slot = this.first();
    if ((this.doubles[slot << DOUBLES_LOG2] as number) > until) return -1;
    const today = this.today;
    const next = this.ints[(slot << INTS_LOG2) + Field.Next] as number;
    this.head[today] = next;
    if (next < 0) this.tail[today] = -1;
    this.size--;
    if (++this.taken === 4096) this.adapt();
    return slot;
  }

  /** Slot of the earliest event; there is one. */
  private first(): number {
    const slot = this.head[this.today] as number;
    if (slot >= 0 && (this.doubles[slot << DOUBLES_LOG2] as number) < this.dayEnd) return slot;
    this.advance();
    return this.head[this.today] as number;
  }

  private enter(slot: number, time: number): void {
    const { ints, doubles } = this;
    doubles[slot << DOUBLES_LOG2] = time;
    const day = ((time * this.perDay) | 0) & this.mask;
    const last = this.tail[day] as number;
    if (last < 0) this.head[day] = slot;
    else if ((doubles[last << DOUBLES_LOG2] as number) <= time) ints[(last << INTS_LOG2) + Field.Next] = slot;
    else return this.insert(slot, time, day);
    ints[(slot << INTS_LOG2) + Field.Next] = -1;
    this.tail[day] = slot;
  }

  /** Somewhere before the end of a day's list, behind all that are not later. */
  private insert(slot: number, time: number, day: number): void {
    const { ints, doubles } = this;
    let before = -1;
    let after = this.head[day] as number;
    while ((doubles[after << DOUBLES_LOG2] as number) <= time) {
      before = after;
      after = ints[(after << INTS_LOG2) + Field.Next] as number;
      this.walked++;
    }
    ints[(slot << INTS_LOG2) + Field.Next] = after;
    if (before < 0) this.head[day] = slot;
    else ints[(before << INTS_LOG2) + Field.Next] = slot;
  }

  /** Goes on to the day of the earliest event. */
  private advance(): void {
    const { head, doubles, mask, dayLength } = this;
    let today = this.today;
    let dayEnd = this.dayEnd;
    for (let i = 0; i <= mask; i++) {
      today = (today + 1) & mask;
      dayEnd += dayLength;
      const slot = head[today] as number;
      if (slot >= 0 && (doubles[slot << DOUBLES_LOG2] as number) < dayEnd) {
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
      if (slot >= 0 && this.timeOf(slot) < earliest) earliest = this.timeOf(slot);
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
    const { head, ints } = this;
    const oldest = this.dayEnd - this.dayLength;
    this.head = new Int32Array(days).fill(-1);
    this.tail = new Int32Array(days).fill(-1);
    this.mask = days - 1;
    this.dayLength = length;
    this.perDay = 1 / length;
    // Events of one instant are in one list, in order: entering list by list keeps that order.
    for (const first of head) {
      for (let slot = first, after: number; slot >= 0; slot = after) {
        after = ints[(slot << INTS_LOG2) + Field.Next] as number;
        this.enter(slot, this.timeOf(slot));
      }
    }
    this.goTo(oldest);
  }

  private grow(): void {
    const before = this.body.length;
    const buffer = new ArrayBuffer(2 * before * RECORD_BYTES);
    const ints = new Int32Array(buffer);
    ints.set(this.ints);
    this.ints = ints;
    this.doubles = new Float64Array(buffer);
    this.linkFree(before, 2 * before);
  }

  /** Makes the slots from..to-1 free. */
  private linkFree(from: number, to: number): void {
    for (let slot = from; slot < to; slot++) {
      this.ints[(slot << INTS_LOG2) + Field.Next] = slot + 1 < to ? slot + 1 : -1;
      this.body.push(undefined);
    }
    this.free = from;
  }
}
