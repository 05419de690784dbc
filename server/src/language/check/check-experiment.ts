import type { BindContext } from '../bind/bind-context';
import type { BoundStore, BoundWorkload } from '../bind/bound';
import { cellCount } from '../compile/compile-experiment';
import { compileMetric } from '../compile/compile-metric';
import { compileWorkload } from '../compile/compile-workload';
import { MAX_CELLS } from '../limits';
import type { Override } from '../overrides/overrides';
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
  const values = plan.factors.flatMap((factor) => factor.values.map((value) => [value.override]));
  // The changes of the experiment itself are looked at too, whether or not it varies anything.
  for (const overrides of experiment.sets.length === 0 ? values : [[], ...values]) {
    const changed = { ...env, overrides: plan.base.and(overrides) };
    const names = { found: env.sink.found, failed: () => undefined };
    const own = overrides.length === 0 ? plan.base.all : overrides;
    for (const use of scenario.workloads) {
      if (own.some((each) => mayChangeWorkload(each, use.of))) compileWorkload(use.of, { ...changed, sink: names });
    }
    const stores = topology.stores.filter((store) => own.some((each) => mayChangeStore(each, store)));
    for (const store of check.checkStores(stores, changed)) checkStoreDesign(store, changed);
  }
}

/** Whether a change is of the workload, or of a store whose data says which operations it may have. */
function mayChangeWorkload(override: Override, workload: BoundWorkload): boolean {
  return override.kind === 'setting' && (override.owner === workload || override.path[0] === 'data');
}

/** Whether a change is of the store, or of a policy, which may be its own or one that its own derives from. */
function mayChangeStore(override: Override, store: BoundStore): boolean {
  switch (override.kind) {
    case 'store-policy':
      return override.store === store;
    case 'setting':
      return override.owner === store || 'family' in override.owner;
    case 'fault-at':
    case 'fault-for':
      return false;
  }
}
