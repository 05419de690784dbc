import type { ScenarioModel } from '../language/model';
import type { ScenarioResult } from '../report/scenario-result';
import { scenarioResult } from './scenario-result';
import type { PoolOptions, RunPool, StoppedWork } from './run-pool';
import type { RunOutcome, RunRequest } from './run-wire';

export type ScenariosResult = { readonly kind: 'done'; readonly results: readonly ScenarioResult[] } | StoppedWork;

/**
 * Runs each scenario with its seeds, all scenarios together on one pool, and gives the results in their order. Of many
 * runs one is made once more with its trace, so that there is something to look at.
 */
export async function runScenarios(
  scenarios: readonly ScenarioModel[],
  pool: RunPool,
  options: PoolOptions = {},
): Promise<ScenariosResult> {
  const first = await pool.runAll(scenarios.flatMap(requestsOf), options);
  if (first.kind !== 'done') return first;
  const groups = inGroups(
    first.outcomes,
    scenarios.map(({ runs }) => runs),
  );
  const results = scenarios.map((scenario, index) => scenarioResult(scenario, groups[index] ?? []));

  const unseen = results.filter(({ picture }) => picture === null);
  const second = await pool.runAll(
    unseen.map((result) => ({ scenario: result.scenario, seed: result.telling, report: true })),
    options.signal ? { signal: options.signal } : {},
  );
  if (second.kind !== 'done') return second;
  const pictures = new Map(unseen.map((result, index) => [result, second.outcomes[index]?.report ?? null]));
  return {
    kind: 'done',
    results: results.map((result) => ({ ...result, picture: result.picture ?? pictures.get(result) ?? null })),
  };
}

/** A single run is made with its trace at once; it needs no second one. */
function requestsOf(scenario: ScenarioModel): readonly RunRequest[] {
  return seedsOf(scenario).map((seed) => ({ scenario, seed, report: scenario.runs === 1 }));
}

/** `runs: N` uses seed to seed + N - 1, so that policies and versions are compared on the same randomness. */
export function seedsOf({ seed, runs }: ScenarioModel): readonly number[] {
  return Array.from({ length: runs }, (_, index) => seed + index);
}

/** Cuts a list into consecutive parts of the given lengths. */
export function inGroups(
  outcomes: readonly RunOutcome[],
  sizes: readonly number[],
): readonly (readonly RunOutcome[])[] {
  let start = 0;
  return sizes.map((size) => outcomes.slice(start, (start += size)));
}
