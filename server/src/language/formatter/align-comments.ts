import type { SourceText } from '../source-text';
import type { Gap } from './layout';
import type { Piece } from './pieces';

/** A comment this far out is not worth lining up with: the lines around it would need too wide a screen. */
const MAX_COLUMN = 100;

interface TrailingComment {
  readonly index: number;
  readonly line: number;
  /** Where the code of its line ends. */
  readonly column: number;
}

/** Lines up the comments that end consecutive lines, as a table is read. */
export function alignComments(source: SourceText, pieces: readonly Piece[], gaps: readonly Gap[]): readonly Gap[] {
  const aligned = [...gaps];
  for (const run of runsOf(trailingComments(source, pieces, gaps))) {
    const column = Math.max(...run.map((comment) => comment.column));
    for (const comment of run) aligned[comment.index] = { breaks: 0, blanks: column - comment.column + 2 };
  }
  return aligned;
}

function trailingComments(
  source: SourceText,
  pieces: readonly Piece[],
  gaps: readonly Gap[],
): readonly TrailingComment[] {
  const comments: TrailingComment[] = [];
  let line = 0;
  let column = 0;
  for (const [index, piece] of pieces.entries()) {
    const gap = gaps[index] ?? { breaks: 0, blanks: 0 };
    line += gap.breaks;
    const isTrailing = piece.role === 'line-comment' && gap.breaks === 0 && index > 0;
    if (isTrailing && column <= MAX_COLUMN) comments.push({ index, line, column });
    column = (gap.breaks > 0 ? 0 : column) + gap.blanks;
    // Nothing else goes over several lines.
    const lines = piece.role === 'block-comment' ? source.slice(piece).split(/\r\n|\n|\r/) : [];
    line += Math.max(lines.length - 1, 0);
    column = lines.length > 1 ? (lines.at(-1)?.length ?? 0) : column + piece.end - piece.start;
  }
  return comments;
}

function runsOf(comments: readonly TrailingComment[]): readonly (readonly TrailingComment[])[] {
  const runs: TrailingComment[][] = [];
  for (const comment of comments) {
    const run = runs.at(-1);
    if (run?.at(-1)?.line === comment.line - 1) run.push(comment);
    else runs.push([comment]);
  }
  return runs;
}
