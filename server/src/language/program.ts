import type { BoundModel } from './bind/bound';
import type { ExperimentModel, ScenarioModel } from './model';
import type { SymbolTable } from './names/symbol-table';
import type { GlobalNode } from './bind/declare-globals';
import type { ModelSymbol } from './names/symbols';
import type { Problem } from './problem';
import type { CheckedIslands } from './program/check-islands';
import type { SourceFile } from './program/source-file';
import type { ParsedText } from './syntax/parse';

/** What a loader found for an imported path. The language itself never touches a disk. */
export type LoadResult =
  | { readonly kind: 'text'; readonly uri: string; readonly text: string }
  | { readonly kind: 'missing' | 'unreadable' | 'too-large'; readonly uri: string; readonly reason: string };

/** Finds `path` as written in the file `fromUri` (imports and `empirical("...")`); synchronous by design. */
export type SourceLoader = (path: string, fromUri: string) => LoadResult;

/**
 * What may be kept from one opening to the next. Make it with `newProgramCache` and pass it again; an edit then reads
 * only the declaration that changed, and checks only what has to do with it.
 */
export interface ProgramCache {
  /** Files by URI, each good for as long as its text is the same. */
  readonly parsed: Map<string, ParsedText>;
  /** By the URI of the entry file: what was found out of each of its islands. */
  readonly islands: Map<string, CheckedIslands>;
  readonly symbols: WeakMap<GlobalNode, ModelSymbol>;
  readonly words: WeakMap<GlobalNode, readonly string[]>;
}

/** A scenario or experiment that can be asked for by name. */
export interface Runnable {
  readonly name: string;
  readonly title: string;
  readonly uri: string;
  /** Zero-based line of its name. */
  readonly line: number;
  readonly expectations: number;
}

/**
 * A file with everything that it imports, parsed, bound and checked. Always there, however broken the text is;
 * `problems` says what is wrong, and scenarios untouched by errors still compile.
 */
export interface Program {
  readonly uri: string;
  /** The entry file first, then what it imports, nearest first. */
  readonly files: readonly SourceFile[];
  /** Every declaration and every resolved reference of all files. */
  readonly symbols: SymbolTable;
  /** What the declarations mean, for features that need more than names: effective policies, members of domains. */
  readonly model: BoundModel;
  /** Problems of every file that took part, in order of file and place. */
  readonly problems: readonly Problem[];
  /** Scenarios and experiments declared in the entry file itself, in order. */
  readonly scenarios: readonly Runnable[];
  readonly experiments: readonly Runnable[];
  /** Undefined where an error in the scenario, or in what it uses, makes it unusable. */
  compileScenario(name: string): ScenarioModel | undefined;
  compileExperiment(name: string): ExperimentModel | undefined;
}
