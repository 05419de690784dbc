import type { ScenarioModel } from '../../language/model';
import type { Run } from '../../simulation';
import { isBreaking } from './breaking-faults';

/**
 * Of some failed operations, in order of invocation, those that were invoked after the fault after which most of them were,
 * and before the next fault; before all faults counts as one of its own. They say most about why so many failed.
 */
export function heaviestFailures(scenario: ScenarioModel, run: Run, failed: readonly number[]): readonly number[] {
  const begins = run.occurrences
    .filter((occurrence) => isBreaking(scenario, occurrence))
    .map(({ beganAt }) => beganAt)
    .sort((a, b) => a - b);
  const stretches: number[][] = begins.map(() => []).concat([[]]);
  let stretch = 0;
  for (const id of failed) {
    while (stretch < begins.length && (begins[stretch] as number) <= (run.history.invokedAt[id] as number)) stretch++;
    stretches[stretch]?.push(id);
  }
  return stretches.reduce((most, each) => (each.length > most.length ? each : most), []);
}
