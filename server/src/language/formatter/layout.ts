import type { Piece, PieceRole } from './pieces';

/** What stands between a piece and the one before it: so many line breaks and then so many blanks. */
export interface Gap {
  readonly breaks: 0 | 1 | 2;
  readonly blanks: number;
}

const INDENT = 2;
/** Between two properties or statements on one line, which nothing else separates. */
const STATEMENT_GAP = 2;

/**
 * The gap before each piece. The author decides which statements share a line; a block that has a line break anywhere
 * inside has its braces on lines of their own.
 */
export function layOut(pieces: readonly Piece[]): readonly Gap[] {
  const expanded = expandedBraces(pieces);
  const gaps: Gap[] = [];
  let braces = 0;
  let brackets = 0;
  for (const [index, piece] of pieces.entries()) {
    const previous = pieces[index - 1];
    if (piece.role === '}') {
      braces = Math.max(braces - 1, 0);
      brackets = 0;
    } else if (isClosing(piece.role)) brackets = Math.max(brackets - 1, 0);
    gaps.push(gapBefore(piece, previous, expanded, indentOf(piece, braces, brackets)));
    if (piece.role === '{') {
      braces++;
      brackets = 0;
    } else if (isOpening(piece.role)) brackets++;
  }
  return gaps;
}

function gapBefore(piece: Piece, previous: Piece | undefined, expanded: ReadonlySet<Piece>, indent: number): Gap {
  if (previous === undefined) return { breaks: 0, blanks: 0 };
  if (!breaksLine(piece, previous, expanded, indent)) return { breaks: 0, blanks: blanksBetween(previous, piece) };
  const isEdge = previous.role === '{' || piece.role === '}';
  return { breaks: piece.breaksBefore > 1 && !isEdge ? 2 : 1, blanks: indent };
}

function breaksLine(piece: Piece, previous: Piece, expanded: ReadonlySet<Piece>, indent: number): boolean {
  if (previous.role === 'line-comment') return true;
  if (piece.role === '{') return false;
  if (isComment(piece.role)) return piece.breaksBefore > 0;
  if (expanded.has(previous) || expanded.has(piece)) return true;
  // A declaration begins a line, whatever the author did.
  if (piece.beginsStatement && indent === 0) return true;
  if (piece.breaksBefore === 0) return false;
  // The author may break a list or the arguments of a call inside of their brackets.
  return isOpening(previous.role) || isClosing(piece.role) || !isTight(previous.role, piece.role);
}

function indentOf(piece: Piece, braces: number, brackets: number): number {
  const isContinuation = !piece.beginsStatement && !isComment(piece.role) && !isClosing(piece.role);
  const levels = braces + brackets + (isContinuation && brackets === 0 ? 1 : 0);
  return levels * INDENT;
}

function blanksBetween(previous: Piece, piece: Piece): number {
  if (piece.role === 'line-comment') return STATEMENT_GAP;
  if (previous.role === '{' && piece.role === '}') return 0;
  if (previous.role === '{' || piece.role === '}') return 1;
  if (piece.beginsStatement) return STATEMENT_GAP;
  return isTight(previous.role, piece.role) ? 0 : 1;
}

/** Whether two pieces stand together without a blank. */
function isTight(left: PieceRole, right: PieceRole): boolean {
  if (right === ',' || right === ':') return true;
  if (left === '(' || left === '[' || right === ')' || right === ']') return !isComment(left) && !isComment(right);
  if (left === '.' || left === '..' || right === '.' || right === '..') return true;
  return left === 'word' && (right === '(' || right === '[');
}

/** The braces of blocks that take several lines. */
function expandedBraces(pieces: readonly Piece[]): ReadonlySet<Piece> {
  const expanded = new Set<Piece>();
  const open: { readonly brace: Piece; breaks: boolean }[] = [];
  for (const [index, piece] of pieces.entries()) {
    // The break before an opening brace is not inside of it, and goes away.
    const breaks = (piece.breaksBefore > 0 && piece.role !== '{') || pieces[index - 1]?.role === 'line-comment';
    const innermost = open.at(-1);
    if (breaks && innermost !== undefined) innermost.breaks = true;
    if (piece.role === '{') open.push({ brace: piece, breaks: false });
    if (piece.role !== '}') continue;
    const closed = open.pop();
    if (closed?.breaks !== true) continue;
    expanded.add(closed.brace).add(piece);
    const outer = open.at(-1);
    if (outer !== undefined) outer.breaks = true;
  }
  return expanded;
}

function isComment(role: PieceRole): boolean {
  return role === 'line-comment' || role === 'block-comment';
}

function isOpening(role: PieceRole): boolean {
  return role === '[' || role === '(';
}

function isClosing(role: PieceRole): boolean {
  return role === ']' || role === ')' || role === '}';
}
