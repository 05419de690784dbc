import type { Problem } from '../problem';
import type { TextRange } from '../source-text';
import type { SourceFile } from './source-file';

/** A declaration of the top level. */
interface Declared {
  readonly uri: string;
  readonly node: { readonly range: TextRange };
}

/** In which declarations the errors of a list lie. */
export class DeclarationErrors {
  private readonly errors = new Map<string, number[]>();
  private readonly ranges = new Map<string, readonly TextRange[]>();
  private readonly starts = new Map<string, readonly number[]>();

  constructor(files: readonly SourceFile[], problems: readonly Problem[]) {
    for (const problem of problems) {
      if (problem.severity !== 'error') continue;
      const known = this.errors.get(problem.uri);
      if (known === undefined) this.errors.set(problem.uri, [problem.range.start]);
      else known.push(problem.range.start);
    }
    for (const starts of this.errors.values()) starts.sort((left, right) => left - right);
    for (const file of files) {
      const ranges = file.tree.declarations.map((declaration) => declaration.range);
      this.ranges.set(file.uri, ranges);
      this.starts.set(
        file.uri,
        ranges.map((range) => range.start),
      );
    }
  }

  /** Whether no error begins between the start of a declaration and that of the next: its brace may be missing. */
  isSound(declared: Declared): boolean {
    const errors = this.errors.get(declared.uri);
    if (errors === undefined) return true;
    const { start } = declared.node.range;
    const next = errors[firstAbove(errors, start - 1)];
    return next === undefined || next >= this.nextStart(declared.uri, start);
  }

  /** Whether there is an error anywhere in a file. */
  hasErrors(uri: string): boolean {
    return this.errors.has(uri);
  }

  /** Whether errors lie between the declarations of a file, so that one may be missing as a whole. */
  hasStray(uri: string): boolean {
    const errors = this.errors.get(uri);
    if (errors === undefined) return false;
    const ranges = this.ranges.get(uri) ?? [];
    const starts = this.starts.get(uri) ?? [];
    return errors.some((error) => {
      const holder = ranges[firstAbove(starts, error) - 1];
      return holder === undefined || error >= holder.end;
    });
  }

  private nextStart(uri: string, start: number): number {
    const starts = this.starts.get(uri) ?? [];
    return starts[firstAbove(starts, start)] ?? Infinity;
  }
}

/** Index of the first number above a bound, in ascending numbers. */
function firstAbove(numbers: readonly number[], bound: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
