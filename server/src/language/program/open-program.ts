import type { BindContext } from '../bind/bind-context';
import type { BoundModel, BoundScenario } from '../bind/bound';
import { declareGlobals } from '../bind/declare-globals';
import { checkWholeModel } from '../check/check-model';
import { compileExperiment } from '../compile/compile-experiment';
import { compileScenario } from '../compile/compile-scenario';
import type { ExperimentModel, ScenarioModel } from '../model';
import { SymbolTable } from '../names/symbol-table';
import { Overrides } from '../overrides/overrides';
import type { ExperimentPlan } from '../overrides/scenario-overrides';
import type { Problem } from '../problem';
import type { Program, ProgramCache, Runnable, SourceLoader } from '../program';
import { checkIslands } from './check-islands';
import { DeclarationErrors } from './declaration-errors';
import { loadFiles } from './load-files';
import { ProblemList } from './problem-list';
import { silence } from './silence';
import type { SourceFile } from './source-file';
import { Usability } from './usability';

/** What is to be kept between openings. */
export function newProgramCache(): ProgramCache {
  return { parsed: new Map(), islands: new Map(), symbols: new WeakMap(), words: new WeakMap() };
}

/**
 * Opens a file with everything that it imports: parses, binds and checks it. Never throws, whatever the text is.
 *
 * @param uri what the file goes by; problems, symbols and the loader use it.
 * @param loader finds imported files and data files.
 * @param cache from an earlier opening, so that only what changed is read and checked. Offsets are then those of a
 *   layout with room (see `SourceText`).
 */
export function openProgram(uri: string, text: string, loader: SourceLoader, cache?: ProgramCache): Program {
  const problems = new ProblemList(loader);
  const kept = cache ?? newProgramCache();
  const files = loadFiles(uri, text, loader, cache, problems);
  const symbols = new SymbolTable();
  const syntaxProblems = files.flatMap((file) => file.syntaxProblems);
  const syntax = new DeclarationErrors(files, syntaxProblems);
  const globals = declareGlobals(files, symbols, problems, syntax, kept.symbols);
  const unbound = { entry: uri, files, globals, syntax, loader };
  const { model, overrides, plans, problems: found } = checkIslands(unbound, kept, symbols);
  const context: BindContext = { problems, symbols, syntax, scopeOf: (file) => globals.scopeOf(file) };
  checkWholeModel(model, uri, found, context);
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const all = inOrder(files, silence(files, [...syntaxProblems, ...found, ...problems.all]));
  return new OpenedProgram(uri, files, byUri, symbols, model, all, overrides, plans, loader);
}

class OpenedProgram implements Program {
  private usability: Usability | undefined;

  constructor(
    readonly uri: string,
    readonly files: readonly SourceFile[],
    private readonly byUri: ReadonlyMap<string, SourceFile>,
    readonly symbols: SymbolTable,
    readonly model: BoundModel,
    readonly problems: readonly Problem[],
    private readonly overrides: ReadonlyMap<BoundScenario, Overrides>,
    private readonly plans: readonly ExperimentPlan[],
    private readonly loader: SourceLoader,
  ) {}

  get scenarios(): readonly Runnable[] {
    return this.own(this.model.scenarios).map((scenario) => this.runnable(scenario, scenario.expectations.length));
  }

  get experiments(): readonly Runnable[] {
    return this.own(this.model.experiments).map((experiment) =>
      this.runnable(experiment, experiment.scenario?.of.expectations.length ?? 0),
    );
  }

  compileScenario(name: string): ScenarioModel | undefined {
    const scenario = this.own(this.model.scenarios).find((each) => each.name === name);
    if (scenario === undefined) return undefined;
    const overrides = this.overrides.get(scenario) ?? Overrides.none;
    return this.checked.canRun(scenario, overrides) ? compileScenario(scenario, overrides, this.input) : undefined;
  }

  compileExperiment(name: string): ExperimentModel | undefined {
    const plan = this.plans.find((each) => each.experiment.name === name && each.experiment.uri === this.uri);
    return plan !== undefined && this.checked.canRunExperiment(plan) ? compileExperiment(plan, this.input) : undefined;
  }

  private get checked(): Usability {
    this.usability ??= new Usability(this.files, this.problems);
    return this.usability;
  }

  private get input(): Parameters<typeof compileScenario>[2] {
    return { files: this.byUri, loadData: (path, uri) => this.loader(path, uri) };
  }

  private own<T extends { readonly uri: string; readonly name: string }>(list: readonly T[]): readonly T[] {
    return list.filter((each) => each.uri === this.uri && each.name !== '');
  }

  private runnable(
    of: {
      readonly name: string;
      readonly uri: string;
      readonly symbol: { readonly nameRange: { readonly start: number } };
      readonly node: { readonly title: { readonly value: string } | undefined };
    },
    expectations: number,
  ): Runnable {
    const line = this.byUri.get(of.uri)?.source.positionAt(of.symbol.nameRange.start).line ?? 0;
    return { name: of.name, title: of.node.title?.value ?? of.name, uri: of.uri, line, expectations };
  }
}

/** By file, then by place. */
function inOrder(files: readonly SourceFile[], problems: readonly Problem[]): readonly Problem[] {
  const order = new Map(files.map((file, index) => [file.uri, index]));
  const rank = (problem: Problem): number => order.get(problem.uri) ?? files.length;
  return [...problems].sort(
    (left, right) =>
      rank(left) - rank(right) ||
      left.range.start - right.range.start ||
      left.range.end - right.range.end ||
      (left.code < right.code ? -1 : left.code > right.code ? 1 : 0),
  );
}
