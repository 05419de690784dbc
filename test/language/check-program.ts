import assert from 'node:assert/strict';
import { openProgram, type LoadResult, type Problem, type Program, type SourceLoader } from '../../server/src/language';

/** The file that a check is about; the others lie beside it. */
export const ENTRY = 'file:///models/main.ftm';

/** Files by name, such as `policies.ftm`, for imports and data. */
export type Files = Readonly<Record<string, string | Exclude<LoadResult, { kind: 'text' }>['kind']>>;

/** Finds what is given and nothing else. */
export function loaderOf(files: Files): SourceLoader {
  return (path, from) => {
    const uri = new URL(path, from).href;
    const file = files[uri.slice('file:///models/'.length)];
    if (file === undefined) return { kind: 'missing', uri, reason: 'no such file' };
    if (file === 'missing' || file === 'unreadable' || file === 'too-large')
      return { kind: file, uri, reason: 'for a test' };
    return { kind: 'text', uri, text: file };
  };
}

/** Opens a text as a program. */
export function open(text: string, files: Files = {}): Program {
  return openProgram(ENTRY, text, loaderOf({ 'main.ftm': text, ...files }));
}

/** A text with marks taken out, and where they stood. */
interface Marked {
  readonly text: string;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

/** Takes `«` and `»` out of a text; each pair is a range, in the order of their beginnings. */
export function unmark(marked: string): Marked {
  const ranges: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let text = '';
  for (const character of marked) {
    if (character === '«') {
      const range = { start: text.length, end: text.length };
      ranges.push(range);
      open.push(range);
    } else if (character === '»') {
      const range = open.pop();
      if (range !== undefined) range.end = text.length;
    } else text += character;
  }
  return { text, ranges };
}

/** What is expected at a mark: a code, and a part of the message where it matters. */
export type Expected = string | readonly [code: string, message: RegExp];

/**
 * Checks that a text has exactly these problems, each at its `«mark»`, in the order of the marks. Hints that something
 * is not used are left out unless asked for, because nearly every fixture leaves something unused.
 */
export function check(
  marked: string,
  expected: readonly Expected[],
  files: Files = {},
  also: readonly string[] = [],
): void {
  const { text, ranges } = unmark(marked);
  const program = open(text, files);
  const found = program.problems.filter((problem) => problem.code !== 'FTM420' || also.includes('FTM420'));
  const shown = (list: readonly string[]): string => `\n${list.join('\n')}\n`;
  const describe = (problem: Problem): string =>
    `${problem.code} at «${text.slice(problem.range.start, problem.range.end)}» (${String(problem.range.start)}): ${problem.message}`;
  const wanted = expected.map((each) => (typeof each === 'string' ? each : each[0]));
  assert.deepEqual(
    found.map((problem) => problem.code),
    wanted,
    shown(found.map(describe)),
  );
  found.forEach((problem, index) => {
    const range = ranges[index];
    assert.deepEqual(problem.range, range, `wrong place: ${describe(problem)}`);
    const each = expected[index];
    if (each !== undefined && typeof each !== 'string') assert.match(problem.message, each[1]);
  });
}

/** The text after the first fix of its only problem that has one. */
export function afterFix(marked: string, files: Files = {}): string {
  const { text } = unmark(marked);
  const fix = open(text, files).problems.find((problem) => (problem.fixes?.length ?? 0) > 0)?.fixes?.[0];
  assert.ok(fix, 'no problem has a fix');
  return [...fix.edits]
    .sort((left, right) => right.range.start - left.range.start)
    .reduce((result, edit) => result.slice(0, edit.range.start) + edit.newText + result.slice(edit.range.end), text);
}
