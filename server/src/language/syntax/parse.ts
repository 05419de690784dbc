import { MAX_FILE_LENGTH } from '../limits';
import { makeProblem, type Problem } from '../problem';
import type { SourceText } from '../source-text';
import { FileParser } from './file-parser';
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
  parser ??= new FileParser();
  const lexed = lex(source);
  const { tree, problems } = parser.parseFile(source, lexed);
  return { source, tree, lexed, problems: inOrder(lexed.problems, problems) };
}

function refuse(source: SourceText): ParsedText {
  const range = { start: 0, end: 0 };
  const message = `the file has more than ${String(MAX_FILE_LENGTH)} characters and is not read; split it with 'import'`;
  return {
    source,
    tree: { kind: 'source-file', declarations: [], range: { start: 0, end: source.text.length } },
    problems: [makeProblem('FTM141', source.uri, range, message)],
    lexed: { tokens: [], comments: [], documentations: new Map(), problems: [] },
  };
}

function inOrder(lexical: readonly Problem[], syntax: readonly Problem[]): readonly Problem[] {
  if (lexical.length === 0) return syntax;
  return [...lexical, ...syntax].sort((left, right) => left.range.start - right.range.start);
}
