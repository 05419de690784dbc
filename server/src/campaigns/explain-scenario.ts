import { contraryOf } from '../analysis';
import type { WhyRow } from '../report/run-report';
import type { PoolOptions, RunPool, StoppedWork } from './run-pool';
import { seedsToLookAt, whysOfSeeds } from './run-scenarios';
import { whysOf, type ToldResult } from './scenario-result';

/** What an explanation adds to the result of a scenario. */
export interface ExplainedScenario {
  readonly result: ToldResult;
  /** In the order of the expectations: what it adds to the run that is drawn. */
  readonly drawn: readonly (WhyRow | null)[];
}

export type ExplainedResult = { readonly kind: 'done'; readonly result: ExplainedScenario } | StoppedWork;

/** Whether there is anything to explain: an expectation that some run broke, or harm that was expected. */
export function isToBeExplained({ culprits, expectations }: ToldResult): boolean {
  const isShown = expectations.some(
    ({ decision, expectation }) => decision === 'pass' && contraryOf(expectation) !== undefined,
  );
  return isShown || culprits.some((seed) => seed !== null);
}

/**
 * Explains a scenario that was run without asking why. The runs that are to be explained are made once more, which is
 * little beside what an explanation takes, so that nothing of them has to be kept in the meantime.
 */
export async function explainScenario(
  result: ToldResult,
  pool: RunPool,
  options: PoolOptions = {},
): Promise<ExplainedResult> {
  const { scenario, telling } = result;
  const seeds = seedsToLookAt(result, true);
  const ended = await pool.runAll(
    seeds.map((seed) => ({ scenario, seed, report: true, drawn: false, explain: true })),
    options,
  );
  if (ended.kind !== 'done') return ended;
  const reports = new Map(ended.outcomes.map(({ facts, report }) => [facts.seed, report]));
  const drawn = whysOf(scenario.expectations.length, reports.get(telling) ?? null);
  return { kind: 'done', result: { result: { ...result, whys: whysOfSeeds(result, reports) }, drawn } };
}
