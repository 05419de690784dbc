import { EventKind, JobState, type Run } from '../../simulation';
import type { Step } from './way-step';

/** Restarts of a job that are told; the others are like them. */
const MOST_RESTARTS = 3;

/**
 * What a job made of the faults: that its coordinator found it failed, and that it ran again. Nothing else that happens on its
 * nodes changes its results: what a node that starts again has missed is worked on elsewhere by then.
 */
export function jobSteps({ trace }: Run, job: number, faults: readonly Step[], until: number): Step[] {
  const steps: Step[] = [];
  for (let event = (faults[0]?.event ?? 0) + 1; event <= until && event < trace.length; event++) {
    if (trace.kind[event] !== EventKind.Job || trace.a[event] !== job) continue;
    const before = steps.at(-1)?.event;
    const isRestart = trace.b[event] === JobState.Restarting;
    if (isRestart && steps.length >= 2 * MOST_RESTARTS) break;
    // It runs again because it had failed, and failed because of the last fault before.
    const broughtBy = isRestart ? faults.findLast((fault) => fault.event < event)?.event : before;
    if (broughtBy === undefined) continue;
    steps.push({ event, operation: -1, count: 1, places: [trace.place[event] as number], broughtBy });
  }
  return steps;
}
