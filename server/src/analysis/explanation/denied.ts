import type { ScenarioModel } from '../../language/model';
import { EventKind, FailureReason, Outcome, type Run } from '../../simulation';
import { selectOperations } from '../availability/operation-selection';
import type { Denied } from './finding';

/** Nobody said these: no answer came. */
const SILENT: readonly number[] = [FailureReason.None, FailureReason.Timeout, FailureReason.EndOfRun];

/**
 * Operations that were refused with a reason that a liar made up: whoever sent the answer with which they ended was lying then.
 * Undefined where there are none.
 */
export function deniedByLiars(scenario: ScenarioModel, run: Run): Denied | undefined {
  const { trace, history, occurrences } = run;
  const lies = occurrences.filter(({ fault, vacuous }) => {
    const action = scenario.faults[fault]?.action;
    return !vacuous && action?.kind === 'byzantine' && action.behaviour !== 'silent';
  });
  if (lies.length === 0) return undefined;
  const denied = [...selectOperations(scenario, run).operations].flatMap((operation) => {
    const reason = history.reason[operation] as number;
    if (history.outcome[operation] === Outcome.Ok || SILENT.includes(reason)) return [];
    const answer = trace.cause[history.completeEvent[operation] as number] ?? -1;
    if (trace.kind[answer] !== EventKind.Deliver) return [];
    const [place, at] = [trace.peer[answer] as number, trace.time[answer] as number];
    const isLie = lies.some(({ beganAt, endedAt, places }) => places.includes(place) && at >= beganAt && at <= endedAt);
    return isLie ? [{ operation, place, reason }] : [];
  });
  const [first] = denied;
  if (first === undefined) return undefined;
  const alike = denied.filter(({ reason }) => reason === first.reason);
  const places = [...new Set(alike.map(({ place }) => place))].sort((a, b) => a - b);
  return { kind: 'denied', operations: alike.map(({ operation }) => operation), places, reason: first.reason };
}
