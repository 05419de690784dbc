import { clearBit, hasBit, setBit } from './bit-words';
import { Action, isEffect, observed, type CheckedHistory } from './checked-history';
import { ConfigurationSet } from './configuration-set';
import { REFUSED, type SequentialObject } from './sequential-object';

const NO_BIT = -1;
const UNSEEN = -2;

/**
 * A set. A state is a bit for each value that operations on the key put in or take out; keys use the same bits again, since
 * nobody compares states of different keys.
 */
export function setObject(history: CheckedHistory): SequentialObject {
  return new SetObject(history);
}

class SetObject implements SequentialObject {
  readonly initial: number;
  private readonly bitOfRow: Int32Array;
  private readonly bitsOfKey = new Map<number, Map<number, number>>();
  private readonly states: ConfigurationSet;
  private readonly words: number;
  private readonly scratch: Int32Array;
  /** The values that effects under way could change. */
  private readonly open: Int32Array;
  /** The state that each observation shows, or `REFUSED`. */
  private readonly shown: Int32Array;

  constructor(private readonly history: CheckedHistory) {
    this.bitOfRow = new Int32Array(history.length).fill(NO_BIT);
    let most = 1;
    for (let row = 0; row < history.length; row++) {
      if (!isEffect(history.action[row] as number)) continue;
      const bits = this.bitsOf(row);
      const value = history.input[row] as number;
      const bit = bits.get(value) ?? bits.size;
      bits.set(value, bit);
      this.bitOfRow[row] = bit;
      most = Math.max(most, bits.size);
    }
    this.words = (most + 31) >>> 5;
    this.states = new ConfigurationSet(this.words);
    this.scratch = new Int32Array(this.words);
    this.open = new Int32Array(this.words);
    this.shown = new Int32Array(history.length).fill(UNSEEN);
    this.initial = this.states.place(this.scratch, 0);
  }

  step(state: number, row: number): number {
    const action = this.history.action[row];
    if (action !== Action.Add && action !== Action.Remove) return this.shownBy(row) === state ? state : REFUSED;
    const bit = this.bitOfRow[row] as number;
    const at = state * this.words;
    if (hasBit(this.states.items, at, bit) === (action === Action.Add)) return state;
    this.load(state);
    if (action === Action.Add) setBit(this.scratch, 0, bit);
    else clearBit(this.scratch, 0, bit);
    return this.states.place(this.scratch, 0);
  }

  overwrites(): boolean {
    return false;
  }

  /**
   * Operations on different values may be swapped. So the wanted one has to come after none but those on its own value, and
   * an observation after those on the values by which the state differs from what it shows: in any order of the values, and
   * where one of them is not under way the observation is not next.
   */
  toTry(state: number, wanted: number, effects: readonly number[], observations: readonly number[]): readonly number[] {
    const { bitOfRow } = this;
    const wantedBit = bitOfRow[wanted] as number;
    const bits = wantedBit === NO_BIT ? [] : [wantedBit];
    this.open.fill(0);
    for (const row of effects) setBit(this.open, 0, bitOfRow[row] as number);
    for (const row of observations) {
      const bit = this.firstOnTheWay(state, this.shownBy(row));
      if (bit !== NO_BIT && !bits.includes(bit)) bits.push(bit);
    }
    return effects.filter((row) => bits.includes(bitOfRow[row] as number));
  }

  describe(state: number): string {
    let size = 0;
    for (let bit = 0; bit < this.words * 32; bit++) if (hasBit(this.states.items, state * this.words, bit)) size++;
    return `a set of ${size} members`;
  }

  /** The first value that has to change between two states, where effects under way could change all of them. */
  private firstOnTheWay(from: number, to: number): number {
    if (to === REFUSED) return NO_BIT;
    const { words, states, open } = this;
    let first = NO_BIT;
    for (let word = 0; word < words; word++) {
      const different = (states.items[from * words + word] as number) ^ (states.items[to * words + word] as number);
      if ((different & ~(open[word] as number)) !== 0) return NO_BIT;
      if (first === NO_BIT && different !== 0) first = word * 32 + 31 - Math.clz32(different & -different);
    }
    return first;
  }

  private shownBy(row: number): number {
    let state = this.shown[row] as number;
    if (state === UNSEEN) this.shown[row] = state = this.stateOf(observed(this.history, row), this.bitsOf(row));
    return state;
  }

  /** No set shows a member twice, or one that nobody put in. */
  private stateOf(members: readonly number[], bits: ReadonlyMap<number, number>): number {
    this.scratch.fill(0);
    for (const member of members) {
      const bit = bits.get(member);
      if (bit === undefined || hasBit(this.scratch, 0, bit)) return REFUSED;
      setBit(this.scratch, 0, bit);
    }
    return this.states.place(this.scratch, 0);
  }

  private load(state: number): void {
    for (let word = 0; word < this.words; word++)
      this.scratch[word] = this.states.items[state * this.words + word] as number;
  }

  private bitsOf(row: number): Map<number, number> {
    const key = this.history.key[row] as number;
    let bits = this.bitsOfKey.get(key);
    if (bits === undefined) this.bitsOfKey.set(key, (bits = new Map<number, number>()));
    return bits;
  }
}
