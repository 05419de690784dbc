import { Action, isEffect, isIndeterminate, type CheckedHistory } from './checked-history';
import type { ReadsFrom } from './reads-from';
import type { SessionOrder } from './session-order';

/** Integers in all clocks together: 96 MB. */
const MOST_CLOCK_ENTRIES = 24_000_000;

/**
 * What each operation of a register history knew: vector clocks (Fidge 1988, Mattern 1989) over the sessions. Entry s of
 * a clock counts the definite operations of session s in the causal past. An indeterminate write that was read is in
 * nobody's session order, so it has an entry of its own.
 */
export class CausalPast {
  readonly tooLarge: boolean;
  private readonly width: number;
  private readonly clocks: (Int32Array | undefined)[];
  private readonly ownEntry = new Map<number, number>();
  private readonly indeterminateOf = new Map<number, number[]>();
  private current: Int32Array = new Int32Array(0);
  private readonly done: Uint8Array;

  constructor(
    private readonly history: CheckedHistory,
    private readonly order: SessionOrder,
    private readonly from: ReadsFrom,
  ) {
    this.done = new Uint8Array(history.length);
    let writes = 0;
    for (let row = 0; row < history.length; row++) {
      if (isEffect(history.action[row] as number)) writes++;
      const source = this.sourceOf(row);
      if (source < 0 || !isIndeterminate(history, source) || this.ownEntry.has(source)) continue;
      this.ownEntry.set(source, history.sessions + this.ownEntry.size);
      const key = order.keyOf(source);
      this.indeterminateOf.set(key, [...(this.indeterminateOf.get(key) ?? []), source]);
    }
    this.width = history.sessions + this.ownEntry.size;
    this.tooLarge = writes * this.width > MOST_CLOCK_ENTRIES;
    this.clocks = new Array<Int32Array | undefined>(history.length);
  }

  /**
   * Goes through the history in causal order and hands over each definite read, with the number of operations of each
   * session that it knew (what it returned included). False where causal order runs in a circle.
   */
  visit(onRead: (row: number, knows: (session: number) => number) => void): boolean {
    const { history } = this;
    const rowsOf: number[][] = Array.from({ length: history.sessions }, () => []);
    for (let row = 0; row < history.length; row++) (rowsOf[history.session[row] as number] as number[]).push(row);
    const next = new Int32Array(history.sessions);
    const clocks = rowsOf.map(() => new Int32Array(this.width));
    const waiting = new Map<number, number[]>();
    const ready = rowsOf.map((_, session) => session);
    const knows = (session: number): number => this.current[session] as number;
    let visited = 0;
    for (let session = ready.pop(); session !== undefined; session = ready.pop()) {
      const rows = rowsOf[session] as number[];
      const clock = clocks[session] as Int32Array;
      this.current = clock;
      while ((next[session] as number) < rows.length) {
        const row = rows[next[session] as number] as number;
        const source = this.sourceOf(row);
        if (source >= 0 && this.done[source] === 0) {
          waiting.set(source, [...(waiting.get(source) ?? []), session]);
          break;
        }
        if (source >= 0) this.join(clock, source);
        if (this.reads(row)) onRead(row, knows);
        this.finish(row, session, clock);
        visited++;
        next[session] = (next[session] as number) + 1;
        const freed = waiting.get(row);
        if (freed !== undefined) ready.push(...freed);
        waiting.delete(row);
      }
    }
    return visited === history.length;
  }

  /** Hands over each indeterminate write to a key that the operation being visited knows. */
  forEachIndeterminate(key: number, take: (row: number) => void): void {
    for (const row of this.indeterminateOf.get(key) ?? [])
      if ((this.current[this.ownEntry.get(row) as number] as number) > 0) take(row);
  }

  /** True where an earlier write is in the causal past of a later one; both have been visited. */
  precedes(earlier: number, later: number): boolean {
    const clock = this.clocks[later];
    return clock !== undefined && this.knowsOf(clock, earlier);
  }

  /** The operation of the read's own session by which it learned of a write: the first one that knew of it. */
  carrier(read: number, write: number): number {
    const { history, from } = this;
    const session = history.session[read];
    for (let row = 0; row < read; row++) {
      if (history.session[row] !== session) continue;
      if ((row === write && !isIndeterminate(history, row)) || from.source[row] === write) return row;
      const clock = this.clocks[from.source[row] ?? -1];
      if (clock !== undefined && this.knowsOf(clock, write)) return row;
    }
    return read;
  }

  private knowsOf(clock: Int32Array, row: number): boolean {
    const own = this.ownEntry.get(row);
    if (own !== undefined) return (clock[own] as number) > 0;
    if (isIndeterminate(this.history, row)) return false;
    return (clock[this.history.session[row] as number] as number) > (this.order.position[row] as number);
  }

  private join(clock: Int32Array, source: number): void {
    const other = this.clocks[source];
    if (other === undefined) return;
    for (let i = 0; i < clock.length; i++)
      if ((other[i] as number) > (clock[i] as number)) clock[i] = other[i] as number;
  }

  private finish(row: number, session: number, clock: Int32Array): void {
    this.done[row] = 1;
    const indeterminate = isIndeterminate(this.history, row);
    if (!indeterminate) clock[session] = (this.order.position[row] as number) + 1;
    if (!isEffect(this.history.action[row] as number)) return;
    const own = this.ownEntry.get(row);
    if (indeterminate && own === undefined) return;
    const copy = clock.slice();
    if (own !== undefined) copy[own] = 1;
    this.clocks[row] = copy;
  }

  private reads(row: number): boolean {
    const action = this.history.action[row];
    return action === Action.Read || (action === Action.Cas && !isIndeterminate(this.history, row));
  }

  private sourceOf(row: number): number {
    return this.reads(row) ? (this.from.source[row] as number) : -1;
  }
}
