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

/** True where a fault that detectors are made for hit the same place and was detected at the same instant. */
function isDetectionOfAnother(scenario: ScenarioModel, run: Run, occurrence: FaultOccurrence): boolean {
  const detectable = ({ fault }: FaultOccurrence): boolean => {
    const action = scenario.faults[fault]?.action;
    return action !== undefined && isDetectable(action);
  };
  return run.occurrences.some(
    (other) =>
      other !== occurrence &&
      other.detectedAt === occurrence.detectedAt &&
      detectable(other) &&
      // Of two such faults each was noticed, unless one was over before the other began.
      (!detectable(occurrence) || occurrence.endedAt <= other.beganAt) &&
      other.places.some((place) => occurrence.places.includes(place)),
  );
}
