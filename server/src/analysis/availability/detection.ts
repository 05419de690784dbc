import type { ScenarioModel } from '../../language/model';
import type { Run } from '../../simulation';
import { isBreaking, isDetectable } from './breaking-faults';

export interface Detection {
  /** Index into `Run.occurrences`. */
  readonly occurrence: number;
  /** From the fault to the first suspicion of a place that it hit, or to the first action taken; null: never. */
  readonly tookNs: number | null;
  /** How long there was something to detect. */
  readonly inForceNs: number;
}

/** Detection of each fault that a failure detector can notice, and of others where something did notice them. */
export function detections(scenario: ScenarioModel, run: Run): Detection[] {
  return run.occurrences.flatMap((occurrence, index) => {
    const action = scenario.faults[occurrence.fault]?.action;
    if (action === undefined || !isBreaking(scenario, occurrence)) return [];
    const detected = !Number.isNaN(occurrence.detectedAt);
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
