import type { Explanation, Verdict } from '../analysis';
import type { ScenarioModel } from '../language/model';
import type { Run } from '../simulation';

/** One run with what it was made from and how it was judged: everything that a report is drawn from. */
export interface JudgedRun {
  readonly scenario: ScenarioModel;
  readonly run: Run;
  readonly verdict: Verdict;
  /** Of the expectations that do not hold, where somebody asked why. */
  readonly explanations?: readonly Explanation[];
  /** What went wrong when somebody asked why; then there are no explanations. */
  readonly unexplained?: string;
}

/** Name of a place, for people. */
export function placeName(scenario: ScenarioModel, place: number): string {
  return scenario.places[place]?.name ?? `place ${place}`;
}

/** Of more places than these a text names one less and counts the others. */
const MOST_NAMED = 6;

/** Names of several places in a row: `n1, n2, n3`, `n1, n2, n3, n4, n5 and 12 more`. */
export function placeNames(scenario: ScenarioModel, places: readonly number[]): string {
  const named = places.length <= MOST_NAMED ? places : places.slice(0, MOST_NAMED - 1);
  const names = named.map((place) => placeName(scenario, place)).join(', ');
  return named.length === places.length ? names : `${names} and ${places.length - named.length} more`;
}
