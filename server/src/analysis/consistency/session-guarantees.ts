import { Action, contradiction, isIndeterminate, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { circleSentence, staleInitialSentence } from './precedence-text';
import { PrecedenceGraph, type Precedence } from './precedence-graph';
import { FROM_INITIAL, type ReadsFrom } from './reads-from';
import { countBefore, SessionOrder } from './session-order';
import type { RowsByKey } from './rows-by-key';
import { SlotLists } from './slot-lists';

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
  private readonly reads: SlotLists;
  /** For each key, the sessions that used it. */
  private readonly users: readonly (readonly number[])[];

  constructor(
    private readonly history: CheckedHistory,
    byKey: RowsByKey,
    private readonly from: ReadsFrom,
  ) {
    this.order = new SessionOrder(history, byKey);
    this.reads = new SlotLists(this.order.slots);
    this.users = byKey.keys.map((_, key) => [
      ...new Set(Array.from(byKey.rowsOf(key), (row) => history.session[row] as number)),
    ]);
    for (let row = 0; row < history.length; row++)
      if (this.isRead(row)) this.reads.push(this.order.slot(this.order.sessionOf(row), this.order.keyOf(row)), row);
  }

  readYourWrites(): CheckResult {
    return this.check(() => (row, demand) => {
      const session = this.order.sessionOf(row);
      const own = this.order.lastWrite(session, this.order.keyOf(row), this.order.position[row] as number);
      if (own >= 0) demand(own, own);
    });
  }

  monotonicReads(): CheckResult {
    // The version read last stands for all before it: each of them already precedes the next.
    return this.check(() => {
      const lastRead = new Map<number, number>();
      return (row, demand) => {
        const slot = this.order.slot(this.order.sessionOf(row), this.order.keyOf(row));
        const before = lastRead.get(slot);
        if (before !== undefined) demand(this.from.source[before] as number, before);
        if (this.from.source[row] !== FROM_INITIAL || before === undefined) lastRead.set(slot, row);
      };
    });
  }

  monotonicWrites(): CheckResult {
    return this.check(() => {
      const seen = new Observed(this.history, this.order, this.from);
      return (row, demand) => {
        const key = this.order.keyOf(row);
        const source = this.from.source[row] as number;
        const newestOf = seen.by(row);
        for (const writer of this.users[key] ?? []) {
          const newest = newestOf(writer);
          if (newest < 0) continue;
          const limit = this.order.position[newest] as number;
          demand(this.order.lastWrite(writer, key, limit), newest);
          // Going back within what one session wrote, from a version it has seen to an older one.
          const back = source >= 0 && this.order.sessionOf(source) === writer && this.order.keyOf(newest) === key;
          if (back && !isIndeterminate(this.history, source) && (this.order.position[source] as number) < limit)
            demand(newest, newest);
        }
      };
    });
  }

  writesFollowReads(): CheckResult {
    return this.check(
      () => {
        const seen = new Observed(this.history, this.order, this.from);
        return (row, demand) => {
          const key = this.order.keyOf(row);
          const newestOf = seen.by(row);
          for (const writer of this.users[key] ?? []) {
            const newest = newestOf(writer);
            if (newest >= 0)
              this.forVersionsRead(writer, key, newest, (read) => demand(this.from.source[read] as number, read));
          }
        };
      },
      (row, add) =>
        this.forVersionsRead(this.order.sessionOf(row), this.order.keyOf(row), row, (read) =>
          add(this.from.source[read] as number, read),
        ),
    );
  }

  /** Hands over a session's reads of a key before one of its operations: the last few with different versions. */
  private forVersionsRead(session: number, key: number, before: number, take: (read: number) => void): void {
    const reads = this.reads.get(this.order.slot(session, key));
    if (reads === undefined) return;
    const versions: number[] = [];
    let at = countBefore(reads, this.order.position, this.order.position[before] as number) - 1;
    for (; at >= 0 && versions.length < MOST_VERSIONS; at--) {
      const read = reads[at] as number;
      const version = this.from.source[read] as number;
      if (version < 0 || versions.includes(version)) continue;
      versions.push(version);
      take(read);
    }
  }

  /** Hands over what comes before a write whatever was read: its session's write before, and what a cas replaced. */
  private forBase(row: number, add: (before: number, through: number) => void): void {
    const position = this.order.position[row] as number;
    const earlier = this.order.lastWrite(this.order.sessionOf(row), this.order.keyOf(row), position);
    if (earlier >= 0) add(earlier, -1);
    const swapped = this.from.source[row] as number;
    if (this.isRead(row) && swapped >= 0) add(swapped, swapped);
  }

  /**
   * Nearly all precedences go forward in time, and forward ones alone run in no circle. So the first pass only looks for
   * those that go back; a circle lies wholly within the stretches that these span, and only what lies there as well is
   * gathered in the second pass.
   */
  private check(demandsOf: () => Demands, moreBase?: Base): CheckResult {
    const { history } = this;
    if (history.sessions > MOST_SESSIONS)
      return { decision: 'undecided', reason: 'too many sessions to follow what each of them had seen' };
    const stretches = new Int32Array(history.length + 1);
    let goesBack = false;
    const missed = this.forPrecedences(demandsOf(), moreBase, (before, after) => {
      if (before < after) return;
      goesBack = true;
      stretches[after] = (stretches[after] as number) + 1;
      stretches[before] = (stretches[before] as number) - 1;
    });
    if (missed !== undefined)
      return contradiction([missed.before, missed.through, missed.read], staleInitialSentence(history, missed));
    if (!goesBack) return PASS;
    const coveredUntil = untilUncovered(stretches);
    const graph = new PrecedenceGraph(history.length);
    this.forPrecedences(demandsOf(), moreBase, (before, after, read, through) => {
      const relevant = before >= after || (coveredUntil[before] as number) >= after;
      if (relevant && graph.size <= MOST_PRECEDENCES) graph.add(before, after, read, through);
    });
    if (graph.size > MOST_PRECEDENCES)
      return { decision: 'undecided', reason: 'too many sessions read the same keys to compare all they saw' };
    const found = graph.circle();
    if (found === undefined) return PASS;
    const circle = inLongSteps(history, found);
    // What was read and through what says the most; the writes fill up what is left of a witness of five.
    const reads = circle.flatMap((edge) => [edge.read, edge.through]).filter((row) => row >= 0);
    const rows = new Set([...reads, ...circle.map((edge) => edge.before)]);
    return contradiction([...rows].slice(0, 5), circleSentence(history, circle));
  }

  /** Hands over every precedence; returns a read of the initial value that should have seen a write instead. */
  private forPrecedences(
    demands: Demands,
    moreBase: Base | undefined,
    add: (before: number, after: number, read: number, through: number) => void,
  ): Precedence | undefined {
    const { history, from } = this;
    let row = 0;
    let source = 0;
    let missed: Precedence | undefined;
    const demand = (write: number, through: number): void => {
      if (write < 0 || write === source) return;
      if (source === FROM_INITIAL) missed = { before: write, after: -1, read: row, through };
      else add(write, source, row, through);
    };
    const addBase = (before: number, through: number): void => add(before, row, -1, through);
    for (; row < history.length; row++) {
      const action = history.action[row];
      if (action === Action.Write || action === Action.Cas) {
        this.forBase(row, addBase);
        moreBase?.(row, addBase);
      }
      if (!this.isRead(row)) continue;
      source = from.source[row] as number;
      demands(row, demand);
      if (missed !== undefined) return missed;
    }
    return undefined;
  }

  /** A definite read of a version that somebody wrote, or of the initial one. */
  private isRead(row: number): boolean {
    const action = this.history.action[row];
    if (action !== Action.Read && (action !== Action.Cas || isIndeterminate(this.history, row))) return false;
    return (this.from.source[row] as number) >= FROM_INITIAL && this.from.unique[this.order.keyOf(row)] === 1;
  }
}

/** Tells what a read must see, and through which operation. */
type Demands = (row: number, demand: (write: number, through: number) => void) => void;
/** Tells what comes before a write whatever was read. */
type Base = (row: number, add: (before: number, through: number) => void) => void;

/** For each row, the end of the covered stretch that it lies in, or the row itself. */
function untilUncovered(changes: Int32Array): Int32Array {
  const until = new Int32Array(changes.length);
  const depth = new Int32Array(changes.length);
  let open = 0;
  for (let row = 0; row < changes.length; row++) depth[row] = open += changes[row] as number;
  for (let row = changes.length - 1; row >= 0; row--)
    until[row] = (depth[row] as number) > 0 ? (until[row + 1] ?? row + 1) : row;
  return until;
}

/** Versions of a key that one session read are usually in order, so that the last few tell what the rest would. */
const MOST_VERSIONS = 4;
/** What each session has seen of each other takes the square of this. */
const MOST_SESSIONS = 3000;
/** 16 bytes each. */
const MOST_PRECEDENCES = 8_000_000;

/** For each reading session: the newest write of every other session that it has observed so far, over all keys. */
class Observed {
  private readonly newest: (Int32Array | undefined)[];

  constructor(
    private readonly history: CheckedHistory,
    private readonly order: SessionOrder,
    private readonly from: ReadsFrom,
  ) {
    this.newest = new Array<Int32Array | undefined>(history.sessions);
  }

  /** Takes in what a read returned (call it for each read, in order); then tells the newest write of a session, or -1. */
  by(row: number): (writer: number) => number {
    const session = this.history.session[row] as number;
    const newest = (this.newest[session] ??= new Int32Array(this.history.sessions).fill(-1));
    const source = this.from.source[row] as number;
    if (source >= 0) {
      const writer = this.history.session[source] as number;
      const known = newest[writer] as number;
      if (known < 0 || (this.order.position[source] as number) > (this.order.position[known] as number))
        newest[writer] = source;
    }
    return (writer) => newest[writer] as number;
  }
}

/** What one session wrote one after the other is one step of a circle: its first write came before its last. */
function inLongSteps(history: CheckedHistory, circle: readonly Precedence[]): readonly Precedence[] {
  const isOwnOrder = ({ before, after, read, through }: Precedence): boolean =>
    read < 0 && through < 0 && history.session[before] === history.session[after];
  const steps: Precedence[] = [];
  for (const edge of circle) {
    const last = steps.at(-1);
    const isLonger = last?.after === edge.before && isOwnOrder(last) && isOwnOrder(edge);
    if (isLonger) steps[steps.length - 1] = { ...last, after: edge.after };
    else steps.push(edge);
  }
  return steps;
}
