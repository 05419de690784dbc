import { isEffect, isIndeterminate, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { ConfigurationSet } from './configuration-set';
import { OUT_OF_BUDGET, stuckAt } from './search-witness';
import { effectClasses, operationsToPlace } from './search-operations';
import type { SearchBudget } from './search-budget';
import { REFUSED, type SequentialObject } from './sequential-object';
import { clearBit, copyWords, hasBit, setBit } from './bit-words';

/**
 * Linearizability of one object by just-in-time linearization: Lowe, *Testing for linearizability* (Concurrency and
 * Computation 29, 2017), on the ground of Wing and Gong, *Testing and Verifying Concurrent Objects* (1993).
 *
 * The history is read as a sequence of invocations and responses. A configuration is a state of the object and the set
 * of pending operations that have already taken effect. At a response, each configuration in which that operation has
 * not taken effect yet is extended by every sequence of pending operations that ends with it; with none left, the
 * history cannot be explained. Only the configurations of one moment are kept, so memory does not grow with the
 * history. What keeps their number small:
 * - an observation that matches the state takes effect at once, for it changes nothing;
 * - of pending operations that do the same, the one with the nearest deadline goes first;
 * - an indeterminate effect that is overwritten before anything observes it is not tried;
 * - a configuration that has used more indeterminate operations than an otherwise equal one is dropped.
 */
export function checkJustInTime(
  history: CheckedHistory,
  keyRows: Int32Array,
  object: SequentialObject,
  budget: SearchBudget,
): CheckResult {
  const search = new JustInTime(history, operationsToPlace(history, keyRows), object, budget);
  return search.run();
}

/** Position of the state in a configuration; then come flags and the bits of operations that took effect. */
const STATE = 0;
const FLAGS = 1;
const BITS = 2;
/** Flag: the last effect was indeterminate, and something must observe it before it is overwritten. */
const MUST_OBSERVE = 1;

class JustInTime {
  private words = 1;
  private now: ConfigurationSet;
  private next: ConfigurationSet;
  private visited: ConfigurationSet;
  private scratch: Int32Array;
  /** Pending operations by slot: the position of their row, or -1. */
  private readonly slots: number[] = [];
  private readonly freeSlots: number[] = [];
  private readonly slotOf: Int32Array;
  /** Slots of pending effects and observations, in order of invocation. */
  private readonly effects: number[] = [];
  private readonly observations: number[] = [];
  private readonly classes: Int32Array;
  private readonly pendingOfClass: Int32Array;
  private invoked = 0;
  /** Positions of the last operation that overwrites the state, and of the last that observes it otherwise than as lost. */
  private readonly lastReset: number;
  private readonly lastObservation: number;
  /** Bits of indeterminate operations. */
  private indeterminate = new Int32Array(1);

  constructor(
    private readonly history: CheckedHistory,
    private readonly rows: Int32Array,
    private readonly object: SequentialObject,
    private readonly budget: SearchBudget,
  ) {
    this.slotOf = new Int32Array(rows.length).fill(-1);
    this.classes = effectClasses(history, rows);
    this.pendingOfClass = new Int32Array(rows.length);
    this.lastReset = rows.findLastIndex((row) => object.overwrites(row));
    this.lastObservation = rows.findLastIndex((row) => this.isDeniedByLost(row));
    this.now = new ConfigurationSet(BITS + 1);
    this.next = new ConfigurationSet(BITS + 1);
    this.visited = new ConfigurationSet(BITS + 1);
    this.scratch = new Int32Array(BITS + 1);
    this.scratch[STATE] = object.initial;
    this.now.add(this.scratch, 0);
  }

  run(): CheckResult {
    const { history, rows } = this;
    const responses = rows.map((_, i) => i).filter((i) => !isIndeterminate(history, rows[i] as number));
    const completed = (i: number): number => history.completedAt[rows[i] as number] as number;
    responses.sort((a, b) => completed(a) - completed(b));
    for (const position of responses) {
      const deadline = completed(position);
      // Closed intervals: what is invoked at the instant of a response is concurrent with it.
      while (this.invoked < rows.length && (history.invokedAt[rows[this.invoked] as number] as number) <= deadline)
        this.invoke(this.invoked++);
      if (!this.respond(position)) return this.outcome(position);
    }
    return PASS;
  }

  private outcome(position: number): CheckResult {
    if (this.budget.remaining < 0) return OUT_OF_BUDGET;
    const states = new Set<number>();
    for (let i = 0; i < this.now.size; i++) states.add(this.now.items[i * this.now.stride + STATE] as number);
    const pending = this.effects.map((slot) => this.rows[this.slots[slot] as number] as number);
    return stuckAt(this.history, this.rows, this.rows[position] as number, {
      states: [...states].map((state) => this.object.describe(state)),
      pending,
    });
  }

  private invoke(position: number): void {
    const row = this.rows[position] as number;
    const slot = this.freeSlots.pop() ?? this.slots.length;
    this.slots[slot] = position;
    this.slotOf[position] = slot;
    if (slot >= this.words * 32) this.widen();
    if (isEffect(this.history.action[row] as number)) {
      this.effects.push(slot);
      this.countOfClass(position, 1);
      if (isIndeterminate(this.history, row)) setBit(this.indeterminate, 0, slot);
      return;
    }
    this.observations.push(slot);
    const { items, stride, size } = this.now;
    for (let i = 0; i < size; i++) {
      const at = i * stride;
      if (this.object.step(items[at + STATE] as number, row) !== REFUSED) setBit(items, at + BITS, slot);
    }
  }

  /** Keeps or makes the configurations in which the operation has taken effect; false when there are none. */
  private respond(position: number): boolean {
    const slot = this.slotOf[position] as number;
    const { now, next } = this;
    next.clear();
    this.visited.clear();
    for (let i = 0; i < now.size; i++) {
      const at = i * now.stride;
      if (!hasBit(now.items, at + BITS, slot)) {
        if (!this.extend(at, slot)) return false;
        continue;
      }
      if (!this.budget.spend()) return false;
      copyWords(this.scratch, now.items, at);
      clearBit(this.scratch, BITS, slot);
      next.add(this.scratch, 0);
    }
    if (next.size === 0) return false;
    this.release(slot);
    if (next.size > 1) this.dropDominated(next);
    this.now = next;
    this.next = now;
    return true;
  }

  private countOfClass(position: number, change: number): void {
    const kind = this.classes[position] as number;
    if (kind >= 0) this.pendingOfClass[kind] = (this.pendingOfClass[kind] as number) + change;
  }

  private release(slot: number): void {
    this.countOfClass(this.slots[slot] as number, -1);
    this.slots[slot] = -1;
    this.freeSlots.push(slot);
    const list = this.effects.includes(slot) ? this.effects : this.observations;
    list.splice(list.indexOf(slot), 1);
  }

  /** Adds to `next` every configuration reached from `now` at an offset by effects up to the wanted operation. */
  private extend(offset: number, wanted: number): boolean {
    const { object, visited, history, rows } = this;
    const { stride } = visited;
    const wantedRow = rows[this.slots[wanted] as number] as number;
    const wantsEffect = isEffect(history.action[wantedRow] as number);
    copyWords(this.scratch, this.now.items, offset);
    let at = visited.size;
    if (!visited.add(this.scratch, 0)) return true;
    for (; at < visited.size; at++) {
      if (!this.budget.spend()) return false;
      const from = at * stride;
      const state = visited.items[from + STATE] as number;
      const toTry = this.toTry(visited.items, from, wantedRow);
      const mustObserve = visited.items[from + FLAGS] === MUST_OBSERVE;
      for (const slot of this.effects) {
        if (hasBit(visited.items, from + BITS, slot)) continue;
        const row = rows[this.slots[slot] as number] as number;
        if (toTry?.includes(row) === false) continue;
        if (mustObserve && object.overwrites(row)) continue;
        if (!this.isFirstOfItsClass(slot, visited.items, from + BITS)) continue;
        if (state === object.lost && slot !== wanted && wantsEffect && this.isLostForEver(visited.items, from + BITS))
          continue;
        const after = object.step(state, row);
        if (after === REFUSED) continue;
        copyWords(this.scratch, visited.items, from);
        this.scratch[STATE] = after;
        setBit(this.scratch, BITS, slot);
        const observed = this.observe(after);
        const open = this.lastReset >= 0 && !observed && hasBit(this.indeterminate, 0, slot);
        this.scratch[FLAGS] = open ? MUST_OBSERVE : 0;
        if (after === object.lost && this.isWatched(this.scratch, BITS) && this.isLostForEver(this.scratch, BITS))
          continue;
        if (hasBit(this.scratch, BITS, wanted)) {
          clearBit(this.scratch, BITS, wanted);
          this.scratch[FLAGS] = 0;
          this.next.add(this.scratch, 0);
        } else visited.add(this.scratch, 0);
      }
    }
    return true;
  }

  /** Of the effects under way that have not happened in a configuration, those to try next; undefined for all. */
  private toTry(items: Int32Array, offset: number, wanted: number): readonly number[] | undefined {
    const { object } = this;
    if (object.toTry === undefined) return undefined;
    const left = (slots: readonly number[]): number[] =>
      slots
        .filter((slot) => !hasBit(items, offset + BITS, slot))
        .map((slot) => this.rows[this.slots[slot] as number] as number);
    return object.toTry(items[offset + STATE] as number, wanted, left(this.effects), left(this.observations));
  }

  /** Lets every pending observation that matches the state take effect; true where there was one. */
  private observe(state: number): boolean {
    let any = false;
    for (const slot of this.observations) {
      if (hasBit(this.scratch, BITS, slot)) continue;
      if (this.object.step(state, this.rows[this.slots[slot] as number] as number) === REFUSED) continue;
      setBit(this.scratch, BITS, slot);
      any = true;
    }
    return any;
  }

  private allAnswered(items: Int32Array, bits: number): boolean {
    return this.observations.every((slot) => hasBit(items, bits, slot));
  }

  /** No operation under way or to come leads out of a state that nothing observes. */
  private isLostForEver(items: Int32Array, bits: number): boolean {
    if (this.lastReset >= this.invoked) return false;
    const leadsOut = (slot: number): boolean => this.object.overwrites(this.rows[this.slots[slot] as number] as number);
    return !this.effects.some((slot) => leadsOut(slot) && !hasBit(items, bits, slot));
  }

  /** An observation that the state of all that nothing observes does not allow; a refused swap is none. */
  private isDeniedByLost(row: number): boolean {
    const { object, history } = this;
    if (object.lost === undefined || isEffect(history.action[row] as number)) return false;
    return object.step(object.lost, row) === REFUSED;
  }

  /** An observation under way or to come has not been answered yet. */
  private isWatched(items: Int32Array, bits: number): boolean {
    return this.lastObservation >= this.invoked || !this.allAnswered(items, bits);
  }

  private isFirstOfItsClass(slot: number, items: Int32Array, bits: number): boolean {
    const position = this.slots[slot] as number;
    const kind = this.classes[position] as number;
    if ((this.pendingOfClass[kind] as number) < 2) return true;
    const deadline = this.history.completedAt[this.rows[position] as number] as number;
    for (const other of this.effects) {
      if (other === slot) continue;
      const rival = this.slots[other] as number;
      if (this.classes[rival] !== kind || hasBit(items, bits, other)) continue;
      const rivalDeadline = this.history.completedAt[this.rows[rival] as number] as number;
      if (rivalDeadline < deadline || (rivalDeadline === deadline && rival < position)) return false;
    }
    return true;
  }

  /**
   * Drops a configuration where another has the same state and the same definite effects, has used no indeterminate
   * operation that this one has not, and has answered every observation that this one has.
   */
  private dropDominated(set: ConfigurationSet): void {
    if (set.size > 512) return;
    const { items, stride, size } = set;
    const keep = new Uint8Array(size).fill(1);
    const observations = new Int32Array(this.words);
    for (const slot of this.observations) setBit(observations, 0, slot);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size && keep[i] === 1; j++)
        if (i !== j && keep[j] === 1 && this.dominates(items, j * stride, i * stride, observations)) keep[i] = 0;
    set.retain(keep);
  }

  private dominates(items: Int32Array, better: number, worse: number, observations: Int32Array): boolean {
    if (items[better + STATE] !== items[worse + STATE]) return false;
    for (let word = 0; word < this.words; word++) {
      const ours = items[better + BITS + word] as number;
      const theirs = items[worse + BITS + word] as number;
      const maybe = this.indeterminate[word] as number;
      const seen = observations[word] as number;
      if (((ours ^ theirs) & ~maybe & ~seen) !== 0) return false;
      if ((ours & ~theirs & maybe) !== 0 || (theirs & ~ours & seen) !== 0) return false;
    }
    return true;
  }

  /** Makes room for more pending operations in every configuration. */
  private widen(): void {
    const words = this.words * 2;
    const wider = (set: ConfigurationSet): ConfigurationSet => {
      const result = new ConfigurationSet(BITS + words);
      const one = new Int32Array(BITS + words);
      for (let i = 0; i < set.size; i++) {
        one.set(set.items.subarray(i * set.stride, (i + 1) * set.stride));
        result.add(one, 0);
      }
      return result;
    };
    this.now = wider(this.now);
    this.next = new ConfigurationSet(BITS + words);
    this.visited = new ConfigurationSet(BITS + words);
    this.scratch = new Int32Array(BITS + words);
    const indeterminate = new Int32Array(words);
    indeterminate.set(this.indeterminate);
    this.indeterminate = indeterminate;
    this.words = words;
  }
}
