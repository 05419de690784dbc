import type { RunDetails } from '../analysis';
import { EventKind } from '../simulation';
import type { JudgedRun } from './judged-run';
import type { SourcePlace } from './run-report';
import { sourcePlace } from './source-place';

/** Answers which line of the model led to an event. */
export interface EventCauses {
  /** The fault (index into `ScenarioModel.faults`) that the event's causes lead back to, or -1. */
  faultOf(event: number): number;
  /** The line of that fault; failing that, what `sourceAt` says of that instant. */
  sourceOf(event: number, at: number): SourcePlace | null;
  /**
   * The line of the fault that was in force at an instant; failing that, of one that was over and had not been recovered from.
   * Of several it is the latest to begin; null where there was none.
   */
  sourceAt(at: number): SourcePlace | null;
}

/**
 * Follows every event of the trace to the fault that is among its causes. What a fault keeps from happening has no
 * cause in the trace (an election begins because a heartbeat did *not* come), so where the causes lead to no fault,
 * the fault in force is named. That users ask for something is caused by no fault: who waits for an answer and then asks for the
 * next thing would have asked whatever the answer came of.
 */
export function eventCauses({ scenario, run }: JudgedRun, faults: RunDetails['faults']): EventCauses {
  const { trace, history } = run;
  const roots = new Int32Array(trace.length).fill(-1);
  for (let event = 0; event < trace.length; event += 1) {
    const cause = trace.cause[event] ?? -1;
    // A cause has the smaller id, so its own root is known already.
    const kind = trace.kind[event];
    if (kind === EventKind.FaultBegin) roots[event] = trace.a[event] ?? -1;
    else if (kind === EventKind.Invoke && (history.workload[trace.a[event] ?? -1] ?? -1) >= 0) continue;
    else if (cause >= 0 && cause < event) roots[event] = roots[cause] ?? -1;
  }
  const faultOf = (event: number): number => roots[event] ?? -1;
  const sourceOfFault = (fault: number): SourcePlace | null => sourcePlace(scenario, scenario.faults[fault]?.origin);
  const sourceAt = (at: number): SourcePlace | null => {
    const inForce = run.occurrences.findLast(
      ({ vacuous, beganAt, endedAt }) => !vacuous && beganAt <= at && at <= endedAt,
    );
    if (inForce !== undefined) return sourceOfFault(inForce.fault);
    // Of one in the warm-up it is not known when it was recovered from.
    const felt = faults.findLast(
      ({ beganAt, recoveryNs, watchedNs }) =>
        watchedNs > 0 && beganAt <= at && at <= beganAt + (recoveryNs ?? Infinity),
    );
    return sourceOfFault(felt === undefined ? -1 : (run.occurrences[felt.occurrence]?.fault ?? -1));
  };
  return {
    faultOf,
    sourceOf: (event, at) => (faultOf(event) >= 0 ? sourceOfFault(faultOf(event)) : sourceAt(at)),
    sourceAt,
  };
}
