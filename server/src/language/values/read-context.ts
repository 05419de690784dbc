import type { ProblemExtras } from '../problem';
import type { ProblemCode } from '../problem-codes';
import type { LoadResult } from '../program';
import type { TextRange } from '../source-text';

/** Where what is being read stands, and where to tell what is wrong with it. */
export interface ReadContext {
  readonly uri: string;
  report(code: ProblemCode, range: TextRange, message: string, extras?: ProblemExtras): void;
  /** Loads a data file that the text names. */
  loadData(path: string): LoadResult;
}

/** For defaults and second looks, whose problems are nobody's or were told before. */
export const silentContext: ReadContext = {
  uri: '',
  report: () => undefined,
  loadData: (path) => ({ kind: 'missing', uri: path, reason: 'not looked for' }),
};
