import type { IToken, TokenType } from 'chevrotain';

/**
 * One token of a file. It is a class of its own rather than chevrotain's record because a file has tens of thousands:
 * fixed fields keep them small and of one shape.
 */
export class Token implements IToken {
  tokenTypeIdx: number;

  constructor(
    readonly image: string,
    /** Offset of the first character. */
    readonly startOffset: number,
    /** Line it begins on, from zero at the beginning of what was read with it; only to tell lines apart. */
    readonly startLine: number,
    public tokenType: TokenType,
  ) {
    this.tokenTypeIdx = tokenType.tokenTypeIdx ?? 0;
  }

  /** Offset of the last character, as chevrotain counts. */
  get endOffset(): number {
    return this.startOffset + this.image.length - 1;
  }

  /** Only the lexer changes a token, before anyone else sees it: a word becomes a key when its colon is met. */
  retype(tokenType: TokenType): void {
    this.tokenType = tokenType;
    this.tokenTypeIdx = tokenType.tokenTypeIdx ?? 0;
  }
}

/** A comment with its signs; comments are no part of the tree and are kept for the formatter and for folding. */
export interface Comment {
  readonly kind: 'line' | 'block' | 'documentation';
  readonly start: number;
  /** Offset after its last character; a line comment ends before the line break. */
  readonly end: number;
}
