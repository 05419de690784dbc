import type { EventKind, Trace, TraceColumns } from '../run';
import { joined } from './columns';

/** Rows of the first piece, which most runs do not fill, and of the largest ones. */
const FIRST_ROWS = 4096;
const MOST_ROWS = 16_384;

/** Consecutive rows of the trace. */
const pieceOf = (rows: number): TraceColumns => ({
  time: new Float64Array(rows),
  kind: new Uint8Array(rows),
  place: new Int16Array(rows),
  peer: new Int16Array(rows),
  a: new Int32Array(rows),
  b: new Float64Array(rows),
  c: new Float64Array(rows),
  cause: new Int32Array(rows),
});

/**
 * Writes the trace, in pieces that are made one when the run is over: while it grows nothing is copied, and little is held
 * that is not used yet. With `enabled` false it keeps nothing and every event id is -1.
 */
export class TraceRecorder {
  /** Event that is being handled: what happens now was caused by it. */
  cause = -1;
  length = 0;
  private truncated = false;
  private piece: TraceColumns;
  private readonly pieces: TraceColumns[];
  /** Rows written of the last piece. */
  private row = 0;
  private readonly names: string[] = [];

  constructor(
    public enabled: boolean,
    private readonly maxEvents: number,
  ) {
    this.piece = pieceOf(enabled ? FIRST_ROWS : 0);
    this.pieces = [this.piece];
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
    if (this.row === this.piece.time.length) this.beginPiece();
    const { piece } = this;
    const row = this.row++;
    piece.time[row] = time;
    piece.kind[row] = kind;
    piece.place[row] = place;
    piece.peer[row] = peer;
    piece.a[row] = a;
    piece.b[row] = b;
    piece.c[row] = c;
    piece.cause[row] = cause;
    this.length = id + 1;
    return id;
  }

  /** What was traced; nothing is traced any more. */
  finish(): Trace {
    this.enabled = false;
    this.cause = -1;
    return this.soFar();
  }

  /** What was traced until now. */
  soFar(): Trace {
    const { length, names, truncated } = this;
    const column = <N extends keyof TraceColumns>(name: N): TraceColumns[N] =>
      joined(
        this.pieces.map((piece) => piece[name]),
        length,
      );
    return {
      length,
      time: column('time'),
      kind: column('kind'),
      place: column('place'),
      peer: column('peer'),
      a: column('a'),
      b: column('b'),
      c: column('c'),
      cause: column('cause'),
      names,
      truncated,
    };
  }

  private beginPiece(): void {
    this.piece = pieceOf(Math.min(MOST_ROWS, 2 * this.piece.time.length));
    this.pieces.push(this.piece);
    this.row = 0;
  }
}
