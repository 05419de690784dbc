import { EventKind } from '../simulation';
import type { JudgedRun } from './judged-run';
import type { SourcePlace } from './run-report';
import { sourcePlace } from './source-place';

/** Answers which line of the model led to an event. */
export interface EventCauses {
  /** The fault (index into `ScenarioModel.faults`) that the event's causes lead back to, or -1. */
  faultOf(event: number): number;
  /** The line of that fault; failing that, of the fault in force at that instant; failing that, null. */
  sourceOf(event: number, at: number): SourcePlace | null;
  /** The line of the fault that was in force at an instant, the latest to begin if there were several. */
  sourceAt(at: number): SourcePlace | null;
}

/**
 * Follows every event of the trace to the fault that is among its causes. What a fault keeps from happening has no
 * cause in the trace (an election begins because a heartbeat did *not* come), so where the causes lead to no fault,
 * the fault in force is named.
 */
export function eventCauses({ scenario, run }: JudgedRun): EventCauses {
  const { trace } = run;
  const roots = new Int32Array(trace.length).fill(-1);
  for (let event = 0; event < trace.length; event += 1) {
    const cause = trace.cause[event] ?? -1;
    // A cause has the smaller id, so its own root is known already.
    if (trace.kind[event] === EventKind.FaultBegin) roots[event] = trace.a[event] ?? -1;
    else if (cause >= 0 && cause < event) roots[event] = roots[cause] ?? -1;
  }
  const faultOf = (event: number): number => roots[event] ?? -1;
  const sourceOfFault = (fault: number): SourcePlace | null => sourcePlace(scenario, scenario.faults[fault]?.origin);
  const sourceAt = (at: number): SourcePlace | null => {
    const active = run.occurrences.filter(
      (occurrence) => !occurrence.vacuous && occurrence.beganAt <= at && at <= occurrence.endedAt,
    );
    const latest = active.reduce((a, b) => (b.beganAt >= a.beganAt ? b : a), active[0] ?? NO_OCCURRENCE);
    return sourceOfFault(latest.fault);
  };
  return {
    faultOf,
    sourceOf: (event, at) => (faultOf(event) >= 0 ? sourceOfFault(faultOf(event)) : sourceAt(at)),
    sourceAt,
  };
}

const NO_OCCURRENCE = { fault: -1, beganAt: 0 };
