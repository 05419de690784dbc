import type { BoundScenario, BoundThing, BoundTopology } from '../bind/bound';
import type { LookedUp, Wanted } from '../bind/find-thing';
import { lookUp } from '../bind/find-thing';
import type { WrittenName } from '../bind/bind-context';
import type { ModelSymbol } from '../names/symbols';
import type { Overrides } from '../overrides/overrides';
import type { TextRange } from '../source-text';
import type { LoadResult } from '../program';
import type { SourceFile } from '../program/source-file';
import { silentContext, type ReadContext } from '../values/read-context';
import type { Origins } from './origins';

/** What becomes of look-ups: the checker counts and reports them, compiling does nothing. */
export interface LookupSink {
  found(symbol: ModelSymbol, uri: string, range: TextRange): void;
  failed(what: Wanted<BoundThing>, name: WrittenName, uri: string, result: LookedUp<BoundThing>): void;
}

/**
 * What is needed to make a model of something that a scenario uses. The same code checks and compiles: the checker
 * gives contexts and a sink that report, compiling gives silent ones, for what is wrong has been told by then.
 */
export interface ScenarioEnv {
  readonly topology: BoundTopology;
  readonly overrides: Overrides;
  readonly origins: Origins;
  readonly sink: LookupSink;
  contextOf(uri: string): ReadContext;
  /** Names of the workloads of the scenario, in order. */
  readonly workloadNames: readonly string[];
  /** Index of a workload among those of the scenario. */
  findWorkload(name: WrittenName, uri: string): number | undefined;
}

/** Finds a name in the topology of the scenario. */
export function findIn<T extends BoundThing>(
  env: ScenarioEnv,
  what: Wanted<T>,
  name: WrittenName,
  uri: string,
  level?: string,
): T | undefined {
  const result = lookUp(what, name.text, env.topology, level);
  if (result.kind === 'one') {
    env.sink.found(result.thing.symbol, uri, name.range);
    return result.thing;
  }
  env.sink.failed(what as unknown as Wanted<BoundThing>, name, uri, result);
  return undefined;
}

/** A sink for who knows that all names are there. */
export const deafSink: LookupSink = { found: () => undefined, failed: () => undefined };

/** What compiling needs beyond the scenario: the files for places and texts, and a loader for data files. */
export interface CompileInput {
  readonly files: ReadonlyMap<string, SourceFile>;
  loadData(path: string, uri: string): LoadResult;
}

/** The surroundings for compiling a scenario that has been checked: nothing is reported again. */
export function scenarioEnv(
  scenario: BoundScenario,
  topology: BoundTopology,
  overrides: Overrides,
  origins: Origins,
  input: CompileInput,
): ScenarioEnv {
  const workloadNames = scenario.workloads.map((use) => use.of.name);
  return {
    topology,
    overrides,
    workloadNames,
    origins,
    sink: deafSink,
    contextOf: (uri) => ({ ...silentContext, uri, loadData: (path) => input.loadData(path, uri) }),
    findWorkload: (name) => {
      const index = workloadNames.indexOf(name.text);
      return index < 0 ? undefined : index;
    },
  };
}
