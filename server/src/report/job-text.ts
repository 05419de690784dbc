import { countText, durationText, plural } from './quantity-text';
import type { JobRow, MetricRow } from './run-report';

/** What is measured of jobs, as rows beside those of clients. */
export function jobRows(jobs: readonly JobRow[]): readonly MetricRow[] {
  return jobs.flatMap((job) => [
    { name: `results of ${job.name}`, value: countText(job.results) },
    { name: `again of ${job.name}`, value: countText(job.duplicates) },
    { name: `never read of ${job.name}`, value: countText(job.lost) },
    { name: `recomputed of ${job.name}`, value: countText(job.recomputed) },
    { name: `longest wait of ${job.name}`, value: durationText(job.delayMaxNs) },
    ...(job.recoveryNs === null ? [] : [{ name: `caught up of ${job.name}`, value: recoveryText(job) }]),
  ]);
}

/** A sentence for each job: what happened to those who wait for its results. Empty where there is no job. */
export function jobsText(jobs: readonly JobRow[]): string {
  return jobs
    .map((job) => {
      const parts = [
        plural(job.results, 'result'),
        job.duplicates === 0 ? 'none twice' : `${countText(job.duplicates)} of them again`,
        job.lost === 0 ? 'no record missed' : `${plural(job.lost, 'record')} never read`,
        `the longest wait ${durationText(job.delayMaxNs)}`,
        ...(job.failures === 0 ? [] : [failuresText(job.failures)]),
        ...(job.recoveryNs === null ? [] : [`had caught up after ${recoveryText(job)}`]),
      ];
      return `Job ${job.name}: ${parts.join(', ')}.`;
    })
    .join(' ');
}

/** `failed once`, `failed 3 times`. */
export function failuresText(failures: number): string {
  return `failed ${failures === 1 ? 'once' : `${countText(failures)} times`}`;
}

/** From a failure until the job had caught up with its source, the longest. */
export function recoveryText({ recoveryNs, isBehind }: JobRow): string {
  return `${isBehind ? 'more than ' : ''}${durationText(recoveryNs)}`;
}
