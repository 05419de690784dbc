import { estimateMean, unitOf, type Range } from '../analysis';
import type { ExperimentModel, MetricName } from '../language/model';
import { measuresOf, type CellResult, type ExperimentResult, type Measurement } from '../report/experiment-result';
import { campaignOf, scenarioResult } from './scenario-result';
import { inGroups, seedsOf } from './run-scenarios';
import type { PoolOptions, RunPool, StoppedWork } from './run-pool';

export type ExperimentOutcome = { readonly kind: 'done'; readonly result: ExperimentResult } | StoppedWork;

/**
 * Runs every cell of an experiment with the same seeds. Draws are keyed by entity and purpose, so two cells see the same
 * load, latencies and faults wherever their models agree: common random numbers, which make small differences visible.
 */
export async function runExperiment(
  experiment: ExperimentModel,
  pool: RunPool,
  options: PoolOptions = {},
): Promise<ExperimentOutcome> {
  const measures = measuresOf(experiment);
  const cells = experiment.cells.map(({ values, scenario }) => ({
    values,
    scenario: { ...scenario, runs: experiment.runs },
  }));
  const requests = cells.flatMap(({ scenario }) =>
    seedsOf(scenario).map((seed) => ({ scenario, seed, report: false, measures })),
  );
  const ending = await pool.runAll(requests, options);
  if (ending.kind !== 'done') return ending;
  const groups = inGroups(
    ending.outcomes,
    cells.map(({ scenario }) => scenario.runs),
  );
  const results = cells.map(({ values, scenario }, index): CellResult => {
    const outcomes = groups[index] ?? [];
    return {
      values,
      result: scenarioResult(scenario, outcomes),
      campaign: campaignOf(outcomes),
      measured: measures.map(({ metric }, column) =>
        estimate(
          metric,
          outcomes.map(({ measured }) => measured[column] ?? null),
        ),
      ),
    };
  });
  return { kind: 'done', result: { experiment, cells: results } };
}

function estimate(metric: MetricName, values: readonly (number | null)[]): Measurement {
  const { mean, interval } = estimateMean(values, rangeOf(metric));
  return { value: mean, interval, each: values };
}

function rangeOf(metric: MetricName): Range {
  const unit = unitOf(metric);
  return unit === 'share' || unit === 'count' ? unit : 'not negative';
}
