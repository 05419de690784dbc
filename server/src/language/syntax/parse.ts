import { MAX_FILE_LENGTH } from '../limits';
import { makeProblem, type Problem } from '../problem';
import { SourceText } from '../source-text';
import { FileParser } from './file-parser';
import { layOut, moved } from './lay-out';
import { lex, type LexedText } from './lexer';
import type { SourceFileNode } from './syntax-tree';

/** What is known of a file from its text alone. */
export interface ParsedText {
  readonly source: SourceText;
  readonly tree: SourceFileNode;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** For semantic tokens and the formatter. */
  readonly lexed: LexedText;
}

let parser: FileParser | undefined;

/**
 * Reads a file. Never throws: whatever the text is, there is a tree of what could be understood, and a problem for
 * each part that could not. One parser serves all calls, for making it costs more than a file; parsing is synchronous,
 * so that no two calls meet in it.
 */
export function parse(source: SourceText): ParsedText {
  if (source.text.length > MAX_FILE_LENGTH) return refuse(source);
  return parseTokens(source, lex(source));
}

/** Reads a file that is going to be edited: with room in it, so that `reparse` can read a part of it alone. */
export function parseWithRoom(uri: string, text: string): ParsedText {
  const plain = new SourceText(uri, text);
  if (text.length > MAX_FILE_LENGTH) return refuse(plain);
  const lexed = lex(plain);
  const layout = layOut(text, lexed);
  return parseTokens(
    new SourceText(uri, text, layout),
    moved(lexed, (index) => layout.offsetOf(index)),
  );
}

function parseTokens(source: SourceText, lexed: LexedText): ParsedText {
  const { tree, problems } = parseLexed(source, lexed);
  return { source, tree, lexed, problems: inOrder(lexed.problems, problems) };
}

/** Makes a tree of tokens. */
export function parseLexed(
  source: SourceText,
  lexed: LexedText,
): { readonly tree: SourceFileNode; readonly problems: readonly Problem[] } {
  parser ??= new FileParser();
  return parser.parseFile(source, lexed);
}

/** Makes the parser, for which the first file would otherwise wait about as long as for being read. */
export function prepareParser(): void {
  parser ??= new FileParser();
}

function refuse(source: SourceText): ParsedText {
  const range = { start: 0, end: 0 };
  const message = `the file has more than ${String(MAX_FILE_LENGTH)} characters and is not read; split it with 'import'`;
  return {
    source,
    tree: { kind: 'source-file', declarations: [], range: { start: 0, end: source.end } },
    problems: [makeProblem('FTM141', source.uri, range, message)],
    lexed: { tokens: [], comments: [], documentations: new Map(), problems: [] },
  };
}

export function inOrder(lexical: readonly Problem[], syntax: readonly Problem[]): readonly Problem[] {
  if (lexical.length === 0) return syntax;
  return [...lexical, ...syntax].sort((left, right) => left.range.start - right.range.start);
}
