import { problemCodes, type ProblemCode, type Severity } from './problem-codes';
import type { TextRange } from './source-text';

/** Another place that explains a problem, such as the first of two declarations with one name. */
export interface RelatedPlace {
  readonly uri: string;
  readonly range: TextRange;
  readonly message: string;
}

/** A replacement of one range of one file. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** A change that would remove a problem, offered as a quick fix. `edits` apply to the file of the problem. */
export interface ProblemFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** How an editor may draw what a problem covers, beside the squiggle. */
export type ProblemTag = 'unnecessary' | 'deprecated';

/** Something to tell the author about one place of one file. Stages return problems; they never throw them. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly uri: string;
  readonly range: TextRange;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  readonly fixes?: readonly ProblemFix[];
  readonly tags?: readonly ProblemTag[];
  /** What it is about, where it is said at another place: a comment silences it at either. */
  readonly about?: { readonly uri: string; readonly range: TextRange };
}

/** What a problem may carry beyond its code, place and message. */
export interface ProblemExtras {
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly ProblemFix[];
  readonly tags?: readonly ProblemTag[];
  readonly about?: { readonly uri: string; readonly range: TextRange };
}

/** Builds a problem with the severity that the table of codes gives it, unless `extras` says otherwise. */
export function makeProblem(
  code: ProblemCode,
  uri: string,
  range: TextRange,
  message: string,
  extras: ProblemExtras = {},
): Problem {
  return { severity: problemCodes[code].severity, related: [], ...extras, code, uri, range, message };
}
