import { judgeCampaign } from '../analysis';
import type { ScenarioModel } from '../language/model';
import type { RunReport } from '../report';
import type { ScenarioResult } from '../report/scenario-result';
import type { CampaignReport } from '../report/campaign-report';
import { projectCampaign } from '../report/project-campaign';
import { combinedHash } from './combined-hash';
import type { RunOutcome } from './run-wire';

/** A result with the seed of the run that tells most about it. */
export interface ToldResult extends ScenarioResult {
  readonly telling: number;
  /** What each run measured. */
  readonly campaign: CampaignReport;
  /** Of each expectation, the seed of a run that broke it; null where none did. */
  readonly culprits: readonly (number | null)[];
}

/** Judges the runs of a scenario together. */
export function scenarioResult(scenario: ScenarioModel, outcomes: readonly RunOutcome[]): ToldResult {
  const { decision, metrics, intervals, stores, expectations, warnings } = judgeCampaign(
    outcomes.map(({ verdict }) => verdict),
  );
  const telling = outcomes.find(({ verdict }) => verdict.decision === decision) ?? outcomes[0];
  return {
    scenario,
    simulatedNs: outcomes.reduce((sum, { facts }) => sum + facts.endedAtNs, 0),
    events: outcomes.reduce((sum, { facts }) => sum + facts.events, 0),
    traceHash: combinedHash(outcomes.map(({ facts }) => facts.traceHash)),
    decision,
    metrics,
    intervals: scenario.runs === 1 ? null : intervals,
    stores,
    expectations,
    warnings,
    picture: telling?.report ?? null,
    whys: whysOf(expectations.length, telling?.report ?? null),
    campaign: campaignOf(outcomes),
    culprits: expectations.map(({ witnessSeed }) => witnessSeed),
    telling: telling?.facts.seed ?? scenario.seed,
  };
}

/** What each run measured, seed by seed. */
export function campaignOf(outcomes: readonly RunOutcome[]): CampaignReport {
  return projectCampaign(outcomes.map(({ facts, verdict }) => ({ seed: facts.seed, verdict })));
}

/** Why each expectation fails, as far as one report tells. */
export function whysOf(count: number, report: RunReport | null): ScenarioResult['whys'] {
  return Array.from({ length: count }, (_, index) => report?.expectations[index]?.why ?? null);
}
