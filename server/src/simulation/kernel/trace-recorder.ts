import type { EventKind, Trace } from '../run';
import { grownFloat64, grownInt32, grownUint8 } from './columns';

/** Writes the trace. With `enabled` false it keeps nothing and every event id is -1. */
export class TraceRecorder {
  /** Event that is being handled: what happens now was caused by it. */
  cause = -1;
  length = 0;
  private truncated = false;
  private time: Float64Array;
  private kind: Uint8Array;
  private place: Int32Array;
  private peer: Int32Array;
  private a: Float64Array;
  private b: Float64Array;
  private c: Float64Array;
  private causes: Int32Array;
  private readonly names: string[] = [];

  constructor(
    public enabled: boolean,
    private readonly maxEvents: number,
  ) {
    const n = enabled ? 4096 : 0;
    this.time = new Float64Array(n);
    this.kind = new Uint8Array(n);
    this.place = new Int32Array(n);
    this.peer = new Int32Array(n);
    this.a = new Float64Array(n);
    this.b = new Float64Array(n);
    this.c = new Float64Array(n);
    this.causes = new Int32Array(n);
  }

  /** Index of a message's or note's name; the same text always has the same index. */
  name(text: string): number {
    const found = this.names.indexOf(text);
    return found >= 0 ? found : this.names.push(text) - 1;
  }

  /** Adds names side by side and returns the index of the first, so that `first + type` names a message type. */
  nameBlock(texts: readonly string[]): number {
    const first = this.names.length;
    this.names.push(...texts);
    return first;
  }

  /** Appends an event and returns its id, or -1 when it is not kept. */
  record(time: number, kind: EventKind, place: number, peer: number, a: number, b: number, c: number): number {
    return this.enabled ? this.append(time, kind, place, peer, a, b, c, this.cause) : -1;
  }

  append(
    time: number,
    kind: EventKind,
    place: number,
    peer: number,
    a: number,
    b: number,
    c: number,
    cause: number,
  ): number {
    const id = this.length;
    if (id >= this.maxEvents) {
      this.truncated = true;
      return -1;
    }
    if (id === this.time.length) this.grow();
    this.time[id] = time;
    this.kind[id] = kind;
    this.place[id] = place;
    this.peer[id] = peer;
    this.a[id] = a;
    this.b[id] = b;
    this.c[id] = c;
    this.causes[id] = cause;
    this.length = id + 1;
    return id;
  }

  /** What was traced; nothing is traced any more. */
  finish(): Trace {
    this.enabled = false;
    this.cause = -1;
    return this.soFar();
  }

  /** What was traced until now; it may share memory with what is traced later. */
  soFar(): Trace {
    const { length, time, kind, place, peer, a, b, c, causes: cause, names, truncated } = this;
    return { length, time, kind, place, peer, a, b, c, cause, names, truncated };
  }

  private grow(): void {
    this.time = grownFloat64(this.time);
    this.kind = grownUint8(this.kind);
    this.place = grownInt32(this.place);
    this.peer = grownInt32(this.peer);
    this.a = grownFloat64(this.a);
    this.b = grownFloat64(this.b);
    this.c = grownFloat64(this.c);
    this.causes = grownInt32(this.causes);
  }
}
