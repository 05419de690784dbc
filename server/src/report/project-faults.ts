import type { ScenarioModel } from '../language/model';
import type { FaultOccurrence, Run } from '../simulation';
import { cutPairs } from './cut-pairs';
import { actionFamily, actionText } from './fault-label';
import { placeNames } from './judged-run';
import type { FaultBand } from './run-report';
import { sourcePlace } from './source-place';

/** A band for each time that a fault took effect. */
export function projectFaults(scenario: ScenarioModel, run: Run): readonly FaultBand[] {
  return run.occurrences.flatMap((occurrence) => {
    const fault = scenario.faults[occurrence.fault];
    if (fault === undefined) return [];
    const cuts = cutPairs(scenario, occurrence);
    return {
      from: occurrence.beganAt,
      to: Math.min(occurrence.endedAt, run.endedAt),
      label: occurrenceText(scenario, occurrence),
      kind: actionFamily(fault.action.kind),
      places: occurrence.places,
      groups: occurrence.groups,
      ...(cuts.length === 0 ? {} : { cuts }),
      source: sourcePlace(scenario, fault.origin),
    };
  });
}

/** What took effect and whom it hit, where the text alone does not say so: `crash leader of orders (n2)`. */
export function occurrenceText(scenario: ScenarioModel, occurrence: FaultOccurrence): string {
  const fault = scenario.faults[occurrence.fault];
  if (fault === undefined) return 'a fault';
  const action = actionText(scenario, fault.action);
  const name = fault.name === '' ? action : `${fault.name}: ${action}`;
  if (occurrence.vacuous) return `${name} (nothing there to hit)`;
  const hit = placeNames(scenario, occurrence.places);
  return isDynamic(scenario, occurrence) && hit !== '' ? `${name} (${hit})` : name;
}

/** Whether the targets were chosen by the run and not by the text: `leader of`, and each of many that fail at random. */
function isDynamic(scenario: ScenarioModel, { fault, places }: FaultOccurrence): boolean {
  const action = scenario.faults[fault]?.action;
  if (action === undefined || !('targets' in action)) return false;
  const named = action.targets.flatMap((target) => (target.kind === 'places' ? target.places : []));
  return action.targets.some((target) => target.kind !== 'places') || places.length < new Set(named).size;
}
