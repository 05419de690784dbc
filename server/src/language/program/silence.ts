import { makeProblem, type Problem } from '../problem';
import { problemCodes, type ProblemCode } from '../problem-codes';
import type { TextRange } from '../source-text';
import type { SourceFile } from './source-file';

/** `// ftm-ignore FTM402: reason`. */
interface Ignore {
  readonly uri: string;
  readonly range: TextRange;
  readonly line: number;
  readonly codes: readonly string[];
  readonly reason: string;
  used: boolean;
}

const pattern = /^\/\/+\s*ftm-ignore\b\s*([A-Z0-9, ]*?)\s*(?::\s*(.*?)\s*)?$/;

/**
 * Takes away the warnings that a comment on their line, or on the line before, silences; where a scenario's `set` is to blame
 * for one, a comment at what it is about does so, too. Errors cannot be silenced. A
 * comment without a reason silences nothing, and one that has nothing to silence is told of.
 */
export function silence(files: readonly SourceFile[], problems: readonly Problem[]): readonly Problem[] {
  const ignores = files.flatMap(ignoresIn);
  if (ignores.length === 0) return problems;
  const byUri = new Map(files.map((file) => [file.uri, file]));
  const kept = problems.filter((problem) => {
    if (problem.severity === 'error') return true;
    const found = [problem, ...(problem.about === undefined ? [] : [problem.about])].flatMap(({ uri, range }) => {
      const line = byUri.get(uri)?.source.positionAt(range.start).line ?? -1;
      return ignores.filter(
        (each) =>
          each.uri === uri &&
          (each.line === line || each.line === line - 1) &&
          each.reason !== '' &&
          each.codes.includes(problem.code),
      );
    });
    for (const each of found) each.used = true;
    return found.length === 0;
  });
  return [...kept, ...ignores.flatMap(complaints)];
}

function ignoresIn(file: SourceFile): readonly Ignore[] {
  return file.lexed.comments.flatMap((comment) => {
    if (comment.kind !== 'line') return [];
    const match = pattern.exec(file.source.slice(comment));
    if (match === null) return [];
    const range = { start: comment.start, end: comment.end };
    const codes = (match[1] ?? '').split(/[ ,]+/).filter((code) => code !== '');
    const { line } = file.source.positionAt(comment.start);
    return [{ uri: file.uri, range, line, codes, reason: match[2] ?? '', used: false }];
  });
}

function complaints(ignore: Ignore): readonly Problem[] {
  const { uri, range, codes, reason } = ignore;
  const unknown = codes.find((code) => !(code in problemCodes));
  if (codes.length === 0 || reason === '' || unknown !== undefined) {
    const what = unknown === undefined ? 'a code and a reason' : `a code that exists; '${unknown}' does not`;
    const message = `silencing a warning needs ${what}: '// ftm-ignore FTM402: four sites are what there is'`;
    return [makeProblem('FTM490', uri, range, message)];
  }
  if (ignore.used) return [];
  const isError = codes.some((code) => problemCodes[code as ProblemCode].severity === 'error');
  const message = isError
    ? `${codes.join(', ')} is an error, and errors cannot be silenced`
    : `there is no ${codes.join(', ')} on this line or the next; remove the comment`;
  return [makeProblem('FTM491', uri, range, message, { tags: ['unnecessary'] })];
}
