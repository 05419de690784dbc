import type { Statistic } from '../../language/model';
import type { Evidence } from '../evidence';
import type { Question } from '../measurement';
import { measureJob } from './job-metrics';

/** What one job did in the whole run. Durations are nanoseconds. */
export interface JobDetails {
  readonly job: number;
  /** Records whose results appeared, those that appeared again included. */
  readonly results: number;
  /** Records that were worked on more than once. */
  readonly recomputed: number;
  readonly duplicates: number;
  /** Records that nobody read. */
  readonly lost: number;
  readonly failures: number;
  /** From the arrival of a record to its result; null where no result appeared. */
  readonly delayP50: number | null;
  readonly delayP99: number | null;
  readonly delayMax: number | null;
  /** From the fault that took longest to get over until the job had caught up; null where no fault made it fail. */
  readonly recovery: number | null;
  /** It had not caught up when the run ended, so its recovery took at least so long. */
  readonly isBehind: boolean;
}

export function jobDetails(evidence: Evidence): readonly JobDetails[] {
  return (evidence.run.jobs ?? []).map(({ job, results, recomputed, duplicates, lost, failures }) => {
    const answer = (question: Omit<Question, 'subject'>): number | null => {
      const measurement = measureJob(evidence, { ...question, subject: { kind: 'job', job } }, job);
      return measurement.kind === 'measured' ? measurement.value : null;
    };
    const delay = (statistic: Statistic): number | null => answer({ metric: 'latency', statistic });
    return {
      job,
      results: results.reduce((sum, { from, to }) => sum + to - from, 0),
      recomputed,
      duplicates,
      lost,
      failures: failures.length,
      delayP50: delay({ kind: 'percentile', p: 50 }),
      delayP99: delay({ kind: 'percentile', p: 99 }),
      delayMax: delay({ kind: 'max' }),
      recovery: answer({ metric: 'recovery' }),
      isBehind: failures.some(({ caughtUpAt }) => caughtUpAt === Infinity),
    };
  });
}
