import { SourceLayout } from '../source-layout';
import type { LexedText } from './lexer';
import { Token, type Comment } from './token';
import * as types from './token-types';

/** Characters that a declaration may grow by before its file is laid out anew. */
const ROOM = 4_096;

/** Lays a text out with room behind each declaration that begins on a line of its own. */
export function layOut(text: string, lexed: LexedText): SourceLayout {
  const indices = [0, ...beginnings(text, lexed).filter((index) => index > 0)];
  const offsets = indices.map((index, part) => index + part * ROOM);
  return new SourceLayout(indices, offsets);
}

/** Where the lines of declarations begin, their documentation included. */
function beginnings(text: string, { tokens, comments }: LexedText): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  let next = 0;
  let previous: Token | undefined;
  for (const token of tokens) {
    let first: { readonly start: number } | undefined;
    let comment = comments[next];
    for (; comment !== undefined && comment.start < token.startOffset; comment = comments[++next]) {
      if (comment.kind === 'documentation') first ??= comment;
    }
    if (depth === 0 && isDeclarationWord(token) && previous?.startLine !== token.startLine) {
      const index = lineBeginning(text, first?.start ?? token.startOffset);
      if (index !== undefined) found.push(index);
    }
    if (token.tokenType === types.LeftBrace) depth++;
    else if (token.tokenType === types.RightBrace) depth--;
    previous = token;
  }
  return found;
}

export function isDeclarationWord(token: Token): boolean {
  return token.tokenType.CATEGORIES?.includes(types.Declaration) ?? false;
}

/** The beginning of the line, where only blanks stand before a character on it. */
function lineBeginning(text: string, index: number): number | undefined {
  let start = index;
  while (start > 0 && (text.charCodeAt(start - 1) === 32 || text.charCodeAt(start - 1) === 9)) start--;
  const before = text.charCodeAt(start - 1);
  return start === 0 || before === 10 || before === 13 ? start : undefined;
}

/** The same with every place moved. */
export function moved(lexed: LexedText, offsetOf: (index: number) => number): LexedText {
  const range = <T extends { readonly start: number; readonly end: number }>(each: T): T => ({
    ...each,
    start: offsetOf(each.start),
    end: offsetOf(each.start) + each.end - each.start,
  });
  return {
    tokens: lexed.tokens.map(
      (token) => new Token(token.image, offsetOf(token.startOffset), token.startLine, token.tokenType),
    ),
    comments: lexed.comments.map((comment): Comment => range(comment)),
    documentations: new Map([...lexed.documentations].map(([index, text]) => [offsetOf(index), text])),
    problems: lexed.problems.map((problem) => ({
      ...problem,
      range: range(problem.range),
      ...(problem.fixes === undefined
        ? {}
        : {
            fixes: problem.fixes.map((fix) => ({
              ...fix,
              edits: fix.edits.map((edit) => ({ ...edit, range: range(edit.range) })),
            })),
          }),
    })),
  };
}
