import type { ScenarioModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';
import { isBreaking, isDetectable } from './breaking-faults';

export interface Detection {
  /** Index into `Run.occurrences`. */
  readonly occurrence: number;
  /** From the fault to the first suspicion of a place that it hit, or to the first action taken; null: never. */
  readonly tookNs: number | null;
  /** How long there was something to detect. */
  readonly inForceNs: number;
}

/**
 * Detection of each fault that a failure detector can notice, and of others where something did notice them. What is
 * noticed when a place has crashed is the crash, and not that its clock had been set wrong some time before. Of a store:
 * detection by its replicas of the faults that hit nodes of it.
 */
export function detections(scenario: ScenarioModel, run: Run, store?: number): Detection[] {
  return run.occurrences.flatMap((occurrence, index) => {
    const action = scenario.faults[occurrence.fault]?.action;
    if (action === undefined || !isBreaking(scenario, occurrence)) return [];
    if (store !== undefined && !hits(scenario, occurrence, store)) return [];
    const detectedAt = store === undefined ? occurrence.detectedAt : (occurrence.detectedInStores?.[store] ?? NaN);
    const detected = !Number.isNaN(detectedAt) && !isDetectionOfAnother(scenario, run, occurrence, detectedAt);
    if (!detected && !isDetectable(action)) return [];
    return [
      {
        occurrence: index,
        tookNs: detected ? detectedAt - occurrence.beganAt : null,
        inForceNs: Math.min(occurrence.endedAt, run.endedAt) - occurrence.beganAt,
      },
    ];
  });
}

function hits(scenario: ScenarioModel, { places }: FaultOccurrence, store: number): boolean {
  const nodes = scenario.stores[store]?.nodes ?? [];
  return places.some((place) => nodes.includes(place));
}

/**
 * True where what was noticed is another fault. A fault may be noticed late, but not once it is over and something else has
 * befallen the same place since, and goes on (a split of the network befalls all whom it separates); one that no detector is made for is noticed by itself only while none is in
 * force that one is made for.
 */
function isDetectionOfAnother(
  scenario: ScenarioModel,
  run: Run,
  occurrence: FaultOccurrence,
  detectedAt: number,
): boolean {
  const isMadeFor = ({ fault }: FaultOccurrence): boolean => {
    const action = scenario.faults[fault]?.action;
    return action !== undefined && isDetectable(action);
  };
  const { beganAt, endedAt, places } = occurrence;
  const others = run.occurrences.filter(
    (other) => other !== occurrence && isBreaking(scenario, other) && other.beganAt <= detectedAt,
  );
  const isOfLater = others.some(
    (other) =>
      detectedAt > endedAt &&
      other.beganAt > beganAt &&
      other.endedAt > endedAt &&
      [...other.places, ...other.groups.flat()].some((place) => places.includes(place)),
  );
  return isOfLater || (!isMadeFor(occurrence) && others.some((other) => isMadeFor(other) && other.endedAt > beganAt));
}
