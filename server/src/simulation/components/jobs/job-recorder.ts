import type { JobRun } from '../../run';

/** Results of one partition: records that appeared together. */
interface Result {
  readonly at: number;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** Writes down what a job did, as an outsider sees it: no part of the job reads it. */
export class JobRecorder {
  private readonly results: Result[] = [];
  private readonly processed: number[] = [];
  private readonly workedAgain: { readonly at: number; readonly records: number }[] = [];
  private readonly skipped: { readonly partition: number; readonly from: number; readonly to: number }[] = [];
  private readonly failures: { failedAt: number; runningAt: number; caughtUpAt: number; lost: readonly number[] }[] =
    [];

  /** Records `from` to `to` (exclusive) of a partition were worked on. */
  worked(at: number, partition: number, from: number, to: number): void {
    const before = this.processed[partition] ?? 0;
    const records = Math.max(0, Math.min(to, before) - from);
    if (records > 0) this.workedAgain.push({ at, records });
    this.processed[partition] = Math.max(before, to);
  }

  appeared(at: number, partition: number, from: number, to: number): void {
    if (to > from) this.results.push({ at, partition, from, to });
  }

  /** Records that came while nobody read them and that nobody will read. */
  passedOver(partition: number, from: number, to: number): void {
    if (to > from) this.skipped.push({ partition, from, to });
  }

  failed(at: number, lost: readonly number[]): void {
    this.failures.push({ failedAt: at, runningAt: Infinity, caughtUpAt: Infinity, lost });
  }

  runs(at: number): void {
    const last = this.failures.at(-1);
    if (last?.runningAt === Infinity) last.runningAt = at;
  }

  caughtUp(at: number): void {
    if (this.failures.at(-1)?.runningAt === Infinity) return;
    // One that failed again before it had caught up has got over both by now.
    for (const failure of this.failures) if (failure.caughtUpAt === Infinity) failure.caughtUpAt = at;
  }

  finish(job: number, partitions: number, ratePerPartition: number): JobRun {
    const { results, workedAgain, failures } = this;
    const shown: number[] = [];
    let duplicates = 0;
    for (const { partition, from, to } of results) {
      const before = shown[partition] ?? 0;
      duplicates += Math.max(0, Math.min(to, before) - from);
      shown[partition] = Math.max(before, to);
    }
    return {
      job,
      partitions,
      recordsPerNs: ratePerPartition,
      results: [...results],
      recomputed: workedAgain.reduce((sum, { records }) => sum + records, 0),
      workedAgain: [...workedAgain],
      duplicates,
      lost: this.neverRead(),
      failures: failures.map((failure) => ({ ...failure })),
    };
  }

  /** Records that were passed over and that nobody read all the same: a worker may go on while nobody hears of it. */
  private neverRead(): number {
    return this.skipped.reduce((sum, { partition, from, to }) => {
      const read = this.results
        .filter((result) => result.partition === partition && result.from < to && result.to > from)
        .map((result) => [Math.max(from, result.from), Math.min(to, result.to)] as const)
        .sort((a, b) => a[0] - b[0]);
      let [until, count] = [from, 0];
      for (const [begin, end] of read) {
        count += Math.max(0, end - Math.max(begin, until));
        until = Math.max(until, end);
      }
      return sum + to - from - count;
    }, 0);
  }
}
