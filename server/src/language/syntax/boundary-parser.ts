import type { IToken } from 'chevrotain';
import type { SourceText } from '../source-text';
import { statementWords, vocabulary, type BlockKind } from './keywords';
import type { LexedText } from './lexer';
import { quote } from './messages';
import { RecoveringParser } from './recovering-parser';
import * as types from './token-types';

const operations: ReadonlySet<string> = new Set(vocabulary.operation);

/**
 * Where statements, blocks and declarations begin and end after a mistake. Newlines mean nothing in a model that is
 * right; only to find the end of what is broken does the parser look at lines, to lose one statement and not the next.
 */
export abstract class BoundaryParser extends RecoveringParser {
  /** What the innermost open block may hold, for messages. */
  protected blockKind: BlockKind = 'file';
  protected readonly openBlocks: BlockKind[] = [];

  protected override begin(source: SourceText, text: LexedText): void {
    super.begin(source, text);
    this.blockKind = 'file';
    this.openBlocks.length = 0;
  }

  /** Whether an item of a kind of block begins with a token, beyond doubt. */
  protected belongsIn(kind: BlockKind, token: IToken): boolean {
    const words: readonly string[] = statementWords[kind];
    return token.tokenType === types.Key || words.includes(token.image);
  }

  /** Whether what follows is most likely inside of a block whose brace was forgotten. */
  protected mayBeInside(kind: BlockKind): boolean {
    const next = this.LA(1);
    if (this.belongsIn(kind, next)) return true;
    return kind !== 'properties' && this.is(next, types.Name) && !this.atDeclaration();
  }

  /**
   * Whether a statement of a block further out begins here, so that the brace of this one must be missing. In blocks
   * of properties a word stands only before a brace or a colon, so that this is never a model that is right.
   */
  protected atOuterStatement(): boolean {
    const kind = this.blockKind;
    if (kind !== 'properties' && kind !== 'service' && kind !== 'handler') return false;
    const next = this.LA(1);
    if (!this.is(next, types.Name)) return false;
    const after = this.LA(2);
    if (after.tokenType !== types.Quantity && !this.is(after, types.Name)) return false;
    if (this.belongsIn(kind, next)) return false;
    return this.openBlocks.some((outer) => outer !== 'file' && this.belongsIn(outer, next));
  }

  /**
   * Takes a brace that would close a declaration though more of it follows: there is one too many, or one too few
   * further up, which is then reported already.
   */
  protected passEarlyBrace(problemsBefore: number): void {
    if (this.LA(1).tokenType !== types.RightBrace || this.openBlocks.length > 1) return;
    const after = this.LA(2);
    if (this.is(after, types.Declaration) || !this.belongsIn(this.blockKind, after)) return;
    const brace = this.pass();
    if (this.problemCount > problemsBefore) return;
    this.report('FTM105', brace, `this '}' is one too many: ${quote(after.image)} belongs inside`);
  }

  /**
   * Whether the next token begins a statement of its own on a line of its own, though a name could stand here. Only
   * asked where a name or value is due: `node` and on the next line `client web` is a node whose name is not written yet.
   */
  protected atNextStatement(): boolean {
    const next = this.LA(1);
    const line = this.lineOf(next);
    if (line === this.lineOf(this.LA(0))) return false;
    const after = this.LA(2);
    if (this.lineOf(after) !== line) return false;
    if (next.tokenType === types.PlainName && !operations.has(next.image)) return false;
    if (!this.isStatementWord(next)) return false;
    return after.tokenType === types.Quantity || this.is(after, types.Name) || this.is(after, types.Comparison);
  }

  protected atDeclarationLine(): boolean {
    return this.lineOf(this.LA(1)) !== this.lineOf(this.LA(0)) && this.atDeclaration();
  }

  /** Whether a declaration begins here: a word alone does not show it, for it may be anybody's name. */
  protected atDeclaration(): boolean {
    const next = this.LA(1);
    if (!this.is(next, types.Declaration)) return false;
    if (next.tokenType === types.word.import) return this.LA(2).tokenType === types.Text;
    if (!this.is(this.LA(2), types.Name)) return false;
    const { tokenType } = this.LA(3);
    return tokenType === types.LeftBrace || tokenType === types.Equals || tokenType === types.Text;
  }

  /** Passes over what is left of a broken statement, blocks of it included. */
  protected skip(): void {
    for (;;) {
      const next = this.LA(1);
      if (this.atEnd(next) || next.tokenType === types.RightBrace || next.tokenType === types.Key) return;
      if (this.is(next, types.Name)) {
        if (this.lineOf(next) !== this.lineOf(this.LA(0)) || this.isStatementWord(next)) return;
      }
      this.pass();
      if (next.tokenType === types.LeftBrace) this.skipToBrace();
    }
  }

  /** Passes over the rest of a line that is no statement, blocks that begin in it included. */
  protected skipLine(): void {
    for (;;) {
      const next = this.LA(1);
      if (this.atEnd(next) || next.tokenType === types.RightBrace) return;
      if (this.lineOf(next) !== this.lineOf(this.LA(0)) || this.is(next, types.Opener)) return;
      this.pass();
      if (next.tokenType === types.LeftBrace) this.skipToBrace();
    }
  }

  /** Passes over everything to the brace that closes the one just taken. */
  protected skipToBrace(): void {
    for (let depth = 1; depth > 0 && !this.atEnd(this.LA(1)) && !this.atDeclaration();) {
      const { tokenType } = this.pass();
      if (tokenType === types.LeftBrace) depth++;
      else if (tokenType === types.RightBrace) depth--;
    }
  }

  /** Whether the input ends before a token. */
  protected atEnd(token: IToken): boolean {
    return Number.isNaN(token.startOffset);
  }

  private isStatementWord(token: IToken): boolean {
    if (this.is(token, types.Opener)) return true;
    const words: readonly string[] = statementWords[this.blockKind];
    return words.includes(token.image);
  }
}
