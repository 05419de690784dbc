import { isIndeterminate, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { ConfigurationSet } from './configuration-set';
import { PendingOperations } from './pending-operations';
import { registerOperations, Role, type RegisterOperations } from './register-operations';
import type { SearchBudget } from './search-budget';
import { OUT_OF_BUDGET, registerStuckAt } from './search-witness';
import { clearBit, copyWords, hasBit, setBit } from './bit-words';

/**
 * Linearizability of one register whose values repeat or whose swaps are refused, by just-in-time linearization: Lowe,
 * *Testing for linearizability* (Concurrency and Computation 29, 2017), on the ground of Wing and Gong, *Testing and
 * Verifying Concurrent Objects* (1993).
 *
 * The history is read from left to right. A configuration is the register's value with, for every operation under way,
 * whether its answer is *explained* and whether its effect is still *at hand*. Where an answer comes that a
 * configuration does not explain, the configuration is extended by every useful sequence of effects at hand that
 * explains it; with no configuration left, nothing explains the history. Only the configurations of one moment are
 * kept. What is special about a register keeps them few:
 * - a read is explained as soon as the register has its value, a refused swap as soon as it has another;
 * - a write is explained by any other write that takes effect while it is under way, since it may have been overwritten
 *   there, and by its own value; its effect stays at hand, for nothing says that it was used there;
 * - so an effect is only used where something needs it: before the next write comes, an answer must be explained by it
 *   or a swap must follow that is;
 * - of effects that do the same, the one whose operation ends first is used, and indeterminate ones last;
 * - of two configurations with the same value, one that explains no less and has no less at hand makes the other
 *   superfluous.
 */
export function searchRegister(history: CheckedHistory, keyRows: Int32Array, budget: SearchBudget): CheckResult {
  const operations = registerOperations(history, keyRows);
  // Most histories are good, and one order suffices to show it: the best few configurations nearly always lead to one.
  const quick = new RegisterSearch(history, operations, budget, FEW);
  const result = quick.run();
  if (result.decision !== 'fail' || quick.isExhaustive) return result;
  return new RegisterSearch(history, operations, budget, Infinity).run();
}

/** First comes the value, and in its last bits whether something must still need it and what made it. */
const VALUE = 0;
const NEED_BITS = 2;
const NEEDED = 0;
const MADE_BY_OPEN_WRITE = 1;
const MADE_OTHERWISE = 2;
const MADE_BITS = 3;
/** Then come the words of what is explained. */
const EXPLAINED = 1;

/** Configurations kept at each moment at first. */
const FEW = 2;

class RegisterSearch {
  /** No configuration was left out for there being too many. */
  isExhaustive = true;
  private readonly pending: PendingOperations;
  /** Words for the operations that end. */
  private readonly words: number;
  /** Where the words of effects at hand begin: first of operations that end, then of those that do not. */
  private readonly atHand: number;
  private readonly openAtHand: number;
  private readonly stride: number;
  private now: ConfigurationSet;
  private next: ConfigurationSet;
  private readonly visited: ConfigurationSet;
  private readonly scratch: Int32Array;
  private readonly cost: number;

  constructor(
    private readonly history: CheckedHistory,
    private readonly operations: RegisterOperations,
    private readonly budget: SearchBudget,
    private readonly mostKept: number,
  ) {
    this.words = Math.max(1, Math.ceil(operations.mostPending / 32));
    this.atHand = EXPLAINED + this.words;
    this.openAtHand = this.atHand + this.words;
    this.stride = this.openAtHand + Math.ceil(operations.openEnded / 32);
    // A state is worth more of the budget where it takes more memory.
    this.cost = 1 + (this.stride >>> 3);
    this.pending = new PendingOperations(operations, this.words, (position) => this.endOf(position));
    this.now = new ConfigurationSet(this.stride);
    this.next = new ConfigurationSet(this.stride);
    this.visited = new ConfigurationSet(this.stride);
    this.scratch = new Int32Array(this.stride);
    this.scratch[VALUE] = operations.initial << NEED_BITS;
    this.now.add(this.scratch, 0);
  }

  run(): CheckResult {
    const { history, operations } = this;
    const { rows, byEnd } = operations;
    let begun = 0;
    for (const position of byEnd) {
      const end = this.endOf(position);
      // Closed intervals: what begins at the instant of an answer is concurrent with it.
      while (begun < rows.length && (history.invokedAt[rows[begun] as number] as number) <= end) this.begin(begun++);
      if (!this.respond(position)) return this.outcome(position);
      this.pending.end(position);
    }
    return PASS;
  }

  private endOf(position: number): number {
    return this.history.completedAt[this.operations.rows[position] as number] as number;
  }

  private outcome(position: number): CheckResult {
    if (this.budget.remaining < 0) return OUT_OF_BUDGET;
    const values = new Set<number>();
    for (let i = 0; i < this.now.size; i++) values.add((this.now.items[i * this.stride] as number) >> NEED_BITS);
    return registerStuckAt(this.history, this.operations, position, [...values], this.pending.effects());
  }

  private begin(position: number): void {
    const { now, stride, operations } = this;
    const isOpen = isIndeterminate(this.history, operations.rows[position] as number);
    const slot = this.pending.begin(position, isOpen);
    const isEffect = (operations.kind[position] as number) >= 0;
    for (let i = 0; i < now.size; i++) {
      const at = i * stride;
      if (isOpen) setBit(now.items, at + this.openAtHand, slot);
      else {
        if (isEffect) setBit(now.items, at + this.atHand, slot);
        if (this.pending.meets((now.items[at] as number) >> NEED_BITS, position))
          setBit(now.items, at + EXPLAINED, slot);
      }
    }
  }

  /** Keeps or makes the configurations that explain the answer; false when there are none. */
  private respond(position: number): boolean {
    const { now, next, stride } = this;
    const slot = this.pending.slotOf[position] as number;
    if (!this.budget.spend(this.cost * now.size)) return false;
    let settled = true;
    for (let i = 0; settled && i < now.size; i++)
      settled = hasBit(now.items, i * stride + EXPLAINED, slot) && !this.mayStillWrite(i * stride, position, slot);
    if (settled) {
      for (let i = 0; i < now.size; i++) this.finishAt(now.items, i * stride, position, slot);
      if (now.size > 1) now.keepBest();
      return true;
    }
    next.clear();
    this.visited.clear();
    for (let i = 0; i < now.size; i++) {
      const at = i * stride;
      if (hasBit(now.items, at + EXPLAINED, slot)) {
        copyWords(this.scratch, now.items, at);
        this.finish(position, slot);
        if (!this.mayStillWrite(at, position, slot)) continue;
      }
      if (!this.extend(at, position, slot)) return false;
    }
    if (next.size === 0) return false;
    if (next.size > 1) next.keepBest();
    if (next.size > this.mostKept) {
      next.keepRichest(this.mostKept);
      this.isExhaustive = false;
    }
    this.now = next;
    this.next = now;
    return true;
  }

  /**
   * An explained write may yet be the last one to take effect before its answer: of use where its value is another one,
   * or where something else is to be explained before it.
   */
  private mayStillWrite(at: number, position: number, slot: number): boolean {
    const { operations, now } = this;
    if (operations.role[position] !== Role.Write || !hasBit(now.items, at + this.atHand, slot)) return false;
    if ((now.items[at] as number) >> NEED_BITS !== operations.written[position]) return true;
    for (let i = 0; i < this.words; i++)
      if (((this.pending.bits[i] as number) & ~(now.items[at + EXPLAINED + i] as number)) !== 0) return true;
    return false;
  }

  /** Takes what is in the scratch as a configuration after the answer. */
  private finish(position: number, slot: number): void {
    this.finishAt(this.scratch, 0, position, slot);
    this.next.add(this.scratch, 0);
  }

  private finishAt(items: Int32Array, offset: number, position: number, slot: number): void {
    // A write of the value that is there takes effect at the latest now, so that others may come just before it.
    if (
      this.operations.role[position] === Role.Write &&
      hasBit(items, offset + this.atHand, slot) &&
      (items[offset] as number) >> NEED_BITS === this.operations.written[position]
    )
      this.explainWrites(items, offset);
    clearBit(items, offset + EXPLAINED, slot);
    clearBit(items, offset + this.atHand, slot);
  }

  private explainWrites(items: Int32Array, offset: number): void {
    for (let i = offset + EXPLAINED, word = 0; word < this.words; i++, word++)
      items[i] = (items[i] as number) | (this.pending.writeBits[word] as number);
  }

  /** Adds every configuration that follows from the one at an offset by effects up to one that explains the answer. */
  private extend(offset: number, answered: number, slot: number): boolean {
    const { visited, stride, pending } = this;
    copyWords(this.scratch, this.now.items, offset);
    let at = visited.size;
    if (!visited.add(this.scratch, 0)) return true;
    for (; at < visited.size; at++) {
      if (!this.budget.spend(this.cost)) return false;
      const from = at * stride;
      const value = (visited.items[from] as number) >> NEED_BITS;
      if (((visited.items[from] as number) & MADE_BITS) === NEEDED)
        for (const kind of pending.writeKinds) this.use(from, kind, answered, slot);
      for (const kind of pending.swapsFrom(value)) this.use(from, kind, answered, slot);
    }
    return true;
  }

  /** One effect of a kind after the visited configuration at an offset, where something needs it. */
  private use(from: number, kind: number, answered: number, slot: number): void {
    const { visited, scratch, pending, operations } = this;
    const value = operations.valueOfKind[kind] as number;
    const explainsAnswer = operations.kind[answered] === kind || this.isObservation(answered, value);
    const isLookedFor = explainsAnswer || this.explainsMore(value, from, answered);
    const isFollowed = pending.swapsFrom(value).length > 0;
    const closing = firstWithBit(pending.closingOf(kind), visited.items, from + this.atHand);
    const isWrite = operations.writeKindOf[value] === kind;
    const isNeeded = isLookedFor || (!isWrite && closing >= 0);
    if (!isNeeded && !isFollowed) return;
    const open = closing < 0 ? firstWithBit(pending.openEndedOf(kind), visited.items, from + this.openAtHand) : -1;
    if (closing < 0 && (open < 0 || this.isWasteful(from, isWrite, value))) return;
    copyWords(scratch, visited.items, from);
    if (closing >= 0) {
      clearBit(scratch, this.atHand, closing);
      setBit(scratch, EXPLAINED, closing);
    } else clearBit(scratch, this.openAtHand, open);
    if (isWrite) this.explainWrites(scratch, 0);
    this.explainBy(value);
    scratch[VALUE] = value << NEED_BITS;
    if (explainsAnswer && hasBit(scratch, EXPLAINED, slot) && (operations.kind[answered] !== kind || closing === slot))
      this.finish(answered, slot);
    else {
      if (!isNeeded)
        scratch[VALUE] = (value << NEED_BITS) | (isWrite && open >= 0 ? MADE_BY_OPEN_WRITE : MADE_OTHERWISE);
      visited.add(scratch, 0);
    }
  }

  private isObservation(position: number, value: number): boolean {
    return (this.operations.kind[position] as number) < 0 && this.pending.meets(value, position);
  }

  /** A value explains a read or a refused swap that the value at the answered operation would not. */
  private explainsMore(value: number, from: number, answered: number): boolean {
    const { visited, pending, operations } = this;
    for (const slot of pending.readsOf(value))
      if (!hasBit(visited.items, from + EXPLAINED, slot) && !pending.isMetAnyway(slot, answered)) return true;
    for (const slot of pending.misses)
      if (
        operations.wanted[pending.positionAt[slot] as number] !== value &&
        !hasBit(visited.items, from + EXPLAINED, slot) &&
        !pending.isMetAnyway(slot, answered)
      )
        return true;
    return false;
  }

  /**
   * An indeterminate effect that makes a value which another one makes at less expense. An indeterminate write and a swap
   * of its value do together what one write of the new value does, now or later; and a swap does only where the value it
   * expects is there what a write does anywhere.
   */
  private isWasteful(from: number, isWrite: boolean, value: number): boolean {
    const { pending } = this;
    const { items } = this.visited;
    const present = items[from] as number;
    if (!isWrite) {
      if ((present & MADE_BITS) !== MADE_BY_OPEN_WRITE) return false;
      const write = this.operations.writeKindOf[value] as number;
      return write >= 0 && this.hasAtHand(write, from);
    }
    for (let i = 0; i < this.words; i++)
      if (((pending.writeBits[i] as number) & ~(items[from + EXPLAINED + i] as number)) !== 0) return false;
    return pending
      .swapsFrom(present >> NEED_BITS)
      .some((kind) => (this.operations.valueOfKind[kind] as number) === value && this.hasAtHand(kind, from));
  }

  private hasAtHand(kind: number, from: number): boolean {
    const { pending } = this;
    const { items } = this.visited;
    return (
      firstWithBit(pending.closingOf(kind), items, from + this.atHand) >= 0 ||
      firstWithBit(pending.openEndedOf(kind), items, from + this.openAtHand) >= 0
    );
  }

  private explainBy(value: number): void {
    const { scratch, pending, operations } = this;
    for (const slot of pending.readsOf(value)) setBit(scratch, EXPLAINED, slot);
    for (const slot of pending.writesOf(value)) setBit(scratch, EXPLAINED, slot);
    for (const slot of pending.misses)
      if (operations.wanted[pending.positionAt[slot] as number] !== value) setBit(scratch, EXPLAINED, slot);
  }
}

function firstWithBit(slots: readonly number[], items: Int32Array, offset: number): number {
  for (const slot of slots) if (hasBit(items, offset, slot)) return slot;
  return -1;
}
