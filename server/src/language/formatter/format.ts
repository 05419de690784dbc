import type { TextEdit } from '../problem';
import type { SourceText, TextRange } from '../source-text';
import { parse, type ParsedText } from '../syntax/parse';
import { alignComments } from './align-comments';
import { layOut } from './layout';
import { piecesOf } from './pieces';

/**
 * The text of a file in the one style: two blanks of indentation a block, the author's own grouping of properties on
 * lines, at most one empty line. Undefined for a file with syntax errors, whose structure nobody knows for sure.
 */
export function format(source: SourceText): string | undefined {
  const edits = formatEdits(parse(source));
  if (edits === undefined) return undefined;
  let text = '';
  let end = 0;
  for (const edit of edits) {
    text += source.slice({ start: end, end: edit.range.start }) + edit.newText;
    end = edit.range.end;
  }
  return text + source.slice({ start: end, end: source.end });
}

/**
 * The same as edits of the blanks between tokens and comments, in the order of the text; nothing else ever changes.
 * With a range, only the edits of the lines that it touches.
 */
export function formatEdits(parsed: ParsedText, range?: TextRange): readonly TextEdit[] | undefined {
  const { source, problems } = parsed;
  if (problems.some((problem) => problem.severity === 'error')) return undefined;
  const edits = allEdits(parsed);
  if (range === undefined) return edits;
  const lines = wholeLines(source, range);
  // A gap is of the line of the piece after it.
  return edits.filter((edit) => edit.range.end >= lines.start && edit.range.end < lines.end);
}

function allEdits(parsed: ParsedText): TextEdit[] {
  const { source } = parsed;
  const lineBreak = source.text.includes('\r\n') ? '\r\n' : '\n';
  const pieces = piecesOf(parsed);
  const gaps = alignComments(source, pieces, layOut(pieces));
  const edits: TextEdit[] = [];
  const replace = (start: number, end: number, newText: string): void => {
    if (source.slice({ start, end }) !== newText) edits.push({ range: { start, end }, newText });
  };
  let end = 0;
  for (const [index, piece] of pieces.entries()) {
    const gap = gaps[index];
    if (gap !== undefined) replace(end, piece.start, lineBreak.repeat(gap.breaks) + ' '.repeat(gap.blanks));
    end = piece.end;
  }
  replace(end, source.end, pieces.length === 0 ? '' : lineBreak);
  return edits;
}

function wholeLines(source: SourceText, range: TextRange): TextRange {
  const first = source.positionAt(range.start).line;
  const last = source.positionAt(range.end).line;
  return {
    start: source.offsetAt({ line: first, column: 0 }),
    end: last + 1 < source.lineStarts.length ? source.offsetAt({ line: last + 1, column: 0 }) : source.end + 1,
  };
}
