import { atMostAfterNone, type Interval } from '../analysis';
import { idleFactors, measuresOf, strongestModel, type ExperimentResult } from './experiment-result';
import { finite, jsonScenario, scaledInterval, type JsonScenario } from './json-result';
import { jsonUnitOf } from './metric-unit';

export interface JsonExperiment {
  readonly name: string;
  readonly runs: number;
  readonly factors: readonly string[];
  readonly measures: readonly string[];
  /** With 95 % confidence at most this share of runs shows more of what is 0 in all of them; null of a single run. */
  readonly zero_at_most: number | null;
  /** Factors whose values make no difference to any run. */
  readonly idle_factors: readonly string[];
  readonly cells: readonly {
    readonly values: Readonly<Record<string, string>>;
    readonly measured: Readonly<Record<string, { readonly value: number | null; readonly interval: Interval }>>;
    readonly consistency: Readonly<Record<string, string | null>>;
    readonly scenario: JsonScenario;
  }[];
}

/** What `ftm compare --json` prints of one experiment: the table, and every cell as `ftm run --json` would tell it. */
export function jsonExperiment(result: ExperimentResult): JsonExperiment {
  const { experiment, cells } = result;
  const measures = measuresOf(experiment);
  return {
    name: experiment.name,
    runs: experiment.runs,
    factors: experiment.factors,
    measures: measures.map(({ text }) => text),
    zero_at_most: experiment.runs < 2 ? null : atMostAfterNone(experiment.runs),
    idle_factors: idleFactors(result),
    cells: cells.map(({ values, measured, result: ofCell }) => ({
      values: Object.fromEntries(experiment.factors.map((factor, index) => [factor, values[index] ?? ''])),
      measured: Object.fromEntries(
        measures.map(({ text, metric }, index) => {
          const { value, interval } = measured[index] ?? { value: null, interval: null };
          const unit = jsonUnitOf(metric);
          return [text, { value: finite(value, unit), interval: scaledInterval(interval, unit) }];
        }),
      ),
      consistency: Object.fromEntries(
        ofCell.stores.map((store) => [ofCell.scenario.stores[store.store]?.name ?? '', strongestModel(store)]),
      ),
      scenario: jsonScenario(ofCell),
    })),
  };
}
