/**
 * What the language server and the extension say to each other beyond the language server protocol: plain data, sent
 * as JSON, checked by `receive.ts` where it arrives.
 *
 * The version changes whenever a reader of the old form would misread the new one; both sides compare it at the start.
 */
import type { Graph, RunReport, SourcePlace, WhyRow } from '../../report';
import type { ComparisonReport } from '../../report/campaign-report';

export const WIRE_VERSION = 4;

/** Where the server says which version it speaks: `InitializeResult.capabilities.experimental`. */
export interface ServerExtras {
  readonly ftmWireVersion: number;
}

/** What a client may tell the server in `initializationOptions`; everything has a default. */
export interface ServerOptions {
  /** The client answers `ftm/readFile`: it has files that the server cannot see, as in a virtual workspace. */
  readonly readsFiles: boolean;
  /** The client has the commands that code lenses call. */
  readonly runsCommands: boolean;
}

export type Decision = 'pass' | 'fail' | 'undecided';

/** Names a document: what every request about one begins with. */
export interface DocumentQuery {
  readonly uri: string;
}

/** `ftm/scenarios`: what can be run in a document, in the order written. Unsaved text counts. */
export const scenariosRequest = 'ftm/scenarios';

export interface RunnableEntry {
  readonly kind: 'scenario' | 'experiment';
  readonly name: string;
  readonly title: string;
  /** Of its name. */
  readonly place: SourcePlace;
  /** Zero-based lines of the whole declaration, the last one included. */
  readonly fromLine: number;
  readonly toLine: number;
  readonly expectations: readonly SourcePlace[];
  /** False where errors in the text keep it from being run. */
  readonly runnable: boolean;
}

export interface ScenariosAnswer {
  readonly entries: readonly RunnableEntry[];
}

/** `ftm/run`: runs a scenario in a worker. Cancelling the request stops the run. */
export const runRequest = 'ftm/run';

export interface RunQuery extends DocumentQuery {
  readonly scenario: string;
  /** A cell of an experiment instead: `scenario` is the name of the experiment, and this the number of the cell. */
  readonly cell?: number;
  /** Null for the seed that the scenario states. */
  readonly seed: number | null;
  /** How many seeds, from the first one upwards; null for as many as the scenario states, or for the one asked for. */
  readonly runs: number | null;
  /** Chosen by the client; comes back in `ftm/progress`. */
  readonly runId: string;
}

/** A problem of the text that keeps something from being run. */
export interface PlacedProblem {
  readonly code: string;
  readonly message: string;
  readonly place: SourcePlace;
}

/** One `expect` of a scenario, judged over all of its runs. */
export interface JudgedExpectation {
  readonly text: string;
  readonly decision: Decision;
  /** What was measured, as a person reads it. */
  readonly measured: string;
  /** One sentence: why it holds, fails or cannot be decided. */
  readonly explanation: string;
  /** Why it fails, in sentences; empty where it does not. */
  readonly reasons: readonly string[];
  /** The lines that are to blame or to change, and what of them. */
  readonly related: readonly { readonly message: string; readonly place: SourcePlace }[];
  readonly place: SourcePlace | null;
}

/** What came of a scenario with all its seeds. */
export interface RunVerdict {
  readonly decision: Decision;
  /** The first seed, and how many follow it. */
  readonly seed: number;
  readonly runs: number;
  readonly expectations: readonly JudgedExpectation[];
  readonly warnings: readonly PlacedProblem[];
}

/** A text that a run was made of: another digest, another text. */
export interface TextDigest {
  readonly uri: string;
  readonly digest: string;
}

/** How a run ended. Each of these is an answer; a JSON-RPC error means that the server itself is at fault. */
export type RunAnswer =
  /** `report` is the run worth looking at: the only one or, of several, one that ended as the whole did. */
  | {
      readonly kind: 'finished';
      readonly verdict: RunVerdict;
      readonly report: RunReport;
      readonly madeOf: readonly TextDigest[];
      /** Whether `ftm/explain` with the id of the run has more to say: why expectations do not hold. */
      readonly isToBeExplained: boolean;
    }
  /** `problems` is never empty: the first one is where to look. */
  | { readonly kind: 'not-runnable'; readonly message: string; readonly problems: readonly PlacedProblem[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'crashed'; readonly message: string };

/**
 * `ftm/explain`: why the expectations of a run do not hold, found by running it again with something changed, which takes
 * many times as long as the run. It is asked once for each run, by the id of `ftm/run`, and `ftm/progress` tells how far
 * it has come. Cancelling the request ends it.
 */
export const explainRequest = 'ftm/explain';

export interface ExplainQuery {
  readonly runId: string;
}

export type ExplainAnswer =
  /** The verdict as it was, with reasons; and what belongs into the report, in the order of its expectations. */
  | { readonly kind: 'explained'; readonly verdict: RunVerdict; readonly whys: readonly (WhyRow | null)[] }
  | Extract<RunAnswer, { readonly kind: 'cancelled' | 'crashed' }>;

/** `ftm/progress`, a notification to the client while something runs. */
export const progressNotification = 'ftm/progress';

export interface ProgressNews {
  readonly runId: string;
  /** 0..1, or null where it is not known. */
  readonly share: number | null;
  /** A few words: `12.4 s of 60 s`. */
  readonly text: string;
}

/**
 * `ftm/recall`, a notification to the server: what runs found before it was started, so that it is shown beside the text
 * again. Like results of its own each belongs to the texts that it was made of.
 */
export const recallNotification = 'ftm/recall';

export interface RecallNews {
  readonly results: readonly RecalledResult[];
}

export interface RecalledResult extends DocumentQuery {
  readonly scenario: string;
  readonly verdict: RunVerdict;
  readonly madeOf: readonly TextDigest[];
}

/** `ftm/topology`: the graph of a document as it stands, unsaved text included. */
export const topologyRequest = 'ftm/topology';

export interface TopologyAnswer {
  /** Null where the document has no topology that can be drawn. */
  readonly picture: { readonly title: string; readonly graph: Graph } | null;
  /** What is wrong with the text; the first error, if there is one. */
  readonly problem: PlacedProblem | null;
}

/** `ftm/compare`: runs every cell of an experiment. Cancelling the request stops it. */
export const compareRequest = 'ftm/compare';

export interface CompareQuery extends DocumentQuery {
  readonly experiment: string;
  readonly runId: string;
}

export type CompareAnswer =
  /** The results, and once more as Markdown for an editor without the picture. */
  | {
      readonly kind: 'finished';
      readonly title: string;
      readonly markdown: string;
      readonly comparison: ComparisonReport;
    }
  | Exclude<RunAnswer, { readonly kind: 'finished' }>;

/** `ftm/readFile`, to the client: the text of a file that the server cannot read itself. */
export const readFileRequest = 'ftm/readFile';

export type ReadFileAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'unreadable' | 'too-large'; readonly reason: string };

/** Seeds of "run with many seeds": an event that happens in one of three hundred is seen with 95 % certainty. */
export const MANY_SEEDS = 1000;

/** Commands of the extension that code lenses of the server call; their arguments are a document and a name. */
export const lensCommands = {
  run: 'ftm.runScenario',
  runManySeeds: 'ftm.runScenarioWithManySeeds',
  search: 'ftm.searchFaults',
  compare: 'ftm.compareExperiment',
  showReferences: 'ftm.showReferences',
} as const;

/** The one argument of `ftm.runScenario`, `ftm.runScenarioWithManySeeds` and `ftm.compareExperiment` when a code lens or a test calls them. */
export interface RunnableName {
  readonly uri: string;
  readonly name: string;
}
