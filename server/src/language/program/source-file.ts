import type { SourceText } from '../source-text';
import type { LexedText } from '../syntax/lexer';
import type { ImportNode, SourceFileNode } from '../syntax/syntax-tree';
import type { Problem } from '../problem';

/** One file of a program. */
export interface SourceFile {
  readonly uri: string;
  readonly source: SourceText;
  readonly tree: SourceFileNode;
  /** Tokens and comments, for colours, completion and the formatter. */
  readonly lexed: LexedText;
  /** Of its syntax only. */
  readonly syntaxProblems: readonly Problem[];
  /** The imports that could be read, and what they lead to. */
  readonly imports: readonly ResolvedImport[];
}

export interface ResolvedImport {
  readonly node: ImportNode;
  readonly uri: string;
}
