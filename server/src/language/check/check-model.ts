import type { BindContext } from '../bind/bind-context';
import type { BoundModel, BoundScenario, BoundTopology } from '../bind/bound';
import { RawOrigins } from '../compile/origins';
import { Overrides } from '../overrides/overrides';
import type { ExperimentPlan } from '../overrides/scenario-overrides';
import type { Problem } from '../problem';
import type { SourceFile } from '../program/source-file';
import { checkExperiment } from './check-experiment';
import { ScenarioCheck } from './check-scenario';
import { checkUnused } from './check-unused';
import { checkClientDesign } from './design/check-client-design';
import { checkExpectationDesign } from './design/check-expectation-design';
import { checkFaultDesign } from './design/check-fault-design';
import { checkLinkDesign } from './design/check-link-design';
import { checkLoadDesign } from './design/check-load-design';
import { checkOutageDesign } from './design/check-outage-design';
import { checkPathDesign } from './design/check-path-design';
import { checkUnreachableHandlers } from './design/check-unreachable-handlers';
import { checkUnusedDeclarations } from './design/check-unused-declarations';
import { SharedNames } from './shared-names';

/** Everything that is known when all declarations are bound. */
export interface CheckInput {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly entry: string;
  readonly model: BoundModel;
  readonly overrides: ReadonlyMap<BoundScenario, Overrides>;
  readonly plans: readonly ExperimentPlan[];
  readonly context: BindContext;
}

/**
 * Checks what names alone do not say: values together, what cannot work, and what is most likely not meant.
 *
 * @returns whether something was checked with every topology, because no scenario says which one it is for
 */
export function checkModel(input: CheckInput): boolean {
  const { files, entry, model, overrides, plans, context } = input;
  const names = new SharedNames(context);
  const check = new ScenarioCheck(context, names, new RawOrigins(files, entry));
  for (const topology of model.topologies) {
    check.checkTopology(topology);
    checkLinkDesign(topology, context);
  }
  for (const scenario of model.scenarios) {
    const checked = check.check(scenario, overrides.get(scenario) ?? Overrides.none);
    if (checked === undefined) continue;
    checkFaultDesign(checked);
    checkOutageDesign(checked);
    checkLoadDesign(checked);
    checkPathDesign(checked);
    for (const store of checked.stores) checkClientDesign(checked, store);
    checkExpectationDesign(checked);
  }
  for (const plan of plans) checkExperiment(plan, check, context);
  const bySymbol = new Map(model.topologies.map((topology) => [topology.symbol, topology]));
  const visible = (uri: string): readonly BoundTopology[] =>
    [...context.scopeOf(uri).all('topology')].flatMap((symbol) => bySymbol.get(symbol) ?? []);
  const hasUnused = checkUnused(model, visible, check, names, context);
  names.report();
  return hasUnused;
}

/** Checks what only the whole of a model shows: what nothing in it uses. */
export function checkWholeModel(
  model: BoundModel,
  entry: string,
  found: readonly Problem[],
  context: BindContext,
): void {
  checkUnusedDeclarations(model, entry, context);
  // A route that does not say which handler it means may mean any.
  if (!found.some(({ code }) => code === 'FTM209')) checkUnreachableHandlers(model, entry, context);
}
