import { estimateMean, estimateStatistic, unitOf, type Interval, type Range } from '../analysis';
import type { ExperimentModel, MeasureModel, MetricName } from '../language/model';
import { measuresOf, type CellResult, type ExperimentResult, type Measurement } from '../report/experiment-result';
import { campaignOf, scenarioResult } from './scenario-result';
import { RUNS_PER_LOOK, seedsOf } from './run-scenarios';
import type { PoolOptions, RunPool, StoppedWork } from './run-pool';
import type { RunOutcome } from './run-wire';

export type ExperimentOutcome = { readonly kind: 'done'; readonly result: ExperimentResult } | StoppedWork;

export interface ExperimentOptions extends PoolOptions {
  /**
   * Stop before all seeds have been run once the 95 % interval of every measure of every cell is no wider than this: of a
   * share as it is, of anything else as a part of its mean. Looked at after every `RUNS_PER_LOOK` runs of each cell; the
   * cells stop together, so that they stay compared on the same seeds.
   */
  readonly width?: number;
}

/**
 * Runs every cell of an experiment with the same seeds. Draws are keyed by entity and purpose, so two cells see the same
 * load, latencies and faults wherever their models agree: common random numbers, which make small differences visible.
 */
export async function runExperiment(
  experiment: ExperimentModel,
  pool: RunPool,
  { width, signal, onProgress }: ExperimentOptions = {},
): Promise<ExperimentOutcome> {
  const measures = measuresOf(experiment);
  const seeds = experiment.cells.map(({ scenario }) => seedsOf({ ...scenario, runs: experiment.runs }));
  const outcomes = experiment.cells.map((): RunOutcome[] => []);
  const step = width === undefined ? experiment.runs : RUNS_PER_LOOK;
  const total = experiment.runs * experiment.cells.length;
  let runs = 0;
  while (runs < experiment.runs) {
    const until = Math.min(experiment.runs, runs + step);
    const before = runs * experiment.cells.length;
    const requests = experiment.cells.flatMap(({ scenario }, cell) =>
      (seeds[cell] ?? [])
        .slice(runs, until)
        .map((seed) => ({ scenario: { ...scenario, runs: experiment.runs }, seed, report: false, measures })),
    );
    const ending = await pool.runAll(requests, {
      ...(signal ? { signal } : {}),
      onProgress: (share, ended) => onProgress?.((before + share * requests.length) / total, before + ended),
    });
    if (ending.kind !== 'done') return ending;
    outcomes.forEach((all, cell) =>
      all.push(...ending.outcomes.slice(cell * (until - runs), (cell + 1) * (until - runs))),
    );
    runs = until;
    if (width !== undefined && outcomes.every((all) => isNarrow(measures, all, width))) break;
  }
  const cells = experiment.cells.map(({ values, scenario }, cell): CellResult => {
    const all = outcomes[cell] ?? [];
    return {
      values,
      result: scenarioResult({ ...scenario, runs }, all),
      campaign: campaignOf(all),
      measured: estimates(measures, all),
    };
  });
  return { kind: 'done', result: { experiment: { ...experiment, runs }, cells } };
}

function estimates(measures: readonly MeasureModel[], outcomes: readonly RunOutcome[]): readonly Measurement[] {
  return measures.map(({ metric, statistic }, column) => {
    const each = outcomes.map(({ measured }) => measured[column] ?? null);
    const estimate = statistic === undefined || statistic.kind === 'mean' ? estimateMean : estimateStatistic;
    const { mean, interval } = estimate(each, rangeOf(metric));
    return { value: mean, interval, each };
  });
}

function isNarrow(measures: readonly MeasureModel[], outcomes: readonly RunOutcome[], width: number): boolean {
  return estimates(measures, outcomes).every(({ value, interval }, column) => {
    const metric = measures[column]?.metric;
    // What was always the same, or never measured, does not become clearer.
    if (interval === null || value === null || value === 0 || metric === undefined) return true;
    return widthOf(interval) <= width * (rangeOf(metric) === 'share' ? 1 : value);
  });
}

function widthOf(interval: Exclude<Interval, null>): number {
  return interval[1] - interval[0];
}

function rangeOf(metric: MetricName): Range {
  const unit = unitOf(metric);
  return unit === 'share' || unit === 'count' ? unit : 'not negative';
}
