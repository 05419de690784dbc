import { NANOS_PER_MILLI, NANOS_PER_SECOND, type ScenarioModel } from '../language/model';
import type { JobRun, Run } from '../simulation';
import { countText, durationText, plural } from './quantity-text';
import type { ChartSeries, MetricRow } from './run-report';

/** What users of jobs get: how many results appeared, how many of them again, and how long the oldest record had waited. */
export function projectJobs(scenario: ScenarioModel, run: Run, bucketNs: number): readonly ChartSeries[] {
  const count = Math.max(1, Math.ceil(run.endedAt / bucketNs));
  return (run.jobs ?? []).flatMap((job): readonly ChartSeries[] => {
    // Of the only job it need not be said whose results they are.
    const of = scenario.jobs.length === 1 ? '' : ` (${scenario.jobs[job.job]?.name ?? '?'})`;
    const { results, again, waitedMs } = bucketsOf(job, bucketNs, count);
    const rate = (values: readonly number[]): readonly number[] =>
      values.map((value) => (value * NANOS_PER_SECOND) / bucketNs);
    return [
      { name: `results${of}`, unit: 'per-s', bucketNs, values: rate(results) },
      ...(job.duplicates === 0
        ? []
        : [{ name: `results again${of}`, unit: 'per-s' as const, bucketNs, values: rate(again) }]),
      { name: `longest wait${of}`, unit: 'ms', bucketNs, values: waitedMs },
    ];
  });
}

/** The same in numbers for the whole run. */
export function jobRows(scenario: ScenarioModel, run: Run): readonly MetricRow[] {
  return (run.jobs ?? []).flatMap((job) => {
    const name = scenario.jobs[job.job]?.name ?? '?';
    const slowest = slowestRecovery(job, run);
    return [
      { name: `results of ${name}`, value: countText(resultsOf(job)) },
      { name: `again of ${name}`, value: countText(job.duplicates) },
      { name: `never read of ${name}`, value: countText(job.lost) },
      { name: `longest wait of ${name}`, value: durationText(longestWait(job)) },
      ...(slowest === null ? [] : [{ name: `caught up of ${name}`, value: slowest }]),
    ];
  });
}

/** A sentence for each job: what happened to those who wait for its results. Empty where there is no job. */
export function jobsText(scenario: ScenarioModel, run: Run): string {
  return (run.jobs ?? [])
    .map((job) => {
      const name = scenario.jobs[job.job]?.name ?? '?';
      const slowest = slowestRecovery(job, run);
      const parts = [
        plural(resultsOf(job), 'result'),
        job.duplicates === 0 ? 'none twice' : `${countText(job.duplicates)} of them again`,
        job.lost === 0 ? 'no record missed' : `${plural(job.lost, 'record')} never read`,
        `the longest wait ${durationText(longestWait(job))}`,
        ...(job.failures.length === 0 ? [] : [`failed ${plural(job.failures.length, 'time')}`]),
        ...(slowest === null ? [] : [`had caught up after ${slowest}`]),
      ];
      return `Job ${name}: ${parts.join(', ')}.`;
    })
    .join(' ');
}

function resultsOf({ results }: JobRun): number {
  return results.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** From a record's arrival to its result. */
function waited({ recordsPerNs }: JobRun, { at, from }: JobRun['results'][number]): number {
  return at - (from + 1) / recordsPerNs;
}

function longestWait(job: JobRun): number {
  return job.results.reduce((most, result) => Math.max(most, waited(job, result)), 0);
}

/** From a failure until the job had caught up with its source; null where it never failed. */
function slowestRecovery({ failures }: JobRun, { endedAt }: Run): string | null {
  if (failures.length === 0) return null;
  const slowest = Math.max(...failures.map(({ failedAt, caughtUpAt }) => Math.min(caughtUpAt, endedAt) - failedAt));
  const isOver = failures.every(({ caughtUpAt }) => caughtUpAt <= endedAt);
  return isOver ? durationText(slowest) : `more than ${durationText(slowest)}`;
}

function bucketsOf(
  job: JobRun,
  bucketNs: number,
  count: number,
): { readonly results: number[]; readonly again: number[]; readonly waitedMs: (number | null)[] } {
  const results = new Array<number>(count).fill(0);
  const again = new Array<number>(count).fill(0);
  const waitedMs = new Array<number | null>(count).fill(null);
  const shown = new Map<number, number>();
  for (const result of job.results) {
    const { at, partition, from, to } = result;
    const bucket = Math.min(count - 1, Math.floor(at / bucketNs));
    const before = shown.get(partition) ?? 0;
    results[bucket] = (results[bucket] ?? 0) + to - from;
    again[bucket] = (again[bucket] ?? 0) + Math.max(0, Math.min(to, before) - from);
    waitedMs[bucket] = Math.max(waitedMs[bucket] ?? 0, waited(job, result) / NANOS_PER_MILLI);
    shown.set(partition, Math.max(before, to));
  }
  return { results, again, waitedMs };
}
