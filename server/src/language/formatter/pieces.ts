import { isNameStart } from '../syntax/characters';
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

/** Tokens and comments of a file in the order of the text. */
export function piecesOf({ source, tree, lexed }: ParsedText): readonly Piece[] {
  const starts = statementStarts(tree);
  const tokens = lexed.tokens.map((token) => ({
    start: token.startOffset,
    end: token.endOffset + 1,
    role: tokenRole(token.image),
  }));
  const comments = lexed.comments.map(({ kind, start, end }) => ({
    start,
    // Blanks at the end of a comment are blanks at the end of a line.
    end: start + source.slice({ start, end }).trimEnd().length,
    role: kind === 'block' ? ('block-comment' as const) : ('line-comment' as const),
  }));
  const marks = merge(tokens, comments);
  return marks.map(({ start, end, role }, index) => ({
    start,
    end,
    role,
    beginsStatement: starts.has(start),
    breaksBefore: countBreaks(source.text, source.indexOf(marks[index - 1]?.end ?? 0), source.indexOf(start)),
  }));
}

type Mark = Pick<Piece, 'start' | 'end' | 'role'>;

/** Two lists in order as one; sorting them anew takes longer than all the rest. */
function merge(tokens: readonly Mark[], comments: readonly Mark[]): readonly Mark[] {
  const merged: Mark[] = [];
  let next = 0;
  for (const token of tokens) {
    for (let comment = comments[next]; comment !== undefined && comment.start < token.start; comment = comments[next]) {
      merged.push(comment);
      next++;
    }
    merged.push(token);
  }
  merged.push(...comments.slice(next));
  return merged;
}

function tokenRole(image: string): PieceRole {
  if (isSign(image)) return image;
  if (isNameStart(image.charCodeAt(0))) return 'word';
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
