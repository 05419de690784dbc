import { deedAt, momentText, valueText } from '../wording/operation-text';
import { Action, contradiction, isIndeterminate, type CheckedHistory, type CheckResult } from './checked-history';
import { FROM_INITIAL, FROM_NOWHERE, type ReadsFrom } from './reads-from';

/**
 * Clusters of a register (a write with its reads), glued together where a cas goes from one value to the next: nothing
 * may come between, so a block behaves as one cluster. `first` is the earliest response of its operations, `last` the
 * latest invocation, with the rows they come from; the initial value's write has row -1.
 */
export interface Blocks {
  readonly count: number;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly firstRow: Int32Array;
  readonly lastRow: Int32Array;
}

export type BlocksOrContradiction =
  | { readonly kind: 'blocks'; readonly blocks: Blocks }
  | { readonly kind: 'contradiction'; readonly result: CheckResult };

/** Cluster number of the initial value; the others are numbered by the position of their write among the key's rows. */
const INITIAL = 0;

export function blocksOf(history: CheckedHistory, rows: Int32Array, from: ReadsFrom): BlocksOrContradiction {
  const clusters = new Clusters(history, rows);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (history.action[row] !== Action.Read) continue;
    const problem = clusters.addRead(row, from.source[row] as number);
    if (problem !== undefined) return { kind: 'contradiction', result: problem };
  }
  const problem = clusters.link(from);
  if (problem !== undefined) return { kind: 'contradiction', result: problem };
  return clusters.blocks();
}

class Clusters {
  private readonly first: Float64Array;
  private readonly last: Float64Array;
  private readonly firstRow: Int32Array;
  private readonly lastRow: Int32Array;
  /** The operation surely happened: it was answered, or its value was observed. */
  private readonly happened: Uint8Array;
  /** Cluster of the cas that replaces this cluster's value; 0 for none. */
  private readonly next: Int32Array;
  private readonly follows: Uint8Array;
  private readonly clusterOf: (row: number) => number;

  constructor(
    private readonly history: CheckedHistory,
    private readonly rows: Int32Array,
  ) {
    const count = rows.length + 1;
    this.first = new Float64Array(count);
    this.last = new Float64Array(count);
    this.firstRow = new Int32Array(count).fill(-1);
    this.lastRow = new Int32Array(count).fill(-1);
    this.happened = new Uint8Array(count);
    this.next = new Int32Array(count);
    this.follows = new Uint8Array(count);
    this.first[INITIAL] = -Infinity;
    this.last[INITIAL] = -Infinity;
    this.happened[INITIAL] = 1;
    // Rows of a key are ascending, so a row's position is found by bisection where the key has not all the rows.
    const whole = rows.length > 0 && (rows[rows.length - 1] as number) === rows.length - 1;
    this.clusterOf = whole ? (row) => row + 1 : (row) => positionOf(rows, row) + 1;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (history.action[row] === Action.Read) continue;
      this.first[i + 1] = history.completedAt[row] as number;
      this.last[i + 1] = history.invokedAt[row] as number;
      this.firstRow[i + 1] = row;
      this.lastRow[i + 1] = row;
      this.happened[i + 1] = isIndeterminate(history, row) ? 0 : 1;
    }
  }

  addRead(row: number, source: number): CheckResult | undefined {
    const { history } = this;
    if (source === FROM_NOWHERE) return readFromNowhere(history, row);
    const invoked = history.invokedAt[row] as number;
    const completed = history.completedAt[row] as number;
    const cluster = source === FROM_INITIAL ? INITIAL : this.clusterOf(source);
    if (source >= 0 && completed < (history.invokedAt[source] as number))
      return contradiction(
        [source, row],
        `${deedAt(history, row)}, before its write began at ${momentText(history, history.invokedAt[source] as number)}.`,
      );
    this.happened[cluster] = 1;
    if (completed < (this.first[cluster] as number)) {
      this.first[cluster] = completed;
      this.firstRow[cluster] = row;
    }
    if (invoked > (this.last[cluster] as number)) {
      this.last[cluster] = invoked;
      this.lastRow[cluster] = row;
    }
    return undefined;
  }

  /** Follows every cas that happened back to the value it expected, which must have been there, once. */
  link(from: ReadsFrom): CheckResult | undefined {
    const { history, rows } = this;
    for (let i = 0; i < rows.length; i++) {
      let row = rows[i] as number;
      let cluster = i + 1;
      while (
        row >= 0 &&
        this.happened[cluster] === 1 &&
        this.follows[cluster] === 0 &&
        history.action[row] === Action.Cas
      ) {
        const source = from.source[row] as number;
        if (source === FROM_NOWHERE) return readFromNowhere(history, row);
        const previous = source === FROM_INITIAL ? INITIAL : this.clusterOf(source);
        const rival = this.next[previous] as number;
        if (rival !== 0) {
          const other = rows[rival - 1] as number;
          return contradiction(
            [row, other, source],
            `Both ${deedAt(history, other)} and ${deedAt(history, row)}, but ${valueText(history, history.expected[row] as number)} was there only once.`,
          );
        }
        this.next[previous] = cluster;
        this.follows[cluster] = 1;
        this.happened[previous] = 1;
        row = source;
        cluster = previous;
      }
    }
    return undefined;
  }

  blocks(): BlocksOrContradiction {
    const { history, rows } = this;
    let count = 0;
    let walked = 0;
    let expectedWalk = 0;
    const size = rows.length + 1;
    const first = new Float64Array(size);
    const last = new Float64Array(size);
    const firstRow = new Int32Array(size);
    const lastRow = new Int32Array(size);
    for (let head = 0; head < size; head++) {
      if (this.happened[head] === 0 || (head > 0 && history.action[rows[head - 1] as number] === Action.Read)) continue;
      expectedWalk++;
      if (this.follows[head] === 1) continue;
      let cluster = head;
      first[count] = Infinity;
      last[count] = -Infinity;
      firstRow[count] = lastRow[count] = -1;
      do {
        walked++;
        const ends = this.first[cluster] as number;
        // An operation on a later value of the chain is over before one on an earlier value begins.
        if (ends < (last[count] as number)) {
          const late = lastRow[count] as number;
          const early = this.firstRow[cluster] as number;
          const sentence = `${deedAt(history, early)}, before ${deedAt(history, late)}, which the chain of swaps puts first.`;
          return { kind: 'contradiction', result: contradiction([early, late], sentence) };
        }
        if (ends < (first[count] as number)) {
          first[count] = ends;
          firstRow[count] = this.firstRow[cluster] as number;
        }
        if ((this.last[cluster] as number) > (last[count] as number)) {
          last[count] = this.last[cluster] as number;
          lastRow[count] = this.lastRow[cluster] as number;
        }
        cluster = this.next[cluster] as number;
      } while (cluster !== 0);
      count++;
    }
    if (walked < expectedWalk) return { kind: 'contradiction', result: this.circle() };
    return { kind: 'blocks', blocks: { count, first, last, firstRow, lastRow } };
  }

  /** Every cas of a circle expects the value of the one before it, and none has a beginning. */
  private circle(): CheckResult {
    const { history, rows } = this;
    const reached = new Uint8Array(rows.length + 1);
    for (let head = 0; head < reached.length; head++)
      if (this.follows[head] === 0) for (let c = head; reached[c] === 0; c = this.next[c] as number) reached[c] = 1;
    const start = reached.findIndex((done, c) => done === 0 && this.happened[c] === 1 && this.follows[c] === 1);
    const circle: number[] = [];
    for (let c = start; circle[0] !== rows[c - 1]; c = this.next[c] as number) circle.push(rows[c - 1] as number);
    return contradiction(
      circle.slice(0, 5),
      `${deedAt(history, circle[0] as number)}, and the value it found was made from the value it left, in a circle.`,
    );
  }
}

/** A value that nobody wrote, or whose write was reported as failed. */
export function readFromNowhere(history: CheckedHistory, row: number): CheckResult {
  const value = (history.action[row] === Action.Read ? history.output[row] : history.expected[row]) as number;
  const why = history.failedWrites.has(value)
    ? 'although its write was reported as failed'
    : 'which nobody had written';
  return contradiction([row], `${deedAt(history, row)}, ${why}.`);
}

function positionOf(rows: Int32Array, row: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
