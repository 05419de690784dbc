import { failuresText, recoveryText } from './job-text';
import { countText, durationText, plural } from './quantity-text';
import type { JobRow, RunReport } from './run-report';

/** Jobs, each with what it delivered and what its failures cost. */
export function jobLines({ jobs = [] }: RunReport): readonly string[] {
  return jobs.map((job) =>
    [
      `${job.name}: ${plural(job.results, 'result')}`,
      delayText(job),
      `${countText(job.recomputed)} worked on again`,
      `${countText(job.duplicates)} appeared again`,
      `${countText(job.lost)} never read`,
      ...recoveryTexts(job),
    ].join(', '),
  );
}

function delayText({ delayP50Ns, delayP99Ns, delayMaxNs }: JobRow): string {
  return `delay p50 ${durationText(delayP50Ns)}, p99 ${durationText(delayP99Ns)}, max ${durationText(delayMaxNs)}`;
}

function recoveryTexts(job: JobRow): readonly string[] {
  if (job.failures === 0) return [];
  const caughtUp = job.recoveryNs === null ? [] : [`caught up in ${recoveryText(job)}`];
  return [failuresText(job.failures), ...caughtUp];
}
