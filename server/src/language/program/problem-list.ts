import { makeProblem, type Problem, type ProblemExtras } from '../problem';
import type { ProblemCode } from '../problem-codes';
import type { LoadResult, SourceLoader } from '../program';
import type { TextRange } from '../source-text';
import type { ReadContext } from '../values/read-context';

/**
 * Collects what is wrong in all files. One and the same problem may be found on several ways, such as through two
 * scenarios that use one schedule; it is kept once.
 */
export class ProblemList {
  private readonly found = new Map<string, Problem>();
  private readonly contexts = new Map<string, ReadContext>();

  /** Whether a file of data was asked for, which may change without any text changing. */
  hasAskedForData = false;

  constructor(private readonly loader: SourceLoader) {}

  get all(): readonly Problem[] {
    return [...this.found.values()];
  }

  add(code: ProblemCode, uri: string, range: TextRange, message: string, extras?: ProblemExtras): void {
    const key = keyOf(code, uri, range, message);
    if (!this.found.has(key)) this.found.set(key, makeProblem(code, uri, range, message, extras));
  }

  /** Whether the same is known of the same place. */
  has(code: ProblemCode, uri: string, range: TextRange, message: string): boolean {
    return this.found.has(keyOf(code, uri, range, message));
  }

  /** Where what is read in a file tells what is wrong with it. */
  contextOf(uri: string): ReadContext {
    let context = this.contexts.get(uri);
    if (context === undefined) {
      context = {
        uri,
        report: (code, range, message, extras) => {
          this.add(code, uri, range, message, extras);
        },
        loadData: (path): LoadResult => {
          this.hasAskedForData = true;
          return this.loader(path, uri);
        },
      };
      this.contexts.set(uri, context);
    }
    return context;
  }
}

/** A design warning is about its place: two stores with one policy are told of once. */
function keyOf(code: ProblemCode, uri: string, range: TextRange, message: string): string {
  const isDesign = code.startsWith('FTM4');
  return `${code} ${String(range.start)} ${String(range.end)} ${isDesign ? '' : message} ${uri}`;
}
