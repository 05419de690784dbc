import { isComparison, type ComparisonReport } from './campaign-report';
import type { Moment } from './moment';
import type { Graph, RunReport, SourcePlace, WhyRow } from './run-report';
import { partReport, type ReportPart, type RowCounts } from './report-parts';
import type { Check } from './webview-check';
import { isCount, isList, isNumber, isNumberOrNull, isOneOf, isText, orAbsent, orNull, shape } from './webview-check';
import { isGraph, isReportPart, isRunReport, isSourcePlace, isWhy } from './webview-report-check';

/** What the host (the extension, or the page of a saved report) tells the picture. */
export type HostMessage =
  /** A finished run; it replaces the picture and keeps cursor and zoom when it is the same scenario. */
  | { readonly kind: 'report'; readonly report: RunReport; readonly coming?: Coming }
  /** The next rows of a report that said they are coming. Those of a report that was replaced meanwhile mean nothing. */
  | { readonly kind: 'part'; readonly id: number; readonly part: ReportPart }
  /** A topology without a run. */
  | { readonly kind: 'topology'; readonly file: string; readonly title: string; readonly graph: Graph }
  /** A run has begun or goes on; `share` is 0..1, or null where it is not known. */
  | { readonly kind: 'running'; readonly title: string; readonly share: number | null }
  /** Why the expectations of the report do not hold is being found out, or, with null, no longer. */
  | { readonly kind: 'explaining'; readonly progress: Explaining | null }
  /** It was found out; in the order of the report's expectations. */
  | { readonly kind: 'explained'; readonly whys: readonly (WhyRow | null)[] }
  /** Something is wrong with the newest text or run. The last picture stays, under a banner that says this. */
  | {
      readonly kind: 'problem';
      readonly severity: 'error' | 'warning' | 'info';
      readonly message: string;
      readonly source: SourcePlace | null;
    }
  /** The results of an experiment. */
  | { readonly kind: 'comparison'; readonly comparison: ComparisonReport }
  /** A second run on the same axis, or none any more. */
  | { readonly kind: 'against'; readonly report: RunReport | null; readonly coming?: Coming }
  /** There are several runs to choose from; what is sent next is the chosen one. */
  | { readonly kind: 'choices'; readonly titles: readonly string[]; readonly chosen: number }
  /** Moves the time cursor, in nanoseconds since the start of the run. */
  | { readonly kind: 'revealTime'; readonly at: number }
  /** Moves to the fault or expectation that is written on this line (zero-based), if there is one. */
  | { readonly kind: 'revealSource'; readonly file: string; readonly line: number };

/** How far an explanation has come: a share of 1 of all that it may do, and a few words. */
export interface Explaining {
  readonly share: number;
  readonly text: string;
}

/** What follows the head of a large report: so many rows, in parts of this id. */
export interface Coming extends RowCounts {
  readonly id: number;
}

/** A file by name and content. */
export interface SavedFile {
  readonly name: string;
  readonly mime: string;
  readonly content: string;
  readonly encoding: 'text' | 'base64';
}

/** What the picture asks of the host. */
export type ViewMessage =
  /** The picture can receive; the host answers with everything there is to show. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'openSource'; readonly source: SourcePlace }
  | { readonly kind: 'runAgain' }
  | { readonly kind: 'cancel' }
  /** The cursor came to rest; `sources` are the lines of the faults that are active there. */
  | { readonly kind: 'cursorMoved'; readonly at: number; readonly sources: readonly SourcePlace[] }
  /** Something was made that is to be kept as a file. */
  | ({ readonly kind: 'save' } & SavedFile)
  /** Somebody wants a link to a moment; whether the run is of a cell, the host knows. */
  | ({ readonly kind: 'copyLink' } & Omit<Moment, 'cell'>)
  /** Another of the `choices`. */
  | { readonly kind: 'choose'; readonly index: number }
  /** One of the `choices` beside the one that is shown; -1 for none. */
  | { readonly kind: 'chooseAgainst'; readonly index: number }
  /** The run of a seed: of a cell of the experiment that is shown or, with -1, of the scenario that is. */
  | { readonly kind: 'openRun'; readonly cell: number; readonly seed: number }
  /** An error inside the picture, for the host's log. */
  | { readonly kind: 'failed'; readonly message: string };

export type Received<T> = { readonly ok: true; readonly message: T } | { readonly ok: false; readonly problem: string };

type Of<M extends { readonly kind: string }, K extends M['kind']> = Extract<M, { readonly kind: K }>;
type ChecksByKind<M extends { readonly kind: string }> = { readonly [K in M['kind']]: Check };

const kindOnly: Check = isText;
const source = orNull(isSourcePlace);

const coming = orAbsent(shape<Coming>({ id: isNumber, operations: isCount, messages: isCount }));

const hostChecks: ChecksByKind<HostMessage> = {
  report: shape<Of<HostMessage, 'report'>>({ kind: kindOnly, report: isRunReport, coming }),
  part: shape<Of<HostMessage, 'part'>>({ kind: kindOnly, id: isNumber, part: isReportPart }),
  topology: shape<Of<HostMessage, 'topology'>>({ kind: kindOnly, file: isText, title: isText, graph: isGraph }),
  running: shape<Of<HostMessage, 'running'>>({ kind: kindOnly, title: isText, share: isNumberOrNull }),
  explaining: shape<Of<HostMessage, 'explaining'>>({
    kind: kindOnly,
    progress: orNull(shape<Explaining>({ share: isNumber, text: isText })),
  }),
  explained: shape<Of<HostMessage, 'explained'>>({ kind: kindOnly, whys: isList(orNull(isWhy)) }),
  problem: shape<Of<HostMessage, 'problem'>>({
    kind: kindOnly,
    severity: isOneOf('error', 'warning', 'info'),
    message: isText,
    source,
  }),
  comparison: shape<Of<HostMessage, 'comparison'>>({ kind: kindOnly, comparison: isComparison }),
  against: shape<Of<HostMessage, 'against'>>({ kind: kindOnly, report: orNull(isRunReport), coming }),
  choices: shape<Of<HostMessage, 'choices'>>({ kind: kindOnly, titles: isList(isText), chosen: isNumber }),
  revealTime: shape<Of<HostMessage, 'revealTime'>>({ kind: kindOnly, at: isNumber }),
  revealSource: shape<Of<HostMessage, 'revealSource'>>({ kind: kindOnly, file: isText, line: isNumber }),
};

const viewChecks: ChecksByKind<ViewMessage> = {
  ready: shape<Of<ViewMessage, 'ready'>>({ kind: kindOnly }),
  openSource: shape<Of<ViewMessage, 'openSource'>>({ kind: kindOnly, source: isSourcePlace }),
  runAgain: shape<Of<ViewMessage, 'runAgain'>>({ kind: kindOnly }),
  cancel: shape<Of<ViewMessage, 'cancel'>>({ kind: kindOnly }),
  cursorMoved: shape<Of<ViewMessage, 'cursorMoved'>>({
    kind: kindOnly,
    at: isNumber,
    sources: isList(isSourcePlace),
  }),
  save: shape<Of<ViewMessage, 'save'>>({
    ...{ kind: kindOnly, name: isText, mime: isText, content: isText },
    encoding: isOneOf('text', 'base64'),
  }),
  copyLink: shape<Of<ViewMessage, 'copyLink'>>({
    ...{ kind: kindOnly, file: isText, scenario: isText, seed: isNumber, at: isNumber },
  }),
  choose: shape<Of<ViewMessage, 'choose'>>({ kind: kindOnly, index: isNumber }),
  chooseAgainst: shape<Of<ViewMessage, 'chooseAgainst'>>({ kind: kindOnly, index: isNumber }),
  openRun: shape<Of<ViewMessage, 'openRun'>>({ kind: kindOnly, cell: isNumber, seed: isNumber }),
  failed: shape<Of<ViewMessage, 'failed'>>({ kind: kindOnly, message: isText }),
};

/**
 * The messages that bring a report to a picture: one, or of a large one its head and then its parts, each made when it is
 * asked for.
 */
export function* reportMessages(kind: 'report' | 'against', report: RunReport, id: number): Generator<HostMessage> {
  const parted = partReport(report);
  if (parted === null) {
    yield { kind, report };
    return;
  }
  yield { kind, report: parted.head, coming: { id, ...parted.rows } };
  for (const part of parted.parts) yield { kind: 'part', id, part };
}

export function receiveHostMessage(value: unknown): Received<HostMessage> {
  return receive<HostMessage>(value, hostChecks);
}

export function receiveViewMessage(value: unknown): Received<ViewMessage> {
  return receive<ViewMessage>(value, viewChecks);
}

function receive<M extends { readonly kind: string }>(value: unknown, checks: ChecksByKind<M>): Received<M> {
  const kind: unknown = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (typeof kind !== 'string' || !Object.hasOwn(checks, kind)) {
    return { ok: false, problem: `a message of the unknown kind ${JSON.stringify(kind) ?? 'undefined'}` };
  }
  const wrong = checks[kind as M['kind']](value, '');
  return wrong === null ? { ok: true, message: value as M } : { ok: false, problem: `in "${kind}": ${wrong}` };
}
