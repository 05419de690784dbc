import { deedAt, valueText } from '../wording/operation-text';
import {
  Action,
  contradiction,
  isIndeterminate,
  observed,
  PASS,
  type CheckedHistory,
  type CheckResult,
} from './checked-history';
import { CausalContents } from './causal-contents';
import type { RowsByKey } from './rows-by-key';
import { listAt, SessionOrder } from './session-order';
import { ValueIndex } from './value-index';

type ContentsModel = 'causal' | 'read-your-writes' | 'monotonic-reads' | 'monotonic-writes' | 'writes-follow-reads';

/** Look-ups over all reads together; a log that is read whole costs its length each time. */
const MOST_LOOKUPS = 40_000_000;

/**
 * Session guarantees of logs and sets, where a read shows its visible elements by itself (the form in which Freitas et
 * al., *Characterizing the Consistency of Online Services*, DSN 2016, measure them). Per key; an element that somebody
 * may have removed before the read ended is not missed. In a log, what must be visible must also stand in order.
 *
 * - read-your-writes: what the session has put in itself;
 * - monotonic reads: what its previous read showed, and for a log in the same places;
 * - monotonic writes: with each element the one that the same session put in before it;
 * - writes follow reads: with each element what its writer had read just before putting it in.
 *
 * `null` for all where elements were put in twice: a read then does not tell which of the two it shows.
 */
export function checkContents(
  history: CheckedHistory,
  byKey: RowsByKey,
): Readonly<Record<ContentsModel, CheckResult | null>> {
  const index = byKey.keys.map((_, key) => additions(history, byKey.rowsOf(key)));
  if (index.some((ofKey) => ofKey.repeats))
    return {
      causal: null,
      'read-your-writes': null,
      'monotonic-reads': null,
      'monotonic-writes': null,
      'writes-follow-reads': null,
    };
  const contents = new Contents(history, byKey, index);
  return {
    causal: new CausalContents(history, contents.order, byKey, index, (row, value) =>
      contents.mayBeRemoved(row, value),
    ).check(),
    'read-your-writes': contents.check((row, demand) => contents.ownBefore(row, demand)),
    'monotonic-reads': contents.check((row, demand) => contents.readBefore(row, demand)),
    'monotonic-writes': contents.check((row, demand) => contents.writersBefore(row, demand)),
    'writes-follow-reads': contents.check((row, demand) => contents.writersReads(row, demand)),
  };
}

/** Elements put in, without those taken out. */
function additions(history: CheckedHistory, rows: Int32Array): ValueIndex {
  return new ValueIndex(
    history,
    rows.filter((row) => history.action[row] !== Action.Remove),
  );
}

/**
 * What must be visible to a read, what asks for it, and how that reads; in a log it must also stand before another element, or
 * at a place, where one is named.
 */
type Demand = (
  value: number,
  through: number,
  why: Why,
  where?: { readonly before: number } | { readonly place: number },
) => void;
type Why = 'own' | 'read' | 'put-before' | 'read-before';

class Contents {
  readonly order: SessionOrder;
  private readonly reads = new Map<number, number[]>();
  private readonly previousAddition: Int32Array;
  private readonly readJustBefore: Int32Array;
  private readonly removals = new Map<number, number>();

  constructor(
    private readonly history: CheckedHistory,
    private readonly byKey: RowsByKey,
    private readonly index: readonly ValueIndex[],
  ) {
    this.order = new SessionOrder(history, byKey);
    this.previousAddition = new Int32Array(history.length).fill(-1);
    this.readJustBefore = new Int32Array(history.length).fill(-1);
    const lastAddition = new Map<number, number>();
    for (let row = 0; row < history.length; row++) {
      const slot = this.slotOf(row);
      this.readJustBefore[row] = this.reads.get(slot)?.at(-1) ?? -1;
      this.previousAddition[row] = lastAddition.get(slot) ?? -1;
      if (history.action[row] === Action.Observe) listAt(this.reads, slot).push(row);
      else if (history.action[row] === Action.Remove) this.noteRemoval(row);
      else if (!isIndeterminate(history, row)) lastAddition.set(slot, row);
    }
  }

  mayBeRemoved(row: number, value: number): boolean {
    return (this.removals.get(value) ?? Infinity) <= (this.history.completedAt[row] as number);
  }

  check(demands: (row: number, demand: Demand) => void): CheckResult {
    const { history } = this;
    let lookups = 0;
    for (let row = 0; row < history.length; row++) {
      if (history.action[row] !== Action.Observe) continue;
      const contents = observed(history, row);
      const places = new Map(contents.map((value, place) => [value, place]));
      let problem: CheckResult | undefined;
      lookups += contents.length;
      demands(row, (value, through, why, where) => {
        lookups++;
        if (problem !== undefined || this.mayBeRemoved(row, value)) return;
        const found = places.get(value);
        if (found === undefined) problem = this.broken(row, value, through, why, 'missing');
        else if (history.data !== 'log' || where === undefined) return;
        else if ('before' in where ? found > (places.get(where.before) ?? Infinity) : found !== where.place)
          problem = this.broken(row, value, through, why, 'out of place');
      });
      if (problem !== undefined) return problem;
      if (lookups > MOST_LOOKUPS) return { decision: 'undecided', reason: 'the contents read are too long to compare' };
    }
    return PASS;
  }

  ownBefore(row: number, demand: Demand): void {
    for (const own of this.order.writesOf(this.order.sessionOf(row), this.order.keyOf(row))) {
      if ((this.order.position[own] as number) >= (this.order.position[row] as number)) break;
      if (this.history.action[own] !== Action.Remove) demand(this.history.input[own] as number, own, 'own');
    }
  }

  readBefore(row: number, demand: Demand): void {
    const before = this.readJustBefore[row] as number;
    if (before >= 0) observed(this.history, before).forEach((value, place) => demand(value, before, 'read', { place }));
  }

  writersBefore(row: number, demand: Demand): void {
    for (const value of observed(this.history, row)) {
      const writer = this.writerOf(row, value);
      const earlier = writer < 0 ? -1 : (this.previousAddition[writer] as number);
      if (earlier >= 0) demand(this.history.input[earlier] as number, writer, 'put-before', { before: value });
    }
  }

  writersReads(row: number, demand: Demand): void {
    for (const value of observed(this.history, row)) {
      const writer = this.writerOf(row, value);
      const read = writer < 0 ? -1 : (this.readJustBefore[writer] as number);
      if (read >= 0)
        for (const seen of observed(this.history, read)) demand(seen, writer, 'read-before', { before: value });
    }
  }

  /** A read that lacks an element, or has it out of place, with what asks for it. */
  private broken(row: number, value: number, through: number, why: Why, how: 'missing' | 'out of place'): CheckResult {
    const { history } = this;
    const name = valueText(history, value);
    const lack = how === 'missing' ? `without ${name}` : `with ${name} in another place`;
    const told = (rows: readonly number[], reason: string): CheckResult =>
      contradiction([...rows, row], `${deedAt(history, row)}, ${lack}, although ${reason}.`);
    const later = valueText(history, history.input[through] as number);
    const shown = `it shows ${later}`;
    switch (why) {
      case 'own':
        return told([through], `its own session had put it there: ${deedAt(history, through)}`);
      case 'read':
        return told([through], `the same session had read before: ${deedAt(history, through)}`);
      case 'put-before': {
        const writer = this.writerOf(row, value);
        return told(
          [writer, through],
          `${shown}, which the same session put there after ${name}: ${deedAt(history, writer)}; ${deedAt(history, through)}`,
        );
      }
      case 'read-before': {
        const read = this.readJustBefore[through] as number;
        return told(
          [read, through],
          `${shown}, whose writer had read ${name} before: ${deedAt(history, read)}; ${deedAt(history, through)}`,
        );
      }
    }
  }

  private writerOf(row: number, value: number): number {
    return (this.index[this.order.keyOf(row)] as ValueIndex).rowOf(value);
  }

  private noteRemoval(row: number): void {
    const value = this.history.input[row] as number;
    this.removals.set(value, Math.min(this.removals.get(value) ?? Infinity, this.history.invokedAt[row] as number));
  }

  private slotOf(row: number): number {
    return this.order.slot(this.order.sessionOf(row), this.byKey.keyIndex[row] as number);
  }
}
