import type { BoundFaults, BoundScenario } from '../bind/bound';
import type { ScenarioModel } from '../model';
import type { Overrides } from '../overrides/overrides';
import type { FaultNode, PathNode } from '../syntax/syntax-tree';
import { compileBalancers, compileJobs, compileServices, compileStore } from './compile-components';
import { compileExpectation } from './compile-expectation';
import { compileFault } from './compile-faults';
import { compileLinks } from './compile-links';
import { compileDomains, compileGroups, compilePlaces } from './compile-places';
import { compileWorkload } from './compile-workload';
import { Origins } from './origins';
import { scenarioEnv, type CompileInput } from './scenario-env';

/** A fault as it is written and the schedule that it stands in, undefined for the scenario's own. */
export interface WrittenFault {
  readonly node: FaultNode;
  readonly uri: string;
  readonly schedule: BoundFaults | undefined;
}

/** Makes the model of a scenario that has no errors; undefined where something is missing after all. */
export function compileScenario(
  scenario: BoundScenario,
  overrides: Overrides,
  input: CompileInput,
): ScenarioModel | undefined {
  const { topology } = scenario;
  if (topology === undefined) return undefined;
  const origins = new Origins(input.files, scenario.uri);
  const env = scenarioEnv(scenario, topology.of, overrides, origins, input);
  const { settings } = scenario;
  const origin = origins.of(scenario.uri, scenario.symbol.nameRange);
  const written = faultsOf(scenario);
  const faults = written.map((fault) => compileFault(fault.node, fault.uri, env));
  const workloads = scenario.workloads.map((use) => compileWorkload(use.of, env));
  const stores = topology.of.stores.map((store) => compileStore(store, env));
  const expectations = scenario.expectations.map((node) =>
    compileExpectation(node, scenario.uri, env, (path) => findFault(path, scenario, written)),
  );
  if (!isWhole(faults) || !isWhole(workloads) || !isWhole(stores) || !isWhole(expectations)) return undefined;
  const domains = compileDomains(env);
  const places = compilePlaces(env);
  const groups = compileGroups(env);
  const links = compileLinks(topology.of, origins);
  const services = compileServices(env);
  const balancers = compileBalancers(env);
  const jobs = compileJobs(env);
  return {
    name: scenario.name,
    title: scenario.node.title?.value ?? scenario.name,
    files: origins.uris,
    origin,
    durationNs: settings.ns('duration'),
    warmUpNs: settings.ns('warm-up'),
    seed: settings.count('seed'),
    runs: settings.count('runs'),
    domains,
    places,
    nodeCount: topology.of.nodeCount,
    groups,
    links,
    stores,
    services,
    balancers,
    jobs,
    workloads,
    faults,
    expectations,
  };
}

/** All faults of a scenario in the order of `ScenarioModel.faults`: schedules as listed, then its own. */
export function faultsOf(scenario: BoundScenario): readonly WrittenFault[] {
  const scheduled = scenario.schedules.flatMap((use) =>
    use.of.entries.map((node): WrittenFault => ({ node, uri: use.of.uri, schedule: use.of })),
  );
  return [...scheduled, ...scenario.entries.map((node) => ({ node, uri: scenario.uri, schedule: undefined }))];
}

/** Indices of the faults that a path may mean: `first`, `Split.first`, or `Scenario.first` for an inline one. */
export function matchingFaults(
  path: PathNode,
  scenario: BoundScenario,
  faults: readonly WrittenFault[],
): readonly number[] {
  const names = path.segments.map((segment) => segment.text);
  const alias = names.at(-1) ?? '';
  const owner = names.length > 1 ? names[0] : undefined;
  return faults.flatMap((fault, index) => {
    const ownerName = fault.schedule?.name ?? scenario.name;
    const isMeant = fault.node.alias?.text === alias && (owner === undefined || owner === ownerName);
    return isMeant && names.length <= 2 ? [index] : [];
  });
}

function findFault(path: PathNode, scenario: BoundScenario, faults: readonly WrittenFault[]): number | undefined {
  return matchingFaults(path, scenario, faults)[0];
}

function isWhole<T>(list: readonly (T | undefined)[]): list is readonly T[] {
  return !list.includes(undefined);
}
