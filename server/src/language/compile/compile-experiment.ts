import { MAX_CELLS } from '../limits';
import type { ExperimentCell, ExperimentModel, MeasureModel } from '../model';
import type { ExperimentPlan } from '../overrides/scenario-overrides';
import type { Override } from '../overrides/overrides';
import type { MetricNode } from '../syntax/syntax-tree';
import { compileMetric } from './compile-metric';
import { compileScenario } from './compile-scenario';
import { given } from './given';
import { Origins } from './origins';
import { scenarioEnv, type CompileInput, type ScenarioEnv } from './scenario-env';

/** What an experiment measures that does not say. */
const defaultMeasures = [
  { metric: 'availability' },
  { metric: 'latency', statistic: { kind: 'percentile', p: 99 } },
  { metric: 'stale reads' },
  { metric: 'lost writes' },
  { metric: 'outage' },
] as const;

/** How many scenarios a plan runs: every combination of its factors. */
export function cellCount(plan: ExperimentPlan): number {
  return plan.factors.reduce((product, factor) => product * factor.values.length, 1);
}

/** Makes the model of an experiment that has no errors: a scenario for each combination, the last factor fastest. */
export function compileExperiment(plan: ExperimentPlan, input: CompileInput): ExperimentModel | undefined {
  const { experiment, scenario, base, factors } = plan;
  if (cellCount(plan) > MAX_CELLS || scenario.topology === undefined) return undefined;
  const origins = new Origins(input.files, experiment.uri);
  const runs = experiment.settings.optionalCount('runs') ?? scenario.settings.count('runs');
  const cells: ExperimentCell[] = [];
  for (const combination of combinations(factors.map((factor) => factor.values))) {
    const overrides: readonly Override[] = combination.map((value) => value.override);
    const model = compileScenario(scenario, base.and(overrides), input);
    if (model === undefined) return undefined;
    cells.push({
      values: combination.map((value) => origins.text(experiment.uri, value.node.range)),
      scenario: { ...model, runs },
    });
  }
  const env = scenarioEnv(scenario, scenario.topology.of, base, origins, input);
  return {
    name: experiment.name,
    factors: factors.map((factor) => origins.text(experiment.uri, factor.node.path?.range ?? factor.node.range)),
    cells,
    runs,
    measures: measuresOf(experiment.measures, experiment.uri, env),
    origin: origins.of(experiment.uri, experiment.symbol.nameRange),
  };
}

function measuresOf(nodes: readonly MetricNode[], uri: string, env: ScenarioEnv): readonly MeasureModel[] {
  if (nodes.length === 0) {
    return defaultMeasures.map((measure) => ({
      ...measure,
      text: 'statistic' in measure ? `${measure.metric} p${String(measure.statistic.p)}` : measure.metric,
    }));
  }
  return nodes.flatMap((node) => {
    const metric = compileMetric(node, uri, env);
    if (metric === undefined) return [];
    const { schema, statistic, subject } = metric;
    const text = env.origins.text(uri, node.range);
    return { metric: schema.name, ...given('statistic', statistic), ...given('subject', subject), text };
  });
}

function* combinations<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const value of first) for (const others of combinations(rest)) yield [value, ...others];
}
