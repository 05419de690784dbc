import { SourceText } from '../../../server/src/language';
import { format } from '../../../server/src/language/formatter/format';
import { piecesOf } from '../../../server/src/language/formatter/pieces';
import { parse } from '../../../server/src/language/syntax/parse';
import { allCases } from '../check/all-cases';
import { afterFix, open, unmark } from '../check-program';

/** A block that is longer gets a line for each of its statements. */
const MAX_LINE = 90;

/** How a design rule is met, as Markdown: the first fixture of its code, what is said, and the change that ends it. */
export function renderExample(code: string): readonly string[] {
  const fixture = allCases.find((each) => each.code === code);
  if (fixture === undefined) return [];
  const { text } = unmark(fixture.wrong);
  const problem = open(text, fixture.files).problems.find((each) => each.code === code);
  if (problem === undefined) return [];
  const fix = problem.fixes?.[0];
  const right = fix === undefined ? fixture.right : afterFix(fixture.wrong, fixture.files);
  const [before, after] = [spread(text), right === undefined ? undefined : spread(right)];
  return [
    fenced('ftm', before),
    `> ${problem.message}`,
    ...(after === undefined
      ? []
      : [
          fix === undefined ? 'Without the problem:' : `The fix \`${fix.title}\`:`,
          fenced('diff', change(before, after)),
        ]),
  ];
}

/** In the formatter's style, with line breaks in what is long. */
function spread(text: string): string {
  const parsed = parse(new SourceText('file:///example.ftm', text));
  const pieces = piecesOf(parsed);
  const open: { readonly start: number; readonly statements: number[] }[] = [];
  const breaks = new Set<number>();
  for (const piece of pieces) {
    if (piece.beginsStatement) open.at(-1)?.statements.push(piece.start);
    if (piece.role === '{') open.push({ start: piece.start, statements: [] });
    if (piece.role !== '}') continue;
    const closed = open.pop();
    if (closed !== undefined && piece.start - closed.start > MAX_LINE)
      closed.statements.forEach((start) => breaks.add(start));
  }
  let broken = '';
  let end = 0;
  for (const at of [...breaks].sort((left, right) => left - right)) {
    broken += `${text.slice(end, at)}\n`;
    end = at;
  }
  return format(new SourceText('file:///example.ftm', broken + text.slice(end))) ?? text;
}

/** The lines that differ, old ones first. */
function change(before: string, after: string): string {
  const [old, now] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  let first = 0;
  while (first < Math.min(old.length, now.length) && old[first] === now[first]) first++;
  let last = 0;
  while (last < Math.min(old.length, now.length) - first && old.at(-1 - last) === now.at(-1 - last)) last++;
  const changed = (lines: readonly string[], sign: string): readonly string[] =>
    lines.slice(first, lines.length - last).map((line) => `${sign} ${line}`);
  return [...changed(old, '-'), ...changed(now, '+')].join('\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
