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

/** Names of several places in a row: `n1, n2, n3`. */
export function placeNames(scenario: ScenarioModel, places: readonly number[]): string {
  return places.map((place) => placeName(scenario, place)).join(', ');
}
