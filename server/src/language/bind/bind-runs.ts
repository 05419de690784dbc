import type { ModelSymbol } from '../names/symbols';
import { experimentBlock, scenarioBlock, workloadBlock } from '../schema/run-schemas';
import { readSettings } from '../settings/read-settings';
import type * as tree from '../syntax/syntax-tree';
import { declaredHere, findGlobal, type BindContext, type WrittenName } from './bind-context';
import type {
  BoundExperiment,
  BoundFault,
  BoundFaults,
  BoundScenario,
  BoundTopology,
  BoundWorkload,
  Use,
} from './bound';
import { checkPattern } from './topology-assembly';

/** Finds what has been bound under a symbol. */
export interface BoundBySymbol {
  topology(symbol: ModelSymbol): BoundTopology | undefined;
  workload(symbol: ModelSymbol): BoundWorkload | undefined;
  faults(symbol: ModelSymbol): BoundFaults | undefined;
  scenario(symbol: ModelSymbol): BoundScenario | undefined;
}

export function bindWorkload(symbol: ModelSymbol, node: tree.WorkloadNode, context: BindContext): BoundWorkload {
  const [route, second] = node.items.filter((item) => item.kind === 'route');
  if (second !== undefined) {
    const related = route === undefined ? [] : [{ uri: symbol.uri, range: route.range, message: 'the first one' }];
    const message = "a workload has one 'from ... to ...'; declare another workload for the other";
    context.problems.add('FTM302', symbol.uri, second.range, message, { related });
  }
  if (route === undefined && node.name !== undefined) {
    const message = "a workload says where its load comes from and goes to: 'from web to orders'";
    context.problems.add('FTM303', symbol.uri, symbol.nameRange, message);
  }
  for (const pattern of route?.from ?? []) checkPattern(pattern, symbol.uri, context);
  const items = node.items.filter((item) => item.kind !== 'route');
  const settings = readSettings(items, workloadBlock, context.problems.contextOf(symbol.uri), symbol.nameRange);
  return { symbol, name: symbol.name, uri: symbol.uri, node, settings, route };
}

export function bindFaults(symbol: ModelSymbol, node: tree.FaultsNode, context: BindContext): BoundFaults {
  const named = nameFaults(node.entries, symbol, context);
  return { symbol, name: symbol.name, uri: symbol.uri, node, entries: node.entries, named };
}

export function bindScenario(
  symbol: ModelSymbol,
  node: tree.ScenarioNode,
  bound: BoundBySymbol,
  context: BindContext,
): BoundScenario {
  const { uri } = symbol;
  const items = node.items.filter((item) => item.kind === 'property' || item.kind === 'section');
  const settings = readSettings(items, scenarioBlock, context.problems.contextOf(uri), symbol.nameRange);
  const entries = node.items.filter((item) => item.kind === 'fault');
  const find = <T>(kind: 'topology' | 'workload' | 'faults', of: (symbol: ModelSymbol) => T | undefined) =>
    uses(settings.names(kind), kind, of, uri, context);
  const [topology] = settings.has('topology')
    ? find('topology', (each) => bound.topology(each))
    : onlyTopology(symbol, bound, context);
  return {
    symbol,
    name: symbol.name,
    uri,
    node,
    settings,
    topology,
    workloads: find('workload', (each) => bound.workload(each)),
    schedules: find('faults', (each) => bound.faults(each)),
    entries,
    named: nameFaults(entries, symbol, context),
    sets: node.items.filter((item) => item.kind === 'set'),
    expectations: node.items.filter(isExpectation),
  };
}

export function bindExperiment(
  symbol: ModelSymbol,
  node: tree.ExperimentNode,
  bound: BoundBySymbol,
  context: BindContext,
): BoundExperiment {
  const { uri } = symbol;
  const items = node.items.filter((item) => item.kind === 'property' || item.kind === 'section');
  const settings = readSettings(items, experimentBlock, context.problems.contextOf(uri), symbol.nameRange);
  const [scenario] = uses(settings.names('scenario'), 'scenario', (each) => bound.scenario(each), uri, context);
  return {
    symbol,
    name: symbol.name,
    uri,
    node,
    settings,
    scenario,
    sets: node.items.filter((item) => item.kind === 'set'),
    varies: node.items.filter((item) => item.kind === 'vary'),
    measures: node.items.flatMap((item) => (item.kind === 'measure' ? item.metrics : [])),
  };
}

function isExpectation(item: tree.ScenarioItemNode): item is tree.ExpectationNode {
  return (
    item.kind === 'bound-expectation' || item.kind === 'absence-expectation' || item.kind === 'guarantee-expectation'
  );
}

function uses<T>(
  names: readonly WrittenName[],
  kind: 'topology' | 'workload' | 'faults' | 'scenario',
  of: (symbol: ModelSymbol) => T | undefined,
  uri: string,
  context: BindContext,
): readonly Use<T>[] {
  const seen = new Set<ModelSymbol>();
  return names.flatMap((name) => {
    const symbol = findGlobal(kind, name, uri, context);
    if (symbol === undefined) return [];
    if (seen.has(symbol)) {
      context.problems.add('FTM207', uri, name.range, `'${name.text}' is listed twice; remove one`);
      return [];
    }
    seen.add(symbol);
    const found = of(symbol);
    return found === undefined ? [] : [{ of: found, range: name.range }];
  });
}

/** What a scenario happens to that names no topology: the only one there is. */
function onlyTopology(
  scenario: ModelSymbol,
  bound: BoundBySymbol,
  context: BindContext,
): readonly Use<BoundTopology>[] {
  const all = [...context.scopeOf(scenario.uri).all('topology')];
  const [only, another] = all;
  if (only === undefined || another !== undefined) {
    const message =
      only === undefined
        ? "there is no topology for this scenario; declare one: 'topology NAME { ... }'"
        : `say which topology this scenario is about: 'topology: ${only.name}'`;
    const related = all.slice(0, 5).map(declaredHere);
    if (scenario.name !== '') context.problems.add('FTM303', scenario.uri, scenario.nameRange, message, { related });
    return [];
  }
  const topology = bound.topology(only);
  return topology === undefined ? [] : [{ of: topology, range: scenario.nameRange }];
}

/** Declares the faults that are named with `as`. */
function nameFaults(
  entries: readonly tree.FaultNode[],
  container: ModelSymbol,
  context: BindContext,
): ReadonlyMap<string, BoundFault> {
  const named = new Map<string, BoundFault>();
  for (const node of entries) {
    if (node.alias === undefined) continue;
    const symbol: ModelSymbol = {
      kind: 'fault',
      name: node.alias.text,
      uri: container.uri,
      nameRange: node.alias.range,
      fullRange: node.range,
      documentation: node.documentation,
      detail: `fault of ${container.name}`,
      container,
      isSpelledOut: true,
    };
    const first = named.get(symbol.name);
    if (first !== undefined) {
      const message = `there is a fault '${symbol.name}' here already; give one of them another name`;
      context.problems.add('FTM202', symbol.uri, symbol.nameRange, message, { related: [declaredHere(first.symbol)] });
      continue;
    }
    context.symbols.declare(symbol);
    named.set(symbol.name, { symbol, node });
  }
  return named;
}
