import { deedAt } from '../wording/operation-text';
import {
  Action,
  contradiction,
  isEffect,
  isIndeterminate,
  PASS,
  type CheckedHistory,
  type CheckResult,
} from './checked-history';
import { sequentialObject } from './data-objects';
import type { PrecedenceGraph, Successors } from './precedence-graph';
import { FROM_INITIAL, FROM_NOWHERE, type ReadsFrom } from './reads-from';
import { readFromNowhere } from './register-blocks';
import type { RowsByKey } from './rows-by-key';
import type { SearchBudget } from './search-budget';
import { REFUSED, type SequentialObject } from './sequential-object';

/**
 * Looks for one order of all operations that agrees with every session, depth first, oldest operation first.
 *
 * - An observation that the state allows is placed at once: it changes nothing.
 * - With unique values a register may not be overwritten while a read of its present value is still to come, and a
 *   write that nobody reads is placed as soon as that allows.
 * - An indeterminate operation is available from where its session began it, for ever; with unique values only those
 *   that were read are needed.
 * - A place from which every continuation failed is remembered and not entered again.
 */
export class SequentialSearch {
  private readonly object: SequentialObject;
  private readonly sessions: number[][];
  private readonly next: Int32Array;
  /** State of each key. */
  private readonly state: Int32Array;
  /** Row that wrote the present value of each key, or the number of rows plus the key for the initial one. */
  private readonly writer: Int32Array;
  /** Reads of each written value that are still to come, indexed as `writer`. */
  private readonly readers: Int32Array;
  private readonly unique: boolean;
  /** Indeterminate effects, with how many operations of their session must be placed before. */
  private readonly open: number[] = [];
  private readonly openAfter: number[] = [];
  private readonly openUsed: Uint8Array;
  private readonly successors: Successors | undefined;
  /** How many operations that must come before each one have not been placed. */
  private readonly waiting: Int32Array;
  private readonly failed = new Set<string>();
  private readonly trail: Step[] = [];
  private left = 0;
  private deepest = Infinity;
  private stuck: number[] = [];

  constructor(
    private readonly history: CheckedHistory,
    private readonly byKey: RowsByKey,
    private readonly from: ReadsFrom | undefined,
    private readonly budget: SearchBudget,
    /** What is known to come before what. */
    precedences?: PrecedenceGraph,
  ) {
    this.object = sequentialObject(history);
    this.sessions = Array.from({ length: history.sessions }, () => []);
    this.next = new Int32Array(history.sessions);
    this.state = new Int32Array(byKey.keys.length).fill(this.object.initial);
    this.writer = Int32Array.from(byKey.keys, (_, key) => history.length + key);
    this.readers = new Int32Array(history.length + byKey.keys.length);
    this.unique = from?.allUnique === true && !history.action.includes(Action.CasMiss);
    this.fill();
    this.successors = precedences?.successors();
    this.waiting = new Int32Array(history.length);
    for (let row = 0; row < history.length; row++) this.release(row, 1);
    this.openUsed = new Uint8Array(this.open.length);
  }

  run(): CheckResult {
    const impossible = this.impossibleRead();
    if (impossible !== undefined) return impossible;
    const choices: Choice[] = [];
    for (;;) {
      if (this.budget.remaining < 0)
        return { decision: 'undecided', reason: 'the search for one order of all operations ran out of its budget' };
      this.placeObservations();
      if (this.left === 0) return PASS;
      const candidates = this.candidates();
      const known = candidates.length > 1 && this.failed.size > 0 && this.failed.has(this.placeText());
      if (candidates.length > 0 && !known) {
        choices.push({ depth: this.trail.length, candidates, tried: 0 });
      } else this.noteStuck();
      if (!this.takeNext(choices)) return this.deadEnd();
    }
  }

  private fill(): void {
    const { history, from } = this;
    const needed = new Set<number>();
    for (let row = 0; row < history.length; row++) {
      if (isIndeterminate(history, row)) continue;
      (this.sessions[history.session[row] as number] as number[]).push(row);
      this.left++;
      if (this.unique) this.countReader(row, needed);
    }
    // An indeterminate cas that was read needs the value it expected, which may be indeterminate itself.
    for (const row of needed) if (this.unique && history.action[row] === Action.Cas) this.countReader(row, needed);
    const placed = new Int32Array(history.sessions);
    for (let row = 0; row < history.length; row++) {
      const session = history.session[row] as number;
      if (!isIndeterminate(history, row)) placed[session] = (placed[session] as number) + 1;
      else if (!this.unique || from === undefined || needed.has(row)) {
        this.open.push(row);
        this.openAfter.push(placed[session] as number);
      }
    }
  }

  private countReader(row: number, needed: Set<number>): void {
    const source = this.from?.source[row] as number;
    const action = this.history.action[row];
    if (action !== Action.Read && action !== Action.Cas) return;
    const written = source >= 0 ? source : source === FROM_INITIAL ? this.history.length + this.keyOf(row) : -1;
    if (written < 0) return;
    this.readers[written] = (this.readers[written] as number) + 1;
    if (source >= 0 && isIndeterminate(this.history, source)) needed.add(source);
  }

  private impossibleRead(): CheckResult | undefined {
    if (this.from === undefined) return undefined;
    for (let row = 0; row < this.history.length; row++)
      if (this.from.source[row] === FROM_NOWHERE && !isIndeterminate(this.history, row))
        return readFromNowhere(this.history, row);
    return undefined;
  }

  private keyOf(row: number): number {
    return this.byKey.keyIndex[row] as number;
  }

  private placeObservations(): void {
    for (let again = true; again;) {
      again = false;
      for (let session = 0; session < this.sessions.length; session++)
        for (let row = this.front(session); row >= 0; row = this.front(session)) {
          if (this.waiting[row] !== 0) break;
          if (isEffect(this.history.action[row] as number) && !this.isIdleWrite(row)) break;
          if (!this.place(row, session)) break;
          again = again || isEffect(this.history.action[row] as number);
        }
    }
  }

  /** A write that nobody reads, to a register whose present value nobody will read any more. */
  private isIdleWrite(row: number): boolean {
    return this.unique && this.history.action[row] === Action.Write && this.readers[row] === 0 && this.mayChange(row);
  }

  private mayChange(row: number): boolean {
    if (!this.unique) return true;
    const waiting = this.readers[this.writer[this.keyOf(row)] as number] as number;
    return waiting === (this.history.action[row] === Action.Cas ? 1 : 0);
  }

  private front(session: number): number {
    return this.sessions[session]?.[this.next[session] as number] ?? -1;
  }

  /** Negative numbers stand for indeterminate operations. */
  private candidates(): number[] {
    const { history } = this;
    const found: number[] = [];
    this.budget.spend((this.sessions.length + this.open.length) >> 4);
    for (let session = 0; session < this.sessions.length; session++) {
      const row = this.front(session);
      if (row >= 0 && isEffect(history.action[row] as number) && this.allows(row)) found.push(session);
    }
    const rowOf = (candidate: number): number =>
      candidate < 0 ? (this.open[-1 - candidate] as number) : this.front(candidate);
    for (let i = 0; i < this.open.length; i++) {
      const row = this.open[i] as number;
      if (this.openUsed[i] === 1) continue;
      if ((this.next[history.session[row] as number] as number) >= (this.openAfter[i] as number) && this.allows(row))
        found.push(-1 - i);
    }
    return found.sort((a, b) => rowOf(a) - rowOf(b));
  }

  private allows(row: number): boolean {
    return (
      this.waiting[row] === 0 &&
      this.mayChange(row) &&
      this.object.step(this.state[this.keyOf(row)] as number, row) !== REFUSED
    );
  }

  /** Places an operation (`session` -1 - i for the indeterminate one i); false where the state refuses it. */
  private place(row: number, session: number): boolean {
    const key = this.keyOf(row);
    const before = this.state[key] as number;
    const after = this.object.step(before, row);
    if (after === REFUSED) return false;
    this.budget.spend();
    const writer = this.writer[key] as number;
    const effect = isEffect(this.history.action[row] as number);
    this.trail.push({ row, session, state: before, writer });
    this.release(row, -1);
    this.count(row, writer, -1);
    if (effect) this.writer[key] = row;
    this.state[key] = after;
    if (session < 0) this.openUsed[-1 - session] = 1;
    else {
      this.next[session] = (this.next[session] as number) + 1;
      this.left--;
    }
    return true;
  }

  private count(row: number, writer: number, change: number): void {
    const action = this.history.action[row];
    if (!this.unique || (action !== Action.Read && action !== Action.Cas)) return;
    this.readers[writer] = (this.readers[writer] as number) + change;
  }

  /** Lets what must come after an operation wait for one less (-1), or for it again (1). */
  private release(row: number, change: number): void {
    this.successors?.forEach(row, (next) => {
      this.waiting[next] = (this.waiting[next] as number) + change;
    });
  }

  private undoTo(depth: number): void {
    while (this.trail.length > depth) {
      const { row, session, state, writer } = this.trail.pop() as Step;
      const key = this.keyOf(row);
      this.state[key] = state;
      this.writer[key] = writer;
      this.count(row, writer, 1);
      this.release(row, 1);
      if (session < 0) this.openUsed[-1 - session] = 0;
      else {
        this.next[session] = (this.next[session] as number) - 1;
        this.left++;
      }
    }
  }

  /** Takes the next untried candidate of the latest choice that has one; false when there is none. */
  private takeNext(choices: Choice[]): boolean {
    for (let choice = choices.at(-1); choice !== undefined; choice = choices.at(-1)) {
      this.undoTo(choice.depth);
      const candidate = choice.candidates[choice.tried++];
      if (candidate !== undefined) {
        const row = candidate < 0 ? (this.open[-1 - candidate] as number) : this.front(candidate);
        this.place(row, candidate);
        return true;
      }
      if (choice.candidates.length > 1 && this.failed.size < MOST_REMEMBERED) this.failed.add(this.placeText());
      choices.pop();
    }
    return false;
  }

  private placeText(): string {
    return `${this.next.join()};${this.state.join()};${this.openUsed.join('')}`;
  }

  private noteStuck(): void {
    if (this.left >= this.deepest) return;
    this.deepest = this.left;
    this.stuck = this.sessions.map((_, session) => this.front(session)).filter((row) => row >= 0);
  }

  private deadEnd(): CheckResult {
    const rows = this.stuck.slice(0, 4);
    const deeds = rows.map((row) => deedAt(this.history, row)).join('; ');
    return contradiction(
      rows,
      `No one order of all operations agrees with every session; the longest one stops before: ${deeds}.`,
    );
  }
}

/** Places remembered as hopeless; each takes as many bytes as there are sessions and keys, times a few. */
const MOST_REMEMBERED = 50_000;

interface Step {
  readonly row: number;
  readonly session: number;
  readonly state: number;
  readonly writer: number;
}

interface Choice {
  readonly depth: number;
  readonly candidates: readonly number[];
  tried: number;
}
