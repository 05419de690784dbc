import { deedAt, valueText } from '../wording/operation-text';
import { Action, contradiction, isEffect, observed, type CheckedHistory, type CheckResult } from './checked-history';
import { firstDifference } from './contents-difference';

/**
 * Says in one to four operations what is wrong with the contents of a log or a set, where so few prove it whatever the
 * others did. Undefined where it takes more than that. By read, in order of invocation: an element
 * - that nobody had put there, or that is in a log more often than it was appended (corrupt, phantom, duplicate);
 * - that is missing although it had been there before the read began and nobody can have taken it out (lost, stale);
 * - that is there although it had gone before the read began and nobody can have put it back (phantom);
 * - that stands in a log before one that was appended earlier (reorder), or is there without it (gap);
 * or two reads that cannot both be.
 */
export function impossibleContents(history: CheckedHistory, rows: Int32Array): CheckResult | undefined {
  const contents = new Contents(history, rows);
  for (const read of contents.reads) {
    const problem =
      contents.unfounded(read) ?? contents.missing(read) ?? contents.returned(read) ?? contents.disordered(read);
    if (problem !== undefined) return problem;
    if (contents.looked > MOST_LOOKUPS) return undefined;
  }
  return contents.incompatible();
}

/** Looks at elements, over all reads; a witness beyond is not worth the wait. */
const MOST_LOOKUPS = 20_000_000;
/** Operations on one element that a sentence names. */
const MOST_NAMED = 3;

/** What happened to one value. */
interface Element {
  readonly value: number;
  readonly additions: number[];
  readonly removals: number[];
  /** The operation that ended first of those that show it to be there, an addition before a read of the same instant. */
  first: number;
}

class Contents {
  readonly reads: readonly number[];
  looked = 0;
  private readonly elements = new Map<number, Element>();

  constructor(
    private readonly history: CheckedHistory,
    private readonly rows: Int32Array,
  ) {
    this.reads = [...rows].filter((row) => history.action[row] === Action.Observe);
    for (const row of rows)
      if (isEffect(history.action[row] as number)) {
        const element = this.elementOf(history.input[row] as number);
        (history.action[row] === Action.Remove ? element.removals : element.additions).push(row);
      }
    for (const { additions } of this.elements.values()) for (const row of additions) this.noteFirst(row);
    for (const row of this.reads)
      for (const value of observed(history, row)) if (this.elements.has(value)) this.noteFirst(row, value);
  }

  /** An element that nobody had put there by then, or not so often. */
  unfounded(read: number): CheckResult | undefined {
    const { history } = this;
    const counts = new Map<number, number>();
    for (const value of observed(history, read)) counts.set(value, (counts.get(value) ?? 0) + 1);
    this.looked += counts.size;
    for (const [value, count] of counts) {
      const all = this.elements.get(value)?.additions ?? [];
      const begun = all.filter((row) => this.begunAt(row) <= this.endedAt(read));
      const name = valueText(history, value);
      if (begun.length === 0) {
        const later = all[0];
        if (later !== undefined)
          return contradiction(
            [read, later],
            `${deedAt(history, read)}, with ${name} before anybody had begun to put it there: ${deedAt(history, later)}.`,
          );
        const why = history.failedWrites.has(value)
          ? `whose ${history.data === 'log' ? 'append' : 'add'} was reported as failed`
          : 'which nobody had put there';
        return contradiction([read], `${deedAt(history, read)}, with ${name}, ${why}.`);
      }
      const possible = history.data === 'set' ? 1 : begun.length;
      if (count > possible)
        return contradiction(
          [...begun.slice(-MOST_NAMED), read],
          `${deedAt(history, read)}, with ${name} ${times(count)}, although ${this.onceText(begun)}.`,
        );
    }
    return undefined;
  }

  /** An element that had been there before the read began, and that nobody can have taken out. */
  missing(read: number): CheckResult | undefined {
    const { history } = this;
    const shown = new Set(observed(history, read));
    this.looked += this.elements.size;
    for (const element of this.elements.values()) {
      if (shown.has(element.value)) {
        const fewer = this.tooFew(read, element);
        if (fewer !== undefined) return fewer;
        continue;
      }
      if (this.endedAt(element.first) >= this.begunAt(read)) continue;
      const over = this.lastToEnd(element.removals, read);
      const proof = over < 0 ? element.first : this.proofBetween(over, read, element.value, true);
      if (proof < 0) continue;
      const gone =
        over >= 0
          ? `every removal of it was over when that began (the last: ${deedAt(history, over)}), and nobody removed it afterwards`
          : this.isShownAfter(read, element.value)
            ? 'a later read shows it again'
            : 'no later read shows it either';
      return contradiction(
        [over, proof, read],
        `${deedAt(history, read)}, without ${valueText(history, element.value)}, although before it began ${deedAt(history, proof)}; ${gone}.`,
      );
    }
    return undefined;
  }

  /** An element that had gone before the read began, and that nobody can have put back. */
  returned(read: number): CheckResult | undefined {
    const { history } = this;
    for (const value of observed(history, read)) {
      const element = this.elements.get(value);
      if (element === undefined || element.removals.length === 0) continue;
      const over = this.lastToEnd(element.additions, read);
      const proof = over < 0 ? -1 : this.proofBetween(over, read, value, false);
      if (proof >= 0)
        return contradiction(
          [over, proof, read],
          `${deedAt(history, read)}, with ${valueText(history, value)}, although before it began ${deedAt(history, proof)}; ` +
            `every add of it was over when that began (the last: ${deedAt(history, over)}), and nobody added it afterwards.`,
        );
    }
    return undefined;
  }

  /** Of two elements the later one is there without the earlier, or before it. */
  disordered(read: number): CheckResult | undefined {
    const { history } = this;
    const place = new Map(observed(history, read).map((value, i) => [value, i]));
    const shown = [...place.keys()]
      .map((value) => this.elements.get(value))
      .filter((element): element is Element => element !== undefined);
    // The one that came last: whatever ended before all its additions began must be there too, and before it in a log.
    shown.sort((a, b) => this.begunAt(b.additions[0] as number) - this.begunAt(a.additions[0] as number));
    const isLog = history.data === 'log';
    for (const later of isLog ? shown : shown.slice(0, 1)) {
      if (later.additions.length > 1 && isLog) continue;
      const begun = this.begunAt(later.additions[0] as number);
      this.looked += this.elements.size;
      if (this.looked > MOST_LOOKUPS) return undefined;
      for (const earlier of this.elements.values()) {
        if (earlier === later || this.endedAt(earlier.first) >= begun) continue;
        const at = place.get(earlier.value);
        const isGap = at === undefined && earlier.removals.every((row) => this.begunAt(row) > this.endedAt(read));
        const isTurned =
          isLog && at !== undefined && earlier.additions.length === 1 && at > (place.get(later.value) as number);
        if (!isGap && !isTurned) continue;
        const [before, after] = [valueText(history, earlier.value), valueText(history, later.value)];
        const what = isGap ? `with ${after} but without ${before}` : `with ${after} before ${before}`;
        return contradiction(
          [earlier.first, later.additions[0] as number, read],
          `${deedAt(history, read)}, ${what}, although ${before} was there before anybody had begun to put ${after} there: ` +
            `${deedAt(history, earlier.first)}; ${deedAt(history, later.additions[0] as number)}.`,
        );
      }
    }
    return undefined;
  }

  /** Two reads of which neither can have come first. */
  incompatible(): CheckResult | undefined {
    const { history } = this;
    const bySize = [...this.reads].sort((a, b) => observed(history, a).length - observed(history, b).length || a - b);
    for (let i = 1; i < bySize.length; i++) {
      const [smaller, larger] = [bySize[i - 1] as number, bySize[i] as number];
      const difference = firstDifference(history, smaller, larger, (value) => this.isEverRemoved(value));
      if (difference !== undefined)
        return contradiction(
          [smaller, larger],
          `${deedAt(history, smaller)}, and ${deedAt(history, larger)}: ${difference}.`,
        );
    }
    return undefined;
  }

  /** A log that shows a value less often than it had been appended before the read began. */
  private tooFew(read: number, { value, additions }: Element): CheckResult | undefined {
    const { history } = this;
    if (history.data !== 'log' || additions.length < 2) return undefined;
    const over = additions.filter((row) => this.endedAt(row) < this.begunAt(read));
    const count = observed(history, read).filter((other) => other === value).length;
    if (over.length <= count) return undefined;
    return contradiction(
      [...over.slice(-MOST_NAMED), read],
      `${deedAt(history, read)}, with ${valueText(history, value)} ${times(count)}, although before it began ${this.onceText(over)}.`,
    );
  }

  /**
   * Of the operations that had begun when the read ended, the last to end; -1 where there is none. Where that one is
   * indeterminate, nothing can have begun after it.
   */
  private lastToEnd(operations: readonly number[], read: number): number {
    let last = -1;
    for (const row of operations)
      if (this.begunAt(row) <= this.endedAt(read) && (last < 0 || this.endedAt(row) > this.endedAt(last))) last = row;
    return last;
  }

  /** An operation after one and before another that shows an element to be there, or not to be; -1 where there is none. */
  private proofBetween(after: number, before: number, value: number, isThere: boolean): number {
    const { history } = this;
    let proof = -1;
    this.looked += this.rows.length;
    for (const row of this.rows) {
      if (this.begunAt(row) <= this.endedAt(after) || this.endedAt(row) >= this.begunAt(before)) continue;
      const action = history.action[row] as Action;
      if (action === Action.Observe) {
        if (proof < 0 && observed(history, row).includes(value) === isThere) proof = row;
      } else if (history.input[row] === value && (action !== Action.Remove) === isThere) return row;
    }
    return proof;
  }

  private isShownAfter(read: number, value: number): boolean {
    return this.reads.some((other) => other > read && observed(this.history, other).includes(value));
  }

  private isEverRemoved(value: number): boolean {
    return (this.elements.get(value)?.removals.length ?? 0) > 0;
  }

  private onceText(additions: readonly number[]): string {
    const { history } = this;
    const verb = history.data === 'log' ? 'appended' : 'added';
    const named = additions.slice(-MOST_NAMED).map((row) => deedAt(history, row));
    if (history.data === 'set') return 'a set holds each once';
    return `it had been ${verb} ${times(additions.length)}: ${named.join('; ')}`;
  }

  private noteFirst(row: number, value = this.history.input[row] as number): void {
    const element = this.elementOf(value);
    if (element.first < 0 || this.endedAt(row) < this.endedAt(element.first)) element.first = row;
  }

  private elementOf(value: number): Element {
    let element = this.elements.get(value);
    if (element === undefined) this.elements.set(value, (element = { value, additions: [], removals: [], first: -1 }));
    return element;
  }

  private begunAt(row: number): number {
    return this.history.invokedAt[row] as number;
  }

  private endedAt(row: number): number {
    return row < 0 ? Infinity : (this.history.completedAt[row] as number);
  }
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
