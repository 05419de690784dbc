/**
 * One life of a process that takes writes: the name under which it stamps and counts, and what it has given out under it.
 * A process that starts again is a new author, since its disk may have lost what others have of an earlier one (Riak gives
 * its counters a new actor for the same reason).
 */
export class Author {
  private lastTime = 0;
  private readonly counts = new Map<number, number>();

  constructor(readonly name: number) {}

  /** Strictly increasing even where the clock is not (as Cassandra's `ClientState.getTimestamp`). */
  timeBy(clock: number): number {
    this.lastTime = Math.max(this.lastTime + 1, clock);
    return this.lastTime;
  }

  /** A time above one that was seen, and above all that it has given out. */
  timeAbove(seen: number): number {
    this.lastTime = Math.max(this.lastTime, seen) + 1;
    return this.lastTime;
  }

  /** What it has added to a counter so far, `by` included. */
  counted(key: number, by: number): number {
    const count = (this.counts.get(key) ?? 0) + by;
    this.counts.set(key, count);
    return count;
  }
}

const LIVES = 2 ** 20;

/** A name for a life of the process at a place: the place, and a number drawn for the life. */
export function authorAt(place: number, random: () => number): Author {
  return new Author(place * LIVES + Math.floor(random() * LIVES));
}
