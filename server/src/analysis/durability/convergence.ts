import { beganIn, isBreaking } from '../availability/breaking-faults';
import type { ScenarioModel, WindowModel } from '../../language/model';
import type { Run } from '../../simulation';

/**
 * When the last fault was over, or the last of those that began in a window: an endless one counts from its beginning. Null
 * where none hit anything.
 */
export function lastFaultOver(scenario: ScenarioModel, run: Run, window?: WindowModel): number | null {
  let last: number | null = null;
  for (const occurrence of run.occurrences) {
    if (!isBreaking(scenario, occurrence) || !beganIn(window, occurrence)) continue;
    const over = occurrence.endedAt > run.endedAt ? occurrence.beganAt : occurrence.endedAt;
    last = Math.max(last ?? 0, over);
  }
  return last;
}

/** From an instant until all running replicas of a store were equal; null when they were not until the end. */
export function convergedAfter(run: Run, store: number, since: number): number | null {
  const changes = run.convergence.find((record) => record.store === store)?.changes;
  if (changes === undefined) return null;
  for (let i = 0; i < changes.length; i += 2) {
    const from = changes[i] as number;
    const to = changes[i + 1] ?? Infinity;
    if (to > since) return Math.max(0, from - since);
  }
  return null;
}
