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
 * noticed when a place has crashed is the crash, and not that its clock had been set wrong some time before.
 */
export function detections(scenario: ScenarioModel, run: Run): Detection[] {
  return run.occurrences.flatMap((occurrence, index) => {
    const action = scenario.faults[occurrence.fault]?.action;
    if (action === undefined || !isBreaking(scenario, occurrence)) return [];
    const detected = !Number.isNaN(occurrence.detectedAt) && !isDetectionOfAnother(scenario, run, occurrence);
    if (!detected && !isDetectable(action)) return [];
    return [
      {
        occurrence: index,
        tookNs: detected ? occurrence.detectedAt - occurrence.beganAt : null,
        inForceNs: Math.min(occurrence.endedAt, run.endedAt) - occurrence.beganAt,
      },
    ];
  });
}

/**
 * True where what was noticed is another fault. A fault may be noticed late, but not once it is over and something else has
 * befallen the same place since, and goes on; one that no detector is made for is noticed by itself only while none is in
 * force that one is made for.
 */
function isDetectionOfAnother(scenario: ScenarioModel, run: Run, occurrence: FaultOccurrence): boolean {
  const isMadeFor = ({ fault }: FaultOccurrence): boolean => {
    const action = scenario.faults[fault]?.action;
    return action !== undefined && isDetectable(action);
  };
  const { beganAt, endedAt, detectedAt, places } = occurrence;
  const others = run.occurrences.filter(
    (other) => other !== occurrence && isBreaking(scenario, other) && other.beganAt <= detectedAt,
  );
  const isOfLater = others.some(
    (other) =>
      detectedAt > endedAt &&
      other.beganAt > beganAt &&
      other.endedAt > endedAt &&
      other.places.some((place) => places.includes(place)),
  );
  return isOfLater || (!isMadeFor(occurrence) && others.some((other) => isMadeFor(other) && other.endedAt > beganAt));
}
