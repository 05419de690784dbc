import type { ComparisonReport } from '../../../server/src/report/campaign-report';
import type { Explaining } from '../../../server/src/report/webview-messages';
import type { EventRow, Graph, SourcePlace } from '../../../server/src/report/run-report';
import type { RunIndex } from '../run/run-index';
import type { Viewport } from '../time/viewport';
import { NO_FOLDS, type Folds } from '../topology/folding';

/** What is shown. A topology without a run has no time. */
export type Picture =
  | { readonly kind: 'none' }
  | { readonly kind: 'topology'; readonly file: string; readonly title: string; readonly graph: Graph }
  | { readonly kind: 'run'; readonly run: RunIndex }
  /** The results of an experiment, which have no time either. */
  | { readonly kind: 'comparison'; readonly comparison: ComparisonReport };

/** What the inspector explains. Rows count in the report's own lists. */
export type Selection =
  | { readonly kind: 'event'; readonly row: number }
  | { readonly kind: 'operation'; readonly row: number }
  | { readonly kind: 'fault'; readonly row: number }
  | { readonly kind: 'expectation'; readonly row: number }
  | { readonly kind: 'message'; readonly row: number }
  | { readonly kind: 'place'; readonly place: number };

export interface Problem {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly source: SourcePlace | null;
}

export interface EventFilter {
  readonly text: string;
  /** Kinds that are hidden. */
  readonly hidden: readonly EventRow['kind'][];
}

/** What stands beside the topology. On a small page topology and timeline are among them; elsewhere they mean the verdict. */
export type SideTab = 'topology' | 'timeline' | 'verdict' | 'events' | 'tables' | 'seeds';
export type TableName = 'operations' | 'topology' | 'states' | 'faults' | 'messages' | 'metrics';

/** Where the topology is looked at: the point in the middle, and pixels for each of its units. Null: all of it. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Split {
  /** Share of the height that topology and side panel take. */
  readonly top: number;
  /** Share of the width that the topology takes. */
  readonly left: number;
  /** Share of the width of a short page that topology and lists take beside the timeline. */
  readonly beside: number;
}

export interface ViewState {
  readonly picture: Picture;
  readonly problem: Problem | null;
  /** A second run, drawn on the same axis below the first. */
  readonly other: RunIndex | null;
  /** Runs of which one is shown, where there are several. */
  readonly choices: { readonly titles: readonly string[]; readonly chosen: number } | null;
  readonly running: { readonly title: string; readonly share: number | null } | null;
  /** How far it has come to find out why expectations do not hold; null where nobody is at it. */
  readonly explaining: Explaining | null;
  /** Which share of a large run has come, 0..1; null where nothing more is to come. */
  readonly coming: number | null;
  /** Nanoseconds since the start of the run. */
  readonly cursor: number;
  readonly viewport: Viewport;
  readonly selection: Selection | null;
  readonly playing: boolean;
  /** Simulated seconds a second. */
  readonly speed: number;
  readonly tab: SideTab;
  readonly table: TableName;
  readonly filter: EventFilter;
  readonly messagesShown: boolean;
  readonly camera: Camera | null;
  /** Domains of a large topology that the reader opened and closed. */
  readonly folds: Folds;
  readonly split: Split;
  /** Counts changes of theme, so that canvases are painted again. */
  readonly theme: number;
}

export const INITIAL_STATE: ViewState = {
  picture: { kind: 'none' },
  problem: null,
  other: null,
  choices: null,
  running: null,
  explaining: null,
  coming: null,
  cursor: 0,
  viewport: { from: 0, to: 1 },
  selection: null,
  playing: false,
  speed: 1,
  tab: 'topology',
  table: 'operations',
  filter: { text: '', hidden: [] },
  messagesShown: true,
  camera: null,
  folds: NO_FOLDS,
  split: { top: 0.42, left: 0.58, beside: 0.42 },
  theme: 0,
};

export function runOf(state: ViewState): RunIndex | null {
  return state.picture.kind === 'run' ? state.picture.run : null;
}

/**
 * Whether another report is shown. More operations and messages of the same one, and why its expectations do not hold, are
 * no news to what shows none of them.
 */
export function hasNewReport({ picture }: ViewState, { picture: before }: ViewState): boolean {
  return picture.kind === 'run' && before.kind === 'run' ? picture.run.sent !== before.run.sent : picture !== before;
}
