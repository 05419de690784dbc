import type { SymbolTable } from '../language/names/symbol-table';
import type { Program } from '../language/program';
import type { SourceText } from '../language/source-text';
import type { ParsedText } from '../language/syntax/parse';

/** A document with everything that is known of it at one moment. Features read it, and change nothing. */
export interface Snapshot {
  readonly uri: string;
  readonly source: SourceText;
  readonly parsed: ParsedText;
  readonly program: Program;
  /** Names of the document and of all that it imports. */
  readonly symbols: SymbolTable;
  /** The texts of all files that took part, the document's own first. */
  readonly sources: readonly SourceText[];
  /** The text of a file that took part; undefined for any other. */
  sourceOf(uri: string): SourceText | undefined;
}
