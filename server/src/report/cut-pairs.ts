import type { ScenarioModel, TargetModel } from '../language/model';
import type { FaultOccurrence } from '../simulation';

/** Sender and receiver of each link that a one-way cut blocks; none where the run chose whom it hit. */
export function cutPairs(scenario: ScenarioModel, { fault, vacuous }: FaultOccurrence): readonly [number, number][] {
  const action = scenario.faults[fault]?.action;
  if (action?.kind !== 'cut' || vacuous) return [];
  const to = placesOf(action.to);
  return placesOf(action.from).flatMap((sender) =>
    to.filter((receiver) => receiver !== sender).map((receiver): [number, number] => [sender, receiver]),
  );
}

function placesOf(targets: readonly TargetModel[]): readonly number[] {
  return [...new Set(targets.flatMap((target) => (target.kind === 'places' ? target.places : [])))];
}
