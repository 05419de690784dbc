import { merged, type Stretches } from '../availability/operation-selection';
import type { ScenarioModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';

/** When a partition held between the replicas of a store. One that only cuts off others says nothing about the store. */
export function partitionsOf(scenario: ScenarioModel, run: Run, store: number): Stretches {
  const replicas = scenario.stores[store]?.nodes ?? [];
  return merged(
    run.occurrences
      .filter((occurrence) => splits(scenario, occurrence, replicas))
      .map((occurrence) => [occurrence.beganAt, Math.min(occurrence.endedAt, run.endedAt + 1)] as const),
  );
}

/** True for a partition, isolation or cut that left some replicas on either side. */
function splits(scenario: ScenarioModel, occurrence: FaultOccurrence, replicas: readonly number[]): boolean {
  if (occurrence.vacuous) return false;
  const action = scenario.faults[occurrence.fault]?.action.kind;
  if (action !== 'partition' && action !== 'isolate' && action !== 'cut') return false;
  if (occurrence.groups.length > 0) {
    // A node in no group is cut off from all others.
    const sides = new Set(replicas.map((place) => sideOf(occurrence.groups, place)));
    return sides.size > 1;
  }
  const hit = replicas.filter((place) => occurrence.places.includes(place)).length;
  return action === 'cut' ? hit > 1 : hit > 0 && replicas.length > 1;
}

function sideOf(groups: readonly (readonly number[])[], place: number): number {
  const side = groups.findIndex((group) => group.includes(place));
  return side >= 0 ? side : groups.length + place;
}
