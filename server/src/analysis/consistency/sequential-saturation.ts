import { Action, isIndeterminate, type CheckedHistory } from './checked-history';
import { PrecedenceGraph, type Precedence } from './precedence-graph';
import { FROM_INITIAL, type ReadsFrom } from './reads-from';
import type { RowsByKey } from './rows-by-key';
import type { SessionOrder } from './session-order';

/** Integers in all clocks together: 96 MB. */
const MOST_CLOCK_ENTRIES = 24_000_000;
/** Each round follows from the one before; most histories settle in three or four. */
const MOST_ROUNDS = 24;

export type Saturated =
  | { readonly kind: 'circle'; readonly circle: readonly Precedence[] }
  /** A read of the initial value that some write must come before. */
  | { readonly kind: 'initial'; readonly read: number; readonly write: number }
  | { readonly kind: 'graph'; readonly graph: PrecedenceGraph };

/**
 * What every sequentially consistent order of a register history with unique values must respect, by saturation: from
 * session order and "reads from", until nothing new follows,
 * - a write that comes before a read of another value v comes before v's write;
 * - a read of v comes before every write that comes after v's write.
 * Necessary, not sufficient (the problem is NP-hard), but what is left open is rare; compare the saturation of
 * Biswas and Enea, *On the Complexity of Checking Transactional Consistency* (OOPSLA 2019).
 */
export class SequentialSaturation {
  private readonly graph: PrecedenceGraph;
  private readonly width: number;
  private readonly ownEntry = new Map<number, number>();
  private readonly indeterminateOf: number[][];
  private readonly writers: number[][];
  private clocks: Int32Array = new Int32Array(0);

  constructor(
    private readonly history: CheckedHistory,
    byKey: RowsByKey,
    private readonly from: ReadsFrom,
    private readonly order: SessionOrder,
  ) {
    this.graph = new PrecedenceGraph(history.length);
    this.indeterminateOf = byKey.keys.map(() => []);
    const writers = byKey.keys.map(() => new Set<number>());
    for (let row = 0; row < history.length; row++) {
      const previous = order.previous[row] as number;
      if (previous >= 0) this.graph.add(previous, row, -1, -1);
      const action = history.action[row];
      if ((action === Action.Write || action === Action.Cas) && !isIndeterminate(history, row))
        writers[order.keyOf(row)]?.add(history.session[row] as number);
      const source = from.source[row] as number;
      if (source < 0 || !this.reads(row)) continue;
      this.graph.add(source, row, -1, -1);
      if (!isIndeterminate(history, source) || this.ownEntry.has(source)) continue;
      this.ownEntry.set(source, history.sessions + this.ownEntry.size);
      this.indeterminateOf[order.keyOf(source)]?.push(source);
    }
    this.writers = writers.map((sessions) => [...sessions]);
    this.width = history.sessions + this.ownEntry.size;
  }

  run(): Saturated {
    if (this.history.length * this.width > MOST_CLOCK_ENTRIES) return { kind: 'graph', graph: this.graph };
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const topological = this.graph.topologicalOrder();
      if (topological === undefined) return { kind: 'circle', circle: this.graph.circle() ?? [] };
      this.fillClocks(topological);
      const before = this.graph.size;
      for (let row = 0; row < this.history.length; row++) {
        if (!this.reads(row) || (this.from.source[row] as number) < FROM_INITIAL) continue;
        const missed = this.earlierWrites(row);
        if (missed >= 0) return { kind: 'initial', read: row, write: missed };
        this.laterWrites(row);
      }
      if (this.graph.size === before) break;
    }
    return { kind: 'graph', graph: this.graph };
  }

  /** Writes that come before the read come before what it returned; a write that denies the initial value, or -1. */
  private earlierWrites(read: number): number {
    const { history, order } = this;
    const source = this.from.source[read] as number;
    const key = order.keyOf(read);
    let missed = -1;
    const demand = (write: number): void => {
      if (write < 0 || write === source || write === read) return;
      if (source === FROM_INITIAL) missed = write;
      else if (!this.knows(source, write)) this.graph.add(write, source, read, -1);
    };
    for (const session of this.writers[key] ?? []) {
      const known = this.entry(read, session);
      const limit = session === history.session[read] ? Math.min(known, order.position[read] as number) : known;
      demand(order.lastWrite(session, key, limit));
    }
    for (const write of this.indeterminateOf[key] ?? []) if (this.knows(read, write)) demand(write);
    return missed;
  }

  /** The read comes before every write that comes after what it returned. */
  private laterWrites(read: number): void {
    const source = this.from.source[read] as number;
    const key = this.order.keyOf(read);
    const demand = (write: number | undefined): void => {
      if (write !== undefined && write !== read && !this.knows(write, read)) this.graph.add(read, write, read, -1);
    };
    for (const session of this.writers[key] ?? []) {
      const writes = this.order.writesOf(session, key);
      // Along a session the writes that come after something are its last ones.
      let low = 0;
      let high = writes.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (this.comesAfter(writes[middle] as number, source)) high = middle;
        else low = middle + 1;
      }
      demand(writes[low] === read ? writes[low + 1] : writes[low]);
    }
    for (const write of this.indeterminateOf[key] ?? []) if (this.comesAfter(write, source)) demand(write);
  }

  private comesAfter(write: number, source: number): boolean {
    return write !== source && (source === FROM_INITIAL || this.knows(write, source));
  }

  private fillClocks(topological: Int32Array): void {
    const { history, width, graph, order } = this;
    this.clocks = new Int32Array(history.length * width);
    const successors = graph.successors();
    for (const row of topological) {
      const at = row * width;
      const own = this.ownEntry.get(row);
      if (own !== undefined) this.clocks[at + own] = 1;
      else if (!isIndeterminate(history, row))
        this.clocks[at + (history.session[row] as number)] = (order.position[row] as number) + 1;
      successors.forEach(row, (next) => {
        const to = next * width;
        for (let i = 0; i < width; i++)
          if ((this.clocks[at + i] as number) > (this.clocks[to + i] as number))
            this.clocks[to + i] = this.clocks[at + i] as number;
      });
    }
  }

  /** True where an operation comes before another one or is the same. */
  private knows(row: number, earlier: number): boolean {
    const own = this.ownEntry.get(earlier);
    if (own !== undefined) return this.entry(row, own) > 0;
    return this.entry(row, this.history.session[earlier] as number) > (this.order.position[earlier] as number);
  }

  private entry(row: number, index: number): number {
    return this.clocks[row * this.width + index] as number;
  }

  private reads(row: number): boolean {
    const action = this.history.action[row];
    return action === Action.Read || (action === Action.Cas && !isIndeterminate(this.history, row));
  }
}
