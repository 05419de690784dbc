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
  private recomputed = 0;
  private skipped = 0;
  private readonly failures: { failedAt: number; runningAt: number; caughtUpAt: number }[] = [];

  /** Records `from` to `to` (exclusive) of a partition were worked on. */
  worked(partition: number, from: number, to: number): void {
    const before = this.processed[partition] ?? 0;
    this.recomputed += Math.max(0, Math.min(to, before) - from);
    this.processed[partition] = Math.max(before, to);
  }

  appeared(at: number, partition: number, from: number, to: number): void {
    if (to > from) this.results.push({ at, partition, from, to });
  }

  /** Records that came while nobody read them and that nobody will read. */
  passedOver(count: number): void {
    this.skipped += count;
  }

  failed(at: number): void {
    this.failures.push({ failedAt: at, runningAt: Infinity, caughtUpAt: Infinity });
  }

  runs(at: number): void {
    const last = this.failures.at(-1);
    if (last?.runningAt === Infinity) last.runningAt = at;
  }

  caughtUp(at: number): void {
    const last = this.failures.at(-1);
    if (last !== undefined && last.runningAt < Infinity && last.caughtUpAt === Infinity) last.caughtUpAt = at;
  }

  finish(job: number, ratePerPartition: number): JobRun {
    const { results, recomputed, skipped, failures } = this;
    const shown: number[] = [];
    let duplicates = 0;
    for (const { partition, from, to } of results) {
      const before = shown[partition] ?? 0;
      duplicates += Math.max(0, Math.min(to, before) - from);
      shown[partition] = Math.max(before, to);
    }
    return {
      job,
      recordsPerNs: ratePerPartition,
      results: [...results],
      recomputed,
      duplicates,
      lost: skipped,
      failures: failures.map((failure) => ({ ...failure })),
    };
  }
}
