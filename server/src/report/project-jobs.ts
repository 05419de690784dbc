import { NANOS_PER_MILLI, NANOS_PER_SECOND, type ScenarioModel } from '../language/model';
import type { JobRun, Run } from '../simulation';
import type { ChartSeries } from './run-report';

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
      { name: `results${of}`, unit: 'per-s', bucketNs, values: rate(results), shows: 'results' as const },
      ...(job.duplicates === 0
        ? []
        : [{ name: `results again${of}`, unit: 'per-s' as const, bucketNs, values: rate(again) }]),
      { name: `longest wait${of}`, unit: 'ms', bucketNs, values: waitedMs },
    ];
  });
}

/** From a record's arrival to its result. */
function waited({ recordsPerNs }: JobRun, { at, from }: JobRun['results'][number]): number {
  return at - (from + 1) / recordsPerNs;
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
