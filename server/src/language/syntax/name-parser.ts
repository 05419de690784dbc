import type { IToken, TokenType } from 'chevrotain';
import { BoundaryParser } from './boundary-parser';
import * as types from './token-types';
import type { NameNode, NamePatternNode, NameSpanNode, PathNode } from './value-nodes';

const { word } = types;

/**
 * The rules of names and paths. Where an ordinary `if` guards a part of a rule, it is a look at the next token that
 * costs less than chevrotain's own; while the grammar is recorded, every part is gone through.
 */
export abstract class NameParser extends BoundaryParser {
  /** `a, b, n[1..3]`. */
  protected readonly names = this.RULE('names', (): NamePatternNode[] => {
    const names: NamePatternNode[] = [];
    this.add(names, this.SUBRULE(this.namePattern));
    if (!this.next(types.Comma)) return names;
    this.MANY(() => {
      this.CONSUME(types.Comma);
      this.add(names, this.SUBRULE2(this.namePattern));
    });
    return names;
  });

  /** `n`, `n[1..3]`. */
  protected readonly namePattern = this.RULE('namePattern', (): NamePatternNode | undefined => {
    const start = this.start();
    if (!this.RECORDING_PHASE && (this.atNextStatement() || this.atClause())) {
      this.reportMissing('FTM107', `expected a name after '${this.LA(0).image}'`);
      return undefined;
    }
    const name = this.nameOf(this.CONSUME(types.Name));
    const span = this.next(types.LeftBracket) ? this.OPTION(() => this.SUBRULE(this.nameSpan)) : undefined;
    return name && { kind: 'name-pattern', name, span, range: span === undefined ? name.range : this.rangeFrom(start) };
  });

  private readonly nameSpan = this.RULE('nameSpan', (): NameSpanNode => {
    const start = this.start();
    this.CONSUME(types.LeftBracket);
    const first = this.CONSUME(types.Quantity);
    this.CONSUME(types.DotDot);
    const last = this.CONSUME2(types.Quantity);
    this.CONSUME(types.RightBracket);
    return { first: wholeNumber(first), last: wholeNumber(last), range: this.rangeFrom(start) };
  });

  /** `orders`, `front.checkout`. */
  protected readonly path = this.RULE('path', (): PathNode | undefined => {
    const start = this.start();
    const segments: NameNode[] = [];
    this.add(segments, this.nameOf(this.CONSUME(types.Name)));
    if (this.next(types.Dot)) {
      this.MANY(() => {
        this.CONSUME(types.Dot);
        this.add(segments, this.nameOf(this.CONSUME2(types.Name)));
      });
    }
    return segments.length === 0 ? undefined : { kind: 'path', segments, range: this.rangeFrom(start) };
  });

  /** Whether the next token is of this very type; always, while the grammar is recorded. */
  protected next(type: IToken['tokenType']): boolean {
    return this.RECORDING_PHASE || this.LA(1).tokenType === type;
  }

  protected add<T>(list: T[], element: T | undefined): void {
    if (element !== undefined) list.push(element);
  }

  /** `for 5s`, `by 10x`, `failures 2`: never a name or value with its number, but the next part of the statement. */
  protected atClause(): boolean {
    if (this.LA(2).tokenType !== types.Quantity) return false;
    const next = this.LA(1);
    return clauseWords.has(next.tokenType) || (this.is(next, types.Name) && !this.is(next, types.Word));
  }
}

/** Words that go before a number, beside those that join. */
const clauseWords: ReadonlySet<TokenType> = new Set([
  ...[word.taking, word.timeout, word.failures, word.probability, word.mtbf, word.mttr],
]);

function wholeNumber(token: IToken): number | undefined {
  return /^\d{1,9}$/.test(token.image) ? Number(token.image) : undefined;
}
