import { garble } from '../../environment/message';
import { mix } from '../../kernel/random-streams';
import type { Version } from './version';

interface Entry {
  readonly value: number;
  readonly time: number;
  readonly author: number;
}

const compare = (a: Entry, b: Entry): number => a.time - b.time || a.author - b.author;

/**
 * A log without a leader: every entry has a place in one order, by the clock of who appended it, and logs are joined by
 * union. That is a Cassandra partition whose rows are clustered by a time-based UUID: no append is ever lost, and one whose
 * clock is behind, or that is late, appears among entries that had been read before.
 */
export class MergedLog implements Version {
  private constructor(
    /** In order, none twice. */
    private readonly entries: readonly Entry[],
    readonly fingerprint: number,
  ) {}

  static appended(value: number, time: number, author: number): MergedLog {
    const entry = { value, time, author };
    return new MergedLog([entry], hashOf(entry));
  }

  get weight(): number {
    return this.entries.length;
  }

  get latest(): number {
    return this.entries.at(-1)?.time ?? 0;
  }

  get values(): readonly number[] {
    return this.entries.map(({ value }) => value);
  }

  join(other: Version): Version {
    const missing = (other as MergedLog).entries.filter((entry) => !this.has(entry));
    const first = missing[0];
    if (first === undefined) return this;
    const sum = missing.reduce((hash, entry) => (hash + hashOf(entry)) | 0, this.fingerprint);
    const last = this.entries.at(-1);
    if (last === undefined || compare(last, first) < 0) return new MergedLog(this.entries.concat(missing), sum);
    return new MergedLog(this.entries.concat(missing).sort(compare), sum);
  }

  garbled(damage: (value: number) => number): Version {
    const entries = this.entries.map((entry) => ({ ...entry, value: damage(entry.value) }));
    return new MergedLog(
      entries,
      entries.reduce((hash, entry) => (hash + hashOf(entry)) | 0, 0),
    );
  }

  /** With an entry after the last one that nobody appended. */
  falsified(): Version {
    const last = this.entries.at(-1);
    if (last === undefined) return this;
    return this.join(MergedLog.appended(garble(last.value), last.time + 1, last.author));
  }

  private has(entry: Entry): boolean {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.entries[middle] as Entry, entry) < 0) low = middle + 1;
      else high = middle;
    }
    const found = this.entries[low];
    return found !== undefined && compare(found, entry) === 0;
  }
}

function hashOf({ value, time, author }: Entry): number {
  return mix((time | 0) ^ mix(author ^ mix(value | 0)));
}
