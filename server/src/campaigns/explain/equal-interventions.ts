import type { ScenarioModel } from '../../language/model';
import { mends, type FaultIntervention, type Firing, type Run } from '../../simulation';

/** The run itself, of which nothing is changed. */
export const UNCHANGED = 'entries all';

/**
 * A name that two changes of a run's schedule share where they come to the same run: leaving out some of its entries and
 * leaving in all the others; ending all faults before the first began, or where none was in force. `UNCHANGED` where
 * nothing is changed at all.
 */
export function interventionName(scenario: ScenarioModel, run: Run, intervention: FaultIntervention): string {
  const { withheld = [], only, lasting, delayed, overAtNs } = intervention;
  const asWritten = JSON.stringify(intervention);
  if (lasting !== undefined || delayed !== undefined) return asWritten;
  if (overAtNs !== undefined) return withheld.length > 0 || only !== undefined ? asWritten : nameOfEnd(run, overAtNs);
  if ([...withheld, ...(only ?? [])].some(({ firing }) => firing !== undefined)) return asWritten;
  const has = (list: readonly Firing[], index: number): boolean => list.some(({ fault }) => fault === index);
  const entries = scenario.faults.flatMap(({ action }, index) => (mends(action) ? [] : [index]));
  const left = entries.filter((index) => (only === undefined || has(only, index)) && !has(withheld, index));
  return left.length === entries.length ? UNCHANGED : `entries ${left.join(' ')}`;
}

/** Up to this instant the run is what it was: what had begun, and was not over, says what becomes of it. */
function nameOfEnd({ occurrences }: Run, overAtNs: number): string {
  const begun = occurrences.filter(({ beganAt }) => beganAt < overAtNs);
  if (begun.some(({ endedAt }) => endedAt > overAtNs)) return `over at ${overAtNs}`;
  return begun.length === 0 ? 'entries ' : begun.length === occurrences.length ? UNCHANGED : `first ${begun.length}`;
}
