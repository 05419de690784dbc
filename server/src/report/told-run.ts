import type { ScenarioResult } from './scenario-result';

/** Of many runs one is drawn and told: what is of that run alone says so. Empty where there was one run only. */
export function toldRunText({ scenario, picture }: Pick<ScenarioResult, 'scenario' | 'picture'>): string {
  return scenario.runs === 1 || picture === null ? '' : `with seed ${picture.seed}`;
}

/** The heading of what is of the run that is told alone. */
export function toldHeading(heading: string, result: Pick<ScenarioResult, 'scenario' | 'picture'>): string {
  return `${heading} ${toldRunText(result)}`.trimEnd();
}
