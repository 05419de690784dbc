import { Action, contradiction, isIndeterminate, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { circleSentence, staleInitialSentence } from './precedence-text';
import { PrecedenceGraph, type Precedence } from './precedence-graph';
import { FROM_INITIAL, type ReadsFrom } from './reads-from';
import { countBefore, listAt, SessionOrder } from './session-order';
import type { RowsByKey } from './rows-by-key';

/**
 * The session guarantees of Terry et al., *Session Guarantees for Weakly Consistent Replicated Data* (PDIS 1994), for
 * registers with unique values, from what clients saw. In the terms of Viotti and Vukolic, *Consistency in
 * Non-Transactional Distributed Storage Systems* (ACM Comput. Surv. 49, 2016): is there an order of the writes to each
 * key in which every read returns the last of the writes that it must see? Each guarantee says what a read must see:
 *
 * - read-your-writes: the acknowledged writes that its session made before it;
 * - monotonic reads: whatever its session has read before it;
 * - monotonic writes: with a write that its session has observed, those that the same writer made before it;
 * - writes follow reads: with a write that its session has observed, what the writer had read before it.
 *
 * A read of v that must see w puts w before v. All of them, with the order in which each session wrote to the key (or
 * else "writes 1, writes 2, reads 1" would pass as reading one's writes), must not run in a circle. What a guarantee
 * demands here sequential and causal consistency demand as well, so that no history passes those and fails these.
 *
 * A read that returned several siblings and a value that nobody wrote constrain nothing here.
 */
export class SessionGuarantees {
  private readonly order: SessionOrder;
  private readonly reads = new Map<number, number[]>();

  constructor(
    private readonly history: CheckedHistory,
    byKey: RowsByKey,
    private readonly from: ReadsFrom,
  ) {
    this.order = new SessionOrder(history, byKey);
    for (let row = 0; row < history.length; row++)
      if (this.isRead(row))
        listAt(this.reads, this.order.slot(this.order.sessionOf(row), this.order.keyOf(row))).push(row);
  }

  readYourWrites(): CheckResult {
    return this.check((row, demand) => {
      const session = this.order.sessionOf(row);
      const own = this.order.lastWrite(session, this.order.keyOf(row), this.order.position[row] as number);
      if (own >= 0) demand(own, own);
    });
  }

  monotonicReads(): CheckResult {
    // The version read last stands for all before it: each of them already precedes the next.
    const lastRead = new Map<number, number>();
    return this.check((row, demand) => {
      const slot = this.order.slot(this.order.sessionOf(row), this.order.keyOf(row));
      const before = lastRead.get(slot);
      if (before !== undefined) demand(this.from.source[before] as number, before);
      if (this.from.source[row] !== FROM_INITIAL || before === undefined) lastRead.set(slot, row);
    });
  }

  monotonicWrites(): CheckResult {
    const seen = new Observed(this.history, this.order, this.from);
    return this.check((row, demand) => {
      const key = this.order.keyOf(row);
      const source = this.from.source[row] as number;
      for (const [writer, newest] of seen.by(row)) {
        const limit = this.order.position[newest] as number;
        const earlier = this.order.lastWrite(writer, key, limit);
        if (earlier >= 0) demand(earlier, newest);
        // Going back within what one session wrote, from a version it has seen to an older one.
        const back = source >= 0 && this.order.sessionOf(source) === writer && this.order.keyOf(newest) === key;
        if (back && !isIndeterminate(this.history, source) && (this.order.position[source] as number) < limit)
          demand(newest, newest);
      }
    });
  }

  writesFollowReads(): CheckResult {
    const seen = new Observed(this.history, this.order, this.from);
    const graph = this.graphOfWrites();
    for (let row = 0; row < this.history.length; row++) {
      const action = this.history.action[row];
      if (action !== Action.Write && action !== Action.Cas) continue;
      for (const read of this.versionsRead(this.order.sessionOf(row), this.order.keyOf(row), row)) {
        const version = this.from.source[read] as number;
        if (version >= 0) graph.add(version, row, -1, read);
      }
    }
    return this.check((row, demand) => {
      const key = this.order.keyOf(row);
      for (const [writer, newest] of seen.by(row))
        for (const read of this.versionsRead(writer, key, newest)) demand(this.from.source[read] as number, read);
    }, graph);
  }

  /** Reads of a session of a key before one of its operations: the last few with different versions. */
  private versionsRead(session: number, key: number, before: number): number[] {
    const reads = this.reads.get(this.order.slot(session, key));
    const versions: number[] = [];
    const kept: number[] = [];
    let at = countBefore(reads, this.order.position, this.order.position[before] as number) - 1;
    for (; at >= 0 && kept.length < MOST_VERSIONS; at--) {
      const read = (reads as number[])[at] as number;
      const version = this.from.source[read] as number;
      if (version < 0 || versions.includes(version)) continue;
      versions.push(version);
      kept.push(read);
    }
    return kept;
  }

  private graphOfWrites(): PrecedenceGraph {
    const graph = new PrecedenceGraph(this.history.length);
    for (let row = 0; row < this.history.length; row++) {
      const action = this.history.action[row];
      if (action !== Action.Write && action !== Action.Cas) continue;
      const position = this.order.position[row] as number;
      const earlier = this.order.lastWrite(this.order.sessionOf(row), this.order.keyOf(row), position);
      if (earlier >= 0) graph.add(earlier, row, -1, -1);
      const swapped = this.from.source[row] as number;
      if (this.isRead(row) && swapped >= 0) graph.add(swapped, row, -1, swapped);
    }
    return graph;
  }

  private check(
    demandsOf: (row: number, demand: (write: number, through: number) => void) => void,
    graph: PrecedenceGraph = this.graphOfWrites(),
  ): CheckResult {
    const { history, from } = this;
    for (let row = 0; row < history.length; row++) {
      if (!this.isRead(row)) continue;
      const source = from.source[row] as number;
      let missed: Precedence | undefined;
      demandsOf(row, (write, through) => {
        if (write < 0 || write === source) return;
        if (source === FROM_INITIAL) missed = { before: write, after: -1, read: row, through };
        else graph.add(write, source, row, through);
      });
      if (missed !== undefined)
        return contradiction([missed.before, missed.through, row], staleInitialSentence(history, missed));
      if (graph.size > MOST_PRECEDENCES)
        return { decision: 'undecided', reason: 'too many sessions read the same keys to compare all they saw' };
    }
    const circle = graph.circle();
    if (circle === undefined) return PASS;
    const rows = circle.flatMap((edge) => [edge.before, edge.read, edge.through]);
    return contradiction(rows, circleSentence(history, circle));
  }

  /** A definite read of a version that somebody wrote, or of the initial one. */
  private isRead(row: number): boolean {
    const action = this.history.action[row];
    if (action !== Action.Read && (action !== Action.Cas || isIndeterminate(this.history, row))) return false;
    return (this.from.source[row] as number) >= FROM_INITIAL && this.from.unique[this.order.keyOf(row)] === 1;
  }
}

/** Versions of a key that one session read are usually in order, so that the last few tell what the rest would. */
const MOST_VERSIONS = 4;
/** 16 bytes each. */
const MOST_PRECEDENCES = 8_000_000;

/** For each reading session: the newest write of every other session that it has observed so far, over all keys. */
class Observed {
  private readonly newest = new Map<number, Map<number, number>>();

  constructor(
    private readonly history: CheckedHistory,
    private readonly order: SessionOrder,
    private readonly from: ReadsFrom,
  ) {}

  /** Takes in what a read returned; call it for each read, in order. */
  by(row: number): ReadonlyMap<number, number> {
    const session = this.history.session[row] as number;
    let newest = this.newest.get(session);
    if (newest === undefined) this.newest.set(session, (newest = new Map()));
    const source = this.from.source[row] as number;
    if (source < 0) return newest;
    const writer = this.history.session[source] as number;
    const known = newest.get(writer);
    if (known === undefined || this.isLater(source, known)) newest.set(writer, source);
    return newest;
  }

  private isLater(row: number, known: number): boolean {
    return (this.order.position[row] as number) > (this.order.position[known] as number);
  }
}
