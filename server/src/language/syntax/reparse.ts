import { MAX_FILE_LENGTH, MAX_SYNTAX_PROBLEMS } from '../limits';
import type { Problem } from '../problem';
import { SourceText } from '../source-text';
import { isDeclarationWord, moved } from './lay-out';
import { lex, type LexedText } from './lexer';
import { inOrder, parseLexed, type ParsedText } from './parse';
import type { DeclarationNode } from './syntax-tree';
import * as types from './token-types';

/**
 * Reads a text again after an edit. Where the edit lies within one declaration that was whole and still is, only that one
 * is read, and everything else is the very same as before. Undefined where it is not so simple; the whole is read then.
 */
export function reparse(before: ParsedText, text: string): ParsedText | undefined {
  const { source } = before;
  const { layout } = source;
  if (text.length > MAX_FILE_LENGTH || layout.partCount === 1) return undefined;
  const edit = changeBetween(source.text, text);
  const part = layout.partAt(edit.start);
  const index = layout.indexOfPart(part, source.text.length);
  const end = layout.indexOfPart(part + 1, source.text.length);
  if (edit.end > end) return undefined;
  const by = text.length - source.text.length;
  const grown = layout.grown(part, by, source.text.length);
  if (grown === undefined) return undefined;
  const written = text.slice(index, end + by);
  // The next declaration stays on a line of its own.
  if (part + 1 < layout.partCount && !/[\r\n]$/.test(written)) return undefined;
  const replacement = readPart(new SourceText(source.uri, written), layout.offsetOfPart(part));
  return replacement && splice(before, part, new SourceText(source.uri, text, grown), replacement);
}

interface Replacement {
  readonly lexed: LexedText;
  readonly declaration: DeclarationNode;
  readonly problems: readonly Problem[];
}

/** What stands between the first and the last character that differ. */
function changeBetween(before: string, after: string): { readonly start: number; readonly end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = before.length;
  let other = after.length;
  while (end > start && other > start && before.charCodeAt(end - 1) === after.charCodeAt(other - 1)) {
    end--;
    other--;
  }
  return { start, end };
}

/** Reads one part by itself; undefined unless it is one declaration that ends with its closing brace. */
function readPart(source: SourceText, offset: number): Replacement | undefined {
  const plain = lex(source);
  if (!isWhole(plain) || plain.problems.some(({ code }) => code === 'FTM152' || code === 'FTM140')) return undefined;
  const lexed = moved(plain, (index) => offset + index);
  const { tree, problems } = parseLexed(source, lexed);
  const [declaration, second] = tree.declarations;
  if (declaration === undefined || second !== undefined || !spans(declaration, lexed.tokens)) return undefined;
  return { lexed, declaration, problems };
}

/** Whether the tokens are those of one declaration, as far as its braces show. */
function isWhole({ tokens, comments }: LexedText): boolean {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || !isDeclarationWord(first)) return false;
  let depth = 0;
  for (const [at, { tokenType }] of tokens.entries()) {
    if (tokenType === types.LeftBrace) depth++;
    else if (tokenType === types.RightBrace && --depth === 0) {
      // Documentation behind the brace is that of the next declaration.
      const isDocumented = comments.some(
        ({ kind, start }) => kind === 'documentation' && start > (last?.startOffset ?? 0),
      );
      return at === tokens.length - 1 && !isDocumented;
    }
  }
  return false;
}

function spans({ range }: DeclarationNode, tokens: LexedText['tokens']): boolean {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first?.startOffset === range.start && last?.tokenType === types.RightBrace && last.endOffset + 1 === range.end;
}

/** Puts a part in the place of the one before, if that was one whole declaration too. */
function splice(
  before: ParsedText,
  part: number,
  source: SourceText,
  replacement: Replacement,
): ParsedText | undefined {
  const { layout } = source;
  const from = layout.offsetOfPart(part);
  const to = layout.offsetOfPart(part + 1);
  const { declarations } = before.tree;
  const at = firstFrom(declarations, from, ({ range }) => range.start);
  const old = declarations[at];
  const above = declarations[at - 1];
  const below = declarations[at + 1];
  const isAlone = (above?.range.end ?? 0) <= from && (below?.range.start ?? to) >= to;
  const replaced = <T>(list: readonly T[], by: readonly T[], startOf: (element: T) => number): T[] => [
    ...list.slice(0, firstFrom(list, from, startOf)),
    ...by,
    ...list.slice(firstFrom(list, to, startOf)),
  ];
  const { lexed } = before;
  const oldTokens = lexed.tokens.slice(
    firstFrom(lexed.tokens, from, ({ startOffset }) => startOffset),
    firstFrom(lexed.tokens, to, ({ startOffset }) => startOffset),
  );
  if (!isAlone || old === undefined || !spans(old, oldTokens)) return undefined;
  const startOf = ({ range }: Problem): number => range.start;
  if (before.problems.length + replacement.problems.length >= MAX_SYNTAX_PROBLEMS) return undefined;
  const documentations = new Map(lexed.documentations);
  for (const token of oldTokens) documentations.delete(token.startOffset);
  for (const [offset, text] of replacement.lexed.documentations) documentations.set(offset, text);
  return {
    source,
    tree: {
      kind: 'source-file',
      declarations: [...declarations.slice(0, at), replacement.declaration, ...declarations.slice(at + 1)],
      range: { start: 0, end: source.end },
    },
    problems: replaced(before.problems, inOrder(replacement.lexed.problems, replacement.problems), startOf),
    lexed: {
      tokens: replaced(lexed.tokens, replacement.lexed.tokens, ({ startOffset }) => startOffset),
      comments: replaced(lexed.comments, replacement.lexed.comments, ({ start }) => start),
      documentations,
      problems: replaced(lexed.problems, replacement.lexed.problems, startOf),
    },
  };
}

/** The place of the first element that begins at an offset or after, in a list in the order of the text. */
function firstFrom<T>(list: readonly T[], offset: number, startOf: (element: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = list[middle];
    if (element === undefined || startOf(element) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
