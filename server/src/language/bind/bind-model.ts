import type { ModelSymbol } from '../names/symbols';
import type { PolicyNode } from '../syntax/syntax-tree';
import type { BindContext } from './bind-context';
import { PolicyBinding } from './bind-policies';
import { bindExperiment, bindFaults, bindScenario, bindWorkload, type BoundBySymbol } from './bind-runs';
import { bindTopology } from './bind-topology';
import type { BoundExperiment, BoundFaults, BoundModel, BoundScenario, BoundTopology, BoundWorkload } from './bound';
import type { GlobalNode, Globals } from './declare-globals';

/** Binds every declaration of all files. */
export function bindModel(globals: Globals, context: BindContext): { model: BoundModel; policies: PolicyBinding } {
  const policyNodes = new Map<ModelSymbol, PolicyNode>();
  for (const [symbol, node] of globals.nodes) if (node.kind === 'policy') policyNodes.set(symbol, node);
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
  each(globals.nodes, 'topology', (symbol, node) =>
    topologies.set(symbol, bindTopology(symbol, node, policies, context)),
  );
  each(globals.nodes, 'workload', (symbol, node) => workloads.set(symbol, bindWorkload(symbol, node, context)));
  each(globals.nodes, 'faults', (symbol, node) => schedules.set(symbol, bindFaults(symbol, node, context)));
  each(globals.nodes, 'scenario', (symbol, node) => scenarios.set(symbol, bindScenario(symbol, node, bound, context)));
  each(globals.nodes, 'experiment', (symbol, node) => experiments.push(bindExperiment(symbol, node, bound, context)));
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
