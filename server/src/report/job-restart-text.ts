import { CheckpointState, EventKind, JobState, type JobRun } from '../simulation';
import type { JudgedRun } from './judged-run';
import { countText, instantText, plural } from './quantity-text';

/** From where a job that runs again goes on, and what becomes of its results: ` from checkpoint 4, begun at 40 s: 7,080 results …`. */
export function jobRestartText({ scenario, run }: JudgedRun, event: number): string {
  const { trace } = run;
  const index = trace.a[event] ?? -1;
  const job = run.jobs?.find((each) => each.job === index);
  const model = scenario.jobs[index];
  if (job === undefined || model === undefined) return '';
  const [from, to] = [trace.time[event] ?? 0, nextFailure(job, trace.time[event] ?? 0)];
  if (model.delivery === 'at-most-once') {
    const missed = job.lost > 0 && job.failures.length === 1 ? `: ${plural(job.lost, 'record')} are never read` : '';
    return ` with what arrives from then on${missed}`;
  }
  const checkpoint = lastCheckpoint({ run }, index, event);
  const where =
    checkpoint === undefined
      ? ' from the beginning of its source'
      : ` from checkpoint ${countText(trace.c[checkpoint.complete] ?? 0)}, begun at ${instantText(trace.time[checkpoint.begun] ?? 0)}`;
  const again = shownAgain(job, from, to);
  if (again.count > 0)
    return `${where}: ${plural(again.count, 'result')} since then appear again, the last at ${instantText(again.until)}`;
  const records = job.workedAgain.reduce((sum, { at, records: some }) => sum + (at >= from && at < to ? some : 0), 0);
  return records === 0 ? where : `${where}: ${plural(records, 'record')} since then are worked on again`;
}

function nextFailure({ failures }: JobRun, after: number): number {
  return Math.min(...failures.map(({ failedAt }) => failedAt).filter((at) => at > after), Infinity);
}

function lastCheckpoint(
  { run: { trace } }: Pick<JudgedRun, 'run'>,
  job: number,
  before: number,
): { readonly begun: number; readonly complete: number } | undefined {
  const isOf = (event: number, state: CheckpointState): boolean =>
    trace.kind[event] === EventKind.Checkpoint && trace.a[event] === job && trace.b[event] === state;
  let complete = before - 1;
  while (complete >= 0 && !isOf(complete, CheckpointState.Complete)) complete--;
  let begun = complete;
  while (begun >= 0 && !(isOf(begun, CheckpointState.Begun) && trace.c[begun] === trace.c[complete])) begun--;
  return begun < 0 ? undefined : { begun, complete };
}

/** Results that had appeared before and appear again between two instants, and when the last of them does. */
function shownAgain({ results }: JobRun, from: number, to: number): { readonly count: number; readonly until: number } {
  const shownTo = new Map<number, number>();
  let [count, until] = [0, from];
  for (const result of results) {
    const before = shownTo.get(result.partition) ?? 0;
    const again = Math.max(0, Math.min(before, result.to) - result.from);
    if (again > 0 && result.at >= from && result.at < to) [count, until] = [count + again, Math.max(until, result.at)];
    shownTo.set(result.partition, Math.max(before, result.to));
  }
  return { count, until };
}

/** Whether a job begins to run again with this event. */
export function isJobRestart({ run: { trace } }: Pick<JudgedRun, 'run'>, event: number): boolean {
  return trace.kind[event] === EventKind.Job && trace.b[event] === JobState.Running && (trace.c[event] ?? 0) > 1;
}
