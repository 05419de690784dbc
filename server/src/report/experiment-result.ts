import type { Interval, StoreVerdict } from '../analysis';
import type { ConsistencyModel, ExperimentModel, MeasureModel } from '../language/model';
import type { CampaignReport } from './campaign-report';
import type { ScenarioResult } from './scenario-result';

/** An experiment that was run: each cell with what was measured of it. */
export interface ExperimentResult {
  readonly experiment: ExperimentModel;
  readonly cells: readonly CellResult[];
}

export interface CellResult {
  /** Chosen value of each factor, in the order of `experiment.factors`. */
  readonly values: readonly string[];
  readonly result: ScenarioResult;
  /** In the order of `measuresOf(experiment)`. */
  readonly measured: readonly Measurement[];
  readonly campaign: CampaignReport;
}

/** Mean over the runs in which the thing was measured, and where the true mean lies with 95% confidence. */
export interface Measurement {
  readonly value: number | null;
  readonly interval: Interval;
  /** Of each run, in the order of their seeds. */
  readonly each: readonly (number | null)[];
}

/** What an experiment that names no measures is compared by. */
const DEFAULT_MEASURES: readonly MeasureModel[] = [
  { metric: 'availability', text: 'availability' },
  { metric: 'latency', statistic: { kind: 'percentile', p: 99 }, text: 'latency p99' },
  { metric: 'lost writes', text: 'lost writes' },
  { metric: 'stale reads', text: 'stale reads' },
];

export function measuresOf({ measures }: ExperimentModel): readonly MeasureModel[] {
  return measures.length === 0 ? DEFAULT_MEASURES : measures;
}

/** From the strongest down; each implies the ones after it that it is compared with. */
const MODELS: readonly ConsistencyModel[] = ['linearizable', 'sequential', 'causal', 'read-your-writes', 'eventual'];

/** The strongest consistency model that no run contradicted; null where none was checked. */
export function strongestModel({ consistency }: StoreVerdict): string | null {
  const checked = MODELS.filter((model) => consistency[model] !== null);
  const strongest = checked.find((model) => consistency[model]?.decision === 'pass');
  const undecided = checked.find((model) => consistency[model]?.decision === 'undecided');
  if (strongest !== undefined) return strongest;
  return undecided !== undefined ? 'undecided' : checked.length > 0 ? 'none' : null;
}

/**
 * Factors that are without influence: whatever value is chosen, the same happened and the same was measured. Most often
 * what is varied is not used, or something else overrides it.
 */
export function idleFactors({ experiment, cells }: ExperimentResult): readonly string[] {
  return experiment.factors.filter((_, factor) => {
    const seen = new Map<string, string>();
    const values = new Set(cells.map((cell) => cell.values[factor]));
    const isAlike = cells.every(({ values: chosen, result, measured }) => {
      const others = JSON.stringify(chosen.filter((_value, index) => index !== factor));
      const what = JSON.stringify([result.traceHash, measured.map(({ value }) => value)]);
      const before = seen.get(others) ?? what;
      seen.set(others, before);
      return before === what;
    });
    return values.size > 1 && isAlike;
  });
}

/** A sentence about them; empty where each factor matters. */
export function idleFactorsText(result: ExperimentResult): string {
  const idle = idleFactors(result);
  if (idle.length === 0) return '';
  const [it, has] = idle.length === 1 ? ['it is', 'has'] : ['they are', 'have'];
  return `${idle.join(' and ')} ${has} no influence: every run is the same whatever the value; see whether ${it} used`;
}
