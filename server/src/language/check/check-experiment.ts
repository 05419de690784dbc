import type { BindContext } from '../bind/bind-context';
import { cellCount } from '../compile/compile-experiment';
import { compileMetric } from '../compile/compile-metric';
import { compileWorkload } from '../compile/compile-workload';
import { MAX_CELLS } from '../limits';
import type { ExperimentPlan } from '../overrides/scenario-overrides';
import type { ScenarioCheck } from './check-scenario';
import { checkStoreDesign } from './design/check-store-design';

/**
 * Checks an experiment: its size, what it measures, and each value of each factor by itself.
 */
export function checkExperiment(plan: ExperimentPlan, check: ScenarioCheck, context: BindContext): void {
  const { experiment, scenario } = plan;
  const { uri } = experiment;
  const cells = cellCount(plan);
  if (cells > MAX_CELLS) {
    const message = `this experiment has ${String(cells)} combinations, and at most ${String(MAX_CELLS)} are run; vary less`;
    context.problems.add('FTM350', uri, experiment.symbol.nameRange, message);
  }
  const topology = scenario.topology?.of;
  if (topology === undefined) return;
  const env = check.envFor(topology, plan.base, scenario, check.ownSink(topology), undefined);
  for (const node of experiment.measures) compileMetric(node, uri, env);
  const alternatives = plan.factors.flatMap((factor) => factor.values.map((value) => [value.override]));
  // The changes of the experiment itself are looked at too, whether or not it varies anything.
  for (const overrides of [[], ...alternatives]) {
    const changed = { ...env, overrides: plan.base.and(overrides) };
    const names = { found: env.sink.found, failed: () => undefined };
    for (const use of scenario.workloads) compileWorkload(use.of, { ...changed, sink: names });
    for (const store of check.checkStores(changed)) checkStoreDesign(store, changed);
  }
}
