import type { ModelSymbol } from '../names/symbols';
import type { PolicyNode } from '../syntax/syntax-tree';
import type { BindContext } from './bind-context';
import { PolicyBinding } from './bind-policies';
import { bindExperiment, bindFaults, bindScenario, bindWorkload, type BoundBySymbol } from './bind-runs';
import { bindTopology } from './bind-topology';
import type { BoundExperiment, BoundFaults, BoundModel, BoundScenario, BoundTopology, BoundWorkload } from './bound';
import type { GlobalNode } from './declare-globals';

/** Binds declarations, and what they name among each other. */
export function bindModel(
  nodes: ReadonlyMap<ModelSymbol, GlobalNode>,
  context: BindContext,
): { model: BoundModel; policies: PolicyBinding } {
  const policyNodes = new Map<ModelSymbol, PolicyNode>();
  for (const [symbol, node] of nodes) if (node.kind === 'policy') policyNodes.set(symbol, node);
  const policies = new PolicyBinding(policyNodes, context);
  const topologies = new Map<ModelSymbol, BoundTopology>();
  const workloads = new Map<ModelSymbol, BoundWorkload>();
  const schedules = new Map<ModelSymbol, BoundFaults>();
  const scenarios = new Map<ModelSymbol, BoundScenario>();
  const experiments: BoundExperiment[] = [];
  const bound: BoundBySymbol = {
    topology: (symbol) => topologies.get(symbol),
    workload: (symbol) => workloads.get(symbol),
    faults: (symbol) => schedules.get(symbol),
    scenario: (symbol) => scenarios.get(symbol),
  };
  // What is referred to is bound before what refers to it; the order within the files does not matter.
  each(nodes, 'topology', (symbol, node) => topologies.set(symbol, bindTopology(symbol, node, policies, context)));
  each(nodes, 'workload', (symbol, node) => workloads.set(symbol, bindWorkload(symbol, node, context)));
  each(nodes, 'faults', (symbol, node) => schedules.set(symbol, bindFaults(symbol, node, context)));
  each(nodes, 'scenario', (symbol, node) => scenarios.set(symbol, bindScenario(symbol, node, bound, context)));
  each(nodes, 'experiment', (symbol, node) => experiments.push(bindExperiment(symbol, node, bound, context)));
  return {
    policies,
    model: {
      policies: policies.all(),
      topologies: [...topologies.values()],
      workloads: [...workloads.values()],
      schedules: [...schedules.values()],
      scenarios: [...scenarios.values()],
      experiments,
    },
  };
}

function each<K extends GlobalNode['kind']>(
  nodes: ReadonlyMap<ModelSymbol, GlobalNode>,
  kind: K,
  bind: (symbol: ModelSymbol, node: Extract<GlobalNode, { kind: K }>) => unknown,
): void {
  for (const [symbol, node] of nodes) {
    if (node.kind === kind) bind(symbol, node as Extract<GlobalNode, { kind: K }>);
  }
}
