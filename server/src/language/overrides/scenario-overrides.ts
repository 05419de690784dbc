import type { BindContext } from '../bind/bind-context';
import type { PolicyBinding } from '../bind/bind-policies';
import type { BoundExperiment, BoundModel, BoundScenario } from '../bind/bound';
import type { SetNode, ValueNode, VaryNode } from '../syntax/syntax-tree';
import { findTarget, type PathScope } from './find-target';
import { Overrides, type Override } from './overrides';
import { readOverride } from './read-override';

/** One `vary`: its path as written, and what each of its values changes. */
export interface Factor {
  readonly node: VaryNode;
  readonly values: readonly { readonly node: ValueNode; readonly override: Override }[];
}

/** What an experiment runs: a scenario with changes, and with each combination of its factors. */
export interface ExperimentPlan {
  readonly experiment: BoundExperiment;
  readonly scenario: BoundScenario;
  readonly base: Overrides;
  readonly factors: readonly Factor[];
}

/** Reads the `set` lines of scenarios and experiments, and the `vary` lines of the latter. */
export class OverrideReading {
  private readonly workloads;

  constructor(
    model: BoundModel,
    private readonly policies: PolicyBinding,
    private readonly context: BindContext,
  ) {
    this.workloads = new Map(model.workloads.map((workload) => [workload.symbol, workload]));
  }

  ofScenario(scenario: BoundScenario): Overrides {
    const list = this.readSets(scenario.sets, scenario.uri, scenario);
    return list.length === 0 ? Overrides.none : new Overrides(list);
  }

  ofExperiment(experiment: BoundExperiment, scenarioOverrides: Overrides): ExperimentPlan | undefined {
    const scenario = experiment.scenario?.of;
    if (scenario === undefined) return undefined;
    const base = scenarioOverrides.and(this.readSets(experiment.sets, experiment.uri, scenario));
    const factors = experiment.varies.map((node) => this.readFactor(node, experiment.uri, scenario));
    return { experiment, scenario, base, factors };
  }

  private readSets(nodes: readonly SetNode[], uri: string, scenario: BoundScenario): readonly Override[] {
    return nodes.flatMap((node) => {
      const target = node.path && findTarget(node.path, uri, this.scopeOf(scenario), this.context);
      const override = target && node.value && readOverride(target, node.value, uri, this.policies, this.context);
      return override ?? [];
    });
  }

  private readFactor(node: VaryNode, uri: string, scenario: BoundScenario): Factor {
    const target = node.path && findTarget(node.path, uri, this.scopeOf(scenario), this.context);
    const written = node.values;
    if (written === undefined || target === undefined) return { node, values: [] };
    if (written.kind !== 'list' || written.items.length === 0) {
      const message = "'vary' takes a list of values: [a, b, c]; for a single value write 'set'";
      this.context.problems.add('FTM351', uri, written.range, message);
      return { node, values: [] };
    }
    const values = written.items.flatMap((item) => {
      const override = readOverride(target, item, uri, this.policies, this.context);
      return override === undefined ? [] : [{ node: item, override }];
    });
    return { node, values };
  }

  private scopeOf(scenario: BoundScenario): PathScope {
    return {
      scenario,
      policyOf: (symbol) => this.policies.of(symbol),
      workloadOf: (symbol) => this.workloads.get(symbol),
    };
  }
}
