import { wilson } from '../analysis';
import type { ScenarioModel } from '../language/model';
import type { RunReport } from '../report';
import { scenarioResult, type ToldResult } from './scenario-result';
import type { PoolOptions, RunPool, StoppedWork } from './run-pool';
import type { RunOutcome, RunRequest } from './run-wire';

export type ScenariosResult = { readonly kind: 'done'; readonly results: readonly ToldResult[] } | StoppedWork;

export interface ScenariosOptions extends PoolOptions {
  /** Find out why expectations fail. */
  readonly explain?: boolean;
  /** False where reports are told in words and nobody draws them. */
  readonly drawn?: boolean;
  /**
   * Stop before all seeds have been run once the 95 % interval of the share of runs in which each expectation holds is no
   * wider than this (Wilson's; a fixed-width sequential procedure in the sense of Chow and Robbins, 1965). Looked at
   * after each `RUNS_PER_LOOK` runs, in the order of the seeds, so that the same model stops at the same run.
   */
  readonly width?: number;
}

/** Fewer runs than this say too little about their own spread to stop by it. */
export const RUNS_PER_LOOK = 20;

/**
 * Runs each scenario with its seeds, all scenarios together on one pool, and gives the results in their order. Of many
 * runs one is made once more with its trace, so that there is something to look at, and so is the first run that broke
 * each expectation where it is to be explained.
 */
export async function runScenarios(
  scenarios: readonly ScenarioModel[],
  pool: RunPool,
  options: ScenariosOptions = {},
): Promise<ScenariosResult> {
  const explain = options.explain ?? false;
  const done: ToldResult[] = [];
  if (options.width === undefined) {
    const first = await pool.runAll(
      scenarios.flatMap((scenario) => requestsOf(scenario, options)),
      options,
    );
    if (first.kind !== 'done') return first;
    const groups = inGroups(
      first.outcomes,
      scenarios.map(({ runs }) => runs),
    );
    done.push(...scenarios.map((scenario, index) => scenarioResult(scenario, groups[index] ?? [])));
  } else {
    for (const scenario of scenarios) {
      const ended = await runUntilNarrow(scenario, pool, options, options.width);
      if (ended.kind !== 'done') return ended;
      done.push(ended.result);
    }
  }
  const results: readonly ToldResult[] = done;

  const again = results.filter(({ picture }) => picture === null);
  const seeds = again.map((result) => seedsToLookAt(result, explain));
  const second = await pool.runAll(
    again.flatMap(({ scenario }, index) =>
      (seeds[index] ?? []).map((seed) => ({ scenario, seed, report: true, ...askedOf(options) })),
    ),
    {
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.onExplaining ? { onExplaining: options.onExplaining } : {}),
    },
  );
  if (second.kind !== 'done') return second;
  const reports = inGroups(
    second.outcomes,
    seeds.map(({ length }) => length),
  );
  const seen = new Map(again.map((result, index) => [result, withReports(result, reports[index] ?? [])]));
  return { kind: 'done', results: results.map((result) => seen.get(result) ?? result) };
}

/** Runs seed after seed until the intervals of all expectations are narrow enough, or all seeds have been run. */
async function runUntilNarrow(
  scenario: ScenarioModel,
  pool: RunPool,
  options: ScenariosOptions,
  width: number,
): Promise<{ readonly kind: 'done'; readonly result: ToldResult } | StoppedWork> {
  const requests = requestsOf(scenario, options);
  const outcomes: RunOutcome[] = [];
  for (let start = 0; start < requests.length; start += RUNS_PER_LOOK) {
    const before = outcomes.length;
    const ended = await pool.runAll(requests.slice(start, start + RUNS_PER_LOOK), {
      ...(options.signal ? { signal: options.signal } : {}),
      onProgress: (_share, count) => options.onProgress?.((before + count) / requests.length, before + count),
    });
    if (ended.kind !== 'done') return ended;
    outcomes.push(...ended.outcomes);
    if (isNarrow(outcomes, width)) break;
  }
  return { kind: 'done', result: scenarioResult({ ...scenario, runs: outcomes.length }, outcomes) };
}

function isNarrow(outcomes: readonly RunOutcome[], width: number): boolean {
  const expectations = outcomes[0]?.verdict.expectations ?? [];
  return expectations.every((_, index) => {
    const decisions = outcomes.map(({ verdict }) => verdict.expectations[index]?.decision);
    const held = decisions.filter((decision) => decision === 'pass').length;
    const open = decisions.filter((decision) => decision === 'undecided').length;
    // What could not be decided may have gone either way.
    return wilson(held + open, decisions.length)[1] - wilson(held, decisions.length)[0] <= width;
  });
}

/** A single run is made with its trace at once; it needs no second one. */
function requestsOf(scenario: ScenarioModel, options: ScenariosOptions): readonly RunRequest[] {
  return seedsOf(scenario).map((seed) => ({ scenario, seed, report: scenario.runs === 1, ...askedOf(options) }));
}

function askedOf({ explain = false, drawn = true }: ScenariosOptions): Pick<RunRequest, 'explain' | 'drawn'> {
  return { explain, drawn };
}

/** The run that is drawn and, where it is to be explained, one that broke each expectation. */
export function seedsToLookAt({ telling, culprits }: ToldResult, explain: boolean): readonly number[] {
  return [...new Set([telling, ...(explain ? culprits.filter((seed) => seed !== null) : [])])];
}

function withCampaign(report: RunReport | null, { campaign }: ToldResult): RunReport | null {
  return report === null ? null : { ...report, campaign };
}

function withReports(result: ToldResult, outcomes: readonly RunOutcome[]): ToldResult {
  const reports = new Map(outcomes.map(({ facts, report }) => [facts.seed, report]));
  return {
    ...result,
    picture: withCampaign(reports.get(result.telling) ?? null, result),
    whys: whysOfSeeds(result, reports),
  };
}

/** Why each expectation fails, as the report of the run that broke it tells. */
export function whysOfSeeds(
  { culprits, telling }: ToldResult,
  reports: ReadonlyMap<number, RunReport | null>,
): ToldResult['whys'] {
  // What no run breaks may be harm that was expected: the run that is drawn shows it.
  return culprits.map((seed, index) => reports.get(seed ?? telling)?.expectations[index]?.why ?? null);
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
