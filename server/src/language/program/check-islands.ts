import type { BindContext } from '../bind/bind-context';
import { bindModel } from '../bind/bind-model';
import type { BoundModel, BoundScenario } from '../bind/bound';
import type { GlobalNode, Globals } from '../bind/declare-globals';
import { checkModel } from '../check/check-model';
import { SymbolTable } from '../names/symbol-table';
import type { ModelSymbol } from '../names/symbols';
import type { Overrides } from '../overrides/overrides';
import { OverrideReading, type ExperimentPlan } from '../overrides/scenario-overrides';
import type { Problem } from '../problem';
import type { ProgramCache, SourceLoader } from '../program';
import type { DeclarationErrors } from './declaration-errors';
import { islandsOf, type Island } from './islands';
import { ProblemList } from './problem-list';
import type { SourceFile } from './source-file';

/** What was found out of one island. */
interface CheckedIsland {
  readonly nodes: readonly GlobalNode[];
  readonly model: BoundModel;
  readonly symbols: SymbolTable;
  readonly overrides: ReadonlyMap<BoundScenario, Overrides>;
  readonly plans: readonly ExperimentPlan[];
  readonly problems: readonly Problem[];
  /** Whether what no scenario uses was checked with the topologies that there are. */
  readonly hasUnused: boolean;
  /** Whether it may come out otherwise though nothing of it changes. */
  readonly isFleeting: boolean;
}

/** What was found out of all of them, and of what else it depends on. */
export interface CheckedIslands {
  readonly surroundings: string;
  readonly byFirst: ReadonlyMap<GlobalNode, CheckedIsland>;
}

/** What the islands of a program come to together. */
type Checked = Pick<CheckedIsland, 'model' | 'overrides' | 'plans' | 'problems'>;

/** What is there before anything is bound. */
export interface UnboundProgram {
  readonly entry: string;
  readonly files: readonly SourceFile[];
  readonly globals: Globals;
  readonly syntax: DeclarationErrors;
  readonly loader: SourceLoader;
}

/**
 * Binds and checks everything, each island by itself; those that are the same as in an earlier opening are not looked at
 * again. Names go into `symbols`.
 */
export function checkIslands(program: UnboundProgram, cache: ProgramCache, symbols: SymbolTable): Checked {
  const { entry, files, globals } = program;
  const surroundings = surroundingsOf(files, globals);
  const before = cache.islands.get(entry);
  const known = before?.surroundings === surroundings ? before.byFirst : undefined;
  let islands = islandsOf(globals, files, cache.words).map(
    (island) => findKnown(island, known) ?? check(island, program),
  );
  const topologyCount = islands.reduce((sum, { model }) => sum + model.topologies.length, 0);
  if (islands.some(({ hasUnused, model }) => hasUnused && model.topologies.length < topologyCount)) {
    // What nobody uses is checked with every topology, which ties all of them together.
    islands = [findKnown(globals.nodes, known) ?? check(globals.nodes, program)];
  }
  cache.islands.set(entry, { surroundings, byFirst: byFirstNode(islands) });
  for (const island of islands) symbols.addAll(island.symbols);
  return together(islands, globals);
}

function check(island: Island, { entry, files, globals, syntax, loader }: UnboundProgram): CheckedIsland {
  const problems = new ProblemList(loader);
  const symbols = new SymbolTable();
  const context: BindContext = { problems, symbols, syntax, scopeOf: (file) => globals.scopeOf(file) };
  const { model, policies } = bindModel(island, context);
  const reading = new OverrideReading(model, policies, context);
  const overrides = new Map(model.scenarios.map((scenario) => [scenario, reading.ofScenario(scenario)]));
  const plans = model.experiments.flatMap((experiment) => {
    const scenario = experiment.scenario?.of;
    const base = scenario && overrides.get(scenario);
    return base === undefined ? [] : (reading.ofExperiment(experiment, base) ?? []);
  });
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const hasUnused = checkModel({ files: byUri, entry, model, overrides, plans, context });
  const isFleeting = problems.hasAskedForData;
  const nodes = [...island.values()];
  return { nodes, model, symbols, overrides, plans, problems: problems.all, hasUnused, isFleeting };
}

/** The same declarations in the same surroundings come to the same. */
function findKnown(island: Island, known: CheckedIslands['byFirst'] | undefined): CheckedIsland | undefined {
  const nodes = [...island.values()];
  const [first] = nodes;
  const found = first && known?.get(first);
  if (found === undefined || found.isFleeting || found.nodes.length !== nodes.length) return undefined;
  return found.nodes.every((node, index) => node === nodes[index]) ? found : undefined;
}

function byFirstNode(islands: readonly CheckedIsland[]): ReadonlyMap<GlobalNode, CheckedIsland> {
  return new Map(islands.flatMap((island) => (island.nodes[0] === undefined ? [] : [[island.nodes[0], island]])));
}

/** All that an island sees of the others: their names, and whether some may be missing. */
function surroundingsOf(files: readonly SourceFile[], globals: Globals): string {
  const parts: string[] = [];
  for (const { uri, imports } of files) {
    parts.push(uri, String(globals.scopeOf(uri).isIncomplete), ...imports.map((each) => each.uri));
  }
  for (const { kind, name, uri } of globals.nodes.keys()) parts.push(kind, name, uri);
  return JSON.stringify(parts);
}

function together(islands: readonly CheckedIsland[], globals: Globals): Checked {
  const ranks = new Map([...globals.nodes.keys()].map((symbol, rank) => [symbol, rank]));
  const inOrder = <T extends { readonly symbol: ModelSymbol }>(listOf: (model: BoundModel) => readonly T[]): T[] =>
    islands
      .flatMap(({ model }) => listOf(model))
      .sort((left, right) => (ranks.get(left.symbol) ?? 0) - (ranks.get(right.symbol) ?? 0));
  return {
    model: {
      policies: inOrder((model) => model.policies),
      topologies: inOrder((model) => model.topologies),
      workloads: inOrder((model) => model.workloads),
      schedules: inOrder((model) => model.schedules),
      scenarios: inOrder((model) => model.scenarios),
      experiments: inOrder((model) => model.experiments),
    },
    overrides: new Map(islands.flatMap((island) => [...island.overrides])),
    plans: islands.flatMap((island) => island.plans),
    problems: islands.flatMap((island) => island.problems),
  };
}
