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

function recoveryTexts({ failures, recoveryNs, isBehind }: JobRow): readonly string[] {
  if (failures === 0) return [];
  const caughtUp =
    recoveryNs === null ? [] : [`caught up in ${isBehind ? 'more than ' : ''}${durationText(recoveryNs)}`];
  return [`failed ${failures === 1 ? 'once' : `${countText(failures)} times`}`, ...caughtUp];
}
