import type { ParsedText } from '../syntax/parse';
import { statementStarts } from './statement-starts';

/** What the formatter moves: a token or a comment, with what its place needs to know. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly role: PieceRole;
  /** Whether a declaration, statement or property begins here. */
  readonly beginsStatement: boolean;
  /** Line breaks between the piece before and this one, as the author has them. */
  readonly breaksBefore: number;
}

/** The signs by themselves; everything else by what it is. */
export type PieceRole = Sign | 'word' | 'literal' | 'sign' | 'line-comment' | 'block-comment';
type Sign = '{' | '}' | '[' | ']' | '(' | ')' | ',' | ':' | '.' | '..';

const signs: ReadonlySet<string> = new Set(['{', '}', '[', ']', '(', ')', ',', ':', '.', '..'] satisfies Sign[]);
const wordStart = /^[\p{L}_]/u;

/** Tokens and comments of a file in the order of the text. */
export function piecesOf({ source, tree, lexed }: ParsedText): readonly Piece[] {
  const starts = statementStarts(tree);
  const { text } = source;
  const marks: { start: number; end: number; role: PieceRole }[] = [
    ...lexed.tokens.map((token) => ({
      start: token.startOffset,
      end: token.endOffset + 1,
      role: tokenRole(token.image),
    })),
    ...lexed.comments.map(({ kind, start, end }) => ({
      start,
      // Blanks at the end of a comment are blanks at the end of a line.
      end: start + text.slice(start, end).trimEnd().length,
      role: kind === 'block' ? ('block-comment' as const) : ('line-comment' as const),
    })),
  ].sort((left, right) => left.start - right.start);
  return marks.map((mark, index) => ({
    ...mark,
    beginsStatement: starts.has(mark.start),
    breaksBefore: countBreaks(text, marks[index - 1]?.end ?? 0, mark.start),
  }));
}

function tokenRole(image: string): PieceRole {
  if (isSign(image)) return image;
  if (wordStart.test(image)) return 'word';
  return /^["\d]|^[+-]\d/.test(image) ? 'literal' : 'sign';
}

function isSign(image: string): image is Sign {
  return signs.has(image);
}

function countBreaks(text: string, from: number, to: number): number {
  let breaks = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) breaks++;
  }
  return breaks;
}
