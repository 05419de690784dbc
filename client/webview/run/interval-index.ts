import { lowerBound } from './search';

const BLOCK = 256;

/**
 * Finds the intervals that touch a stretch of time. Intervals are sorted by start; the latest end of each block of rows
 * is kept, so a few very long intervals do not make every search look at all rows before it. One without an end (NaN) is
 * looked for by its start: it says nothing about the time after.
 */
export class IntervalIndex {
  private readonly latestEnd: Float64Array;

  constructor(
    readonly starts: Float64Array,
    private readonly ends: Float64Array,
  ) {
    this.latestEnd = new Float64Array(Math.ceil(starts.length / BLOCK)).fill(-Infinity);
    for (let row = 0; row < starts.length; row++) {
      const block = row >>> 8;
      const end = this.endOf(row);
      if (end > (this.latestEnd[block] as number)) {
        this.latestEnd[block] = end;
      }
    }
  }

  /** Visits rows in order of start until the visitor answers false. */
  visit(from: number, to: number, visitor: (row: number) => boolean): void {
    const end = lowerBound(this.starts, to);
    for (let block = 0; block * BLOCK < end; block++) {
      if ((this.latestEnd[block] as number) < from) {
        continue;
      }
      const last = Math.min((block + 1) * BLOCK, end);
      for (let row = block * BLOCK; row < last; row++) {
        if (this.endOf(row) >= from && !visitor(row)) {
          return;
        }
      }
    }
  }

  /** How many start within the stretch: a quick bound on how many there are to draw. */
  countStarting(from: number, to: number): number {
    return lowerBound(this.starts, to) - lowerBound(this.starts, from);
  }

  private endOf(row: number): number {
    const end = this.ends[row] as number;
    return end === end ? end : (this.starts[row] as number);
  }
}
