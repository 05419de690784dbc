import type { ScenarioModel } from '../../language/model';
import type { FaultOccurrence, JobFailure, JobRun, Run } from '../../simulation';
import { isBreaking } from './breaking-faults';

/**
 * The failures of a job that a fault has to do with: those that are put down to it, and one that the job was being started again
 * after when the fault hit a node of it, which may keep that node out of the job or hold up the start.
 */
export function failuresBy(
  scenario: ScenarioModel,
  run: Run,
  job: JobRun,
  fault: FaultOccurrence,
): readonly JobFailure[] {
  if (!hits(scenario, job, fault)) return [];
  return job.failures.filter(
    (failure) => isDuring(failure, fault) || culpritsOf(scenario, run, job, failure).includes(fault),
  );
}

/** Whether a fault began while the job was being started again. */
export function isDuring({ failedAt, runningAt }: JobFailure, { beganAt }: FaultOccurrence): boolean {
  return failedAt < beganAt && beganAt < runningAt;
}

/** The last faults before a failure that hit a node which was lost then; where none did, that hit a node of the job. */
function culpritsOf(
  scenario: ScenarioModel,
  { occurrences }: Run,
  job: JobRun,
  { failedAt, lost }: JobFailure,
): readonly FaultOccurrence[] {
  const before = occurrences.filter(
    (occurrence) =>
      occurrence.beganAt <= failedAt && isBreaking(scenario, occurrence) && hits(scenario, job, occurrence),
  );
  const ofLost = before.filter(({ places }) => places.some((place) => lost.includes(place)));
  const candidates = ofLost.length > 0 ? ofLost : before;
  const latest = candidates.reduce((at, { beganAt }) => Math.max(at, beganAt), -Infinity);
  return candidates.filter(({ beganAt }) => beganAt === latest);
}

function hits({ jobs }: ScenarioModel, { job }: JobRun, { places }: FaultOccurrence): boolean {
  const nodes = jobs[job]?.nodes ?? [];
  return places.some((place) => nodes.includes(place));
}

/**
 * From a fault until every job that it made fail, or hit while it was being started again, had caught up with its source, in ns;
 * null where one had not when the run ended, undefined where there was none.
 */
export function jobRecovery(scenario: ScenarioModel, run: Run, fault: FaultOccurrence): number | null | undefined {
  const failures = (run.jobs ?? []).flatMap((job) => failuresBy(scenario, run, job, fault));
  if (failures.length === 0) return undefined;
  const caughtUpAt = Math.max(...failures.map((failure) => failure.caughtUpAt));
  return caughtUpAt > run.endedAt ? null : caughtUpAt - fault.beganAt;
}
