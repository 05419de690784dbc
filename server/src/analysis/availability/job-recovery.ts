import type { ScenarioModel } from '../../language/model';
import type { FaultOccurrence, JobRun, Run } from '../../simulation';
import { isBreaking } from './breaking-faults';

type JobFailure = JobRun['failures'][number];

/** The failures of a job that are put down to a fault: those noticed after it began and before the next fault did. */
export function failuresAfter(
  scenario: ScenarioModel,
  { occurrences }: Run,
  job: JobRun,
  { beganAt }: FaultOccurrence,
): readonly JobFailure[] {
  const next = occurrences.find((other) => other.beganAt > beganAt && isBreaking(scenario, other))?.beganAt ?? Infinity;
  return job.failures.filter(({ failedAt }) => failedAt >= beganAt && failedAt < next);
}

/**
 * From a fault until every job that it made fail had caught up with its source, in ns; null where one had not when the run
 * ended, undefined where none failed.
 */
export function jobRecovery(scenario: ScenarioModel, run: Run, fault: FaultOccurrence): number | null | undefined {
  const failures = (run.jobs ?? []).flatMap((job) => failuresAfter(scenario, run, job, fault));
  if (failures.length === 0) return undefined;
  const caughtUpAt = Math.max(...failures.map((failure) => failure.caughtUpAt));
  return caughtUpAt > run.endedAt ? null : caughtUpAt - fault.beganAt;
}
