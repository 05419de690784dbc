import type { ScenarioModel } from '../language/model';
import { CheckpointState, EventKind, JobState, type Run, type Trace } from '../simulation';
import type { LaneSpan } from './run-report';

/** What a job goes through, on all its nodes: checkpoints, the time in which it does not run, and catching up. */
export function collectJobs(scenario: ScenarioModel, { trace, jobs = [], endedAt }: Run, spans: LaneSpan[][]): void {
  if (jobs.length === 0) return;
  const add = (job: number, from: number, to: number, rest: Pick<LaneSpan, 'state' | 'label' | 'event'>): void => {
    if (to <= from) return;
    for (const place of scenario.jobs[job]?.nodes ?? []) spans[place]?.push({ from, to, ...rest });
  };
  const name = (job: number): string => scenario.jobs[job]?.name ?? '?';
  for (const { job, from, to, event } of checkpointsIn(trace, endedAt)) {
    add(job, from, to, { state: 'checkpointing', label: `takes a checkpoint: ${name(job)}`, event });
  }
  const restarts = eventsOf(trace, EventKind.Job).filter((event) => trace.b[event] === JobState.Restarting);
  for (const { job, failures } of jobs) {
    for (const { failedAt, runningAt, caughtUpAt } of failures) {
      const event = restarts.find((each) => trace.a[each] === job && trace.time[each] === failedAt) ?? -1;
      const runs = Math.min(runningAt, endedAt);
      // A coordinator that crashed tells nobody that the job has failed.
      const label = event < 0 ? `down with its coordinator: ${name(job)}` : `restarts: ${name(job)}`;
      add(job, failedAt, runs, { state: event < 0 ? 'dead' : 'recovering', label, event });
      add(job, runs, Math.min(caughtUpAt, endedAt), {
        state: 'recovering',
        label: `catches up: ${name(job)}`,
        event: -1,
      });
    }
  }
}

interface Checkpoint {
  readonly job: number;
  readonly from: number;
  readonly to: number;
  readonly event: number;
}

/** From its barriers to its completion, or until it was given up. */
function checkpointsIn(trace: Trace, endedAt: number): readonly Checkpoint[] {
  const events = eventsOf(trace, EventKind.Checkpoint);
  return events
    .filter((event) => trace.b[event] === CheckpointState.Begun)
    .map((event) => {
      const job = trace.a[event] ?? -1;
      const end = events.find(
        (each) => each > event && trace.a[each] === job && trace.b[each] !== CheckpointState.Begun,
      );
      return { job, from: trace.time[event] ?? 0, to: end === undefined ? endedAt : (trace.time[end] ?? 0), event };
    });
}

function eventsOf(trace: Trace, kind: EventKind): readonly number[] {
  const events: number[] = [];
  for (let event = 0; event < trace.length; event += 1) if (trace.kind[event] === kind) events.push(event);
  return events;
}
