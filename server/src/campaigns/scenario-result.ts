import type { ScenarioModel } from '../language/model';
import type { ScenarioResult } from '../report/scenario-result';
import { combinedHash } from './combined-hash';
import type { RunOutcome } from './run-wire';

/** A result with the seed of the run that tells most about it. */
export interface ToldResult extends ScenarioResult {
  readonly telling: number;
}

/** Judges the runs of a scenario together. */
export function scenarioResult(scenario: ScenarioModel, outcomes: readonly RunOutcome[]): ToldResult {
  const [first] = outcomes;
  if (first === undefined) throw new Error(`${scenario.name} was not run.`);
  const { verdict } = first;
  return {
    scenario,
    simulatedNs: outcomes.reduce((sum, { facts }) => sum + facts.endedAtNs, 0),
    events: outcomes.reduce((sum, { facts }) => sum + facts.events, 0),
    traceHash: combinedHash(outcomes.map(({ facts }) => facts.traceHash)),
    decision: verdict.decision,
    metrics: verdict.metrics,
    intervals: null,
    stores: verdict.stores,
    expectations: verdict.expectations,
    warnings: verdict.warnings,
    picture: first.report,
    telling: outcomes.find((outcome) => outcome.verdict.decision === verdict.decision)?.facts.seed ?? scenario.seed,
  };
}
