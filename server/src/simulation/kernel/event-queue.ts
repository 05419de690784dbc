/**
 * The pending events, as columns over reusable slots, ordered by a 4-ary heap.
 *
 * Order is total: earlier time first; at equal times, the one scheduled first (`sequence`). Nothing else ever decides.
 * An event that must wait for a busy node keeps its slot and is scheduled again with a new sequence number.
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

  private sequence: Float64Array;
  private nextSequence = 0;
  private free: Int32Array;
  private freeCount: number;
  private heapTime: Float64Array;
  private heapSlot: Int32Array;

  constructor(initialCapacity = 1024) {
    const n = initialCapacity;
    this.kind = new Uint8Array(n);
    this.target = new Int32Array(n);
    this.source = new Int32Array(n);
    this.name = new Int32Array(n);
    this.accepted = new Int32Array(n);
    this.sentAt = new Float64Array(n);
    this.cause = new Int32Array(n);
    this.sequence = new Float64Array(n);
    this.heapTime = new Float64Array(n);
    this.heapSlot = new Int32Array(n);
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

  schedule(slot: number, time: number): void {
    const sequence = this.nextSequence++;
    this.sequence[slot] = sequence;
    const heapTime = this.heapTime;
    const heapSlot = this.heapSlot;
    let at = this.size++;
    // A new event has the highest sequence: it rises only over strictly later times.
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentTime = heapTime[parent] as number;
      if (parentTime <= time) break;
      heapTime[at] = parentTime;
      heapSlot[at] = heapSlot[parent] as number;
      at = parent;
    }
    heapTime[at] = time;
    heapSlot[at] = slot;
  }

  /** Time of the earliest event; Infinity when there is none. */
  earliest(): number {
    return this.size === 0 ? Infinity : (this.heapTime[0] as number);
  }

  /** Removes the earliest event and returns its slot, which the caller releases. The queue must not be empty. */
  pop(): number {
    const heapTime = this.heapTime;
    const heapSlot = this.heapSlot;
    const result = heapSlot[0] as number;
    const size = --this.size;
    if (size > 0) {
      const time = heapTime[size] as number;
      const slot = heapSlot[size] as number;
      const sequences = this.sequence;
      const sequence = sequences[slot] as number;
      let at = 0;
      for (;;) {
        const first = (at << 2) + 1;
        if (first >= size) break;
        const end = first + 4 < size ? first + 4 : size;
        let least = first;
        let leastTime = heapTime[first] as number;
        for (let child = first + 1; child < end; child++) {
          const childTime = heapTime[child] as number;
          if (
            childTime < leastTime ||
            (childTime === leastTime &&
              (sequences[heapSlot[child] as number] as number) < (sequences[heapSlot[least] as number] as number))
          ) {
            least = child;
            leastTime = childTime;
          }
        }
        if (leastTime > time) break;
        if (leastTime === time && (sequences[heapSlot[least] as number] as number) > sequence) break;
        heapTime[at] = leastTime;
        heapSlot[at] = heapSlot[least] as number;
        at = least;
      }
      heapTime[at] = time;
      heapSlot[at] = slot;
    }
    return result;
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
    this.sequence = copied(new Float64Array(n), this.sequence);
    this.heapTime = copied(new Float64Array(n), this.heapTime);
    this.heapSlot = copied(new Int32Array(n), this.heapSlot);
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
