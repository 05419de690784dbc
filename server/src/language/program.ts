import type { ExperimentModel, ScenarioModel } from './model';
import type { Problem } from './problem';

/** What a loader found for an imported path. The language itself never touches a disk. */
export type LoadResult =
  | { readonly kind: 'text'; readonly uri: string; readonly text: string }
  | { readonly kind: 'missing' | 'unreadable' | 'too-large'; readonly uri: string; readonly reason: string };

/** Finds `path` as written in the file `fromUri` (imports and `empirical("...")`); synchronous by design. */
export type SourceLoader = (path: string, fromUri: string) => LoadResult;

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
  /** Problems of every file that took part, in order of file and place. */
  readonly problems: readonly Problem[];
  /** Scenarios and experiments declared in the entry file itself, in order. */
  readonly scenarios: readonly Runnable[];
  readonly experiments: readonly Runnable[];
  /** Undefined where an error in the scenario, or in what it uses, makes it unusable. */
  compileScenario(name: string): ScenarioModel | undefined;
  compileExperiment(name: string): ExperimentModel | undefined;
}
