import type { IOrAlt, IToken } from 'chevrotain';
import { statementWords, vocabulary, type BlockKind } from './keywords';
import { quote, unexpectedMessage } from './messages';
import { meantWord } from './other-words';
import { quantityOf } from './literals';
import * as types from './token-types';
import type { BlockNode, ListNode, NameNode, PropertyNode, SectionNode, WeightedNode } from './value-nodes';
import { ValueParser } from './value-parser';

const operations: ReadonlySet<string> = new Set(vocabulary.operation);

/** Blocks of properties, and what happens in any block to text that is no statement. */
export abstract class BlockParser extends ValueParser {
  /** `key: value`. */
  protected readonly property = this.RULE('property', (): PropertyNode => {
    const start = this.start();
    const key = this.wordOf(this.CONSUME(types.Key));
    this.CONSUME(types.Colon);
    const isAlone = this.LA(2).tokenType !== types.Comma;
    const value =
      (isAlone ? this.simpleItem() : undefined) ??
      (key.text === 'operations' ? this.sharesOtherwise() : undefined) ??
      this.SUBRULE(this.value);
    return { kind: 'property', key, value, range: this.rangeFrom(start) };
  });

  /** `operations: read: 70%, write: 30%` and `70% read, 30% write`, which are written `read 70%, write 30%`. */
  private sharesOtherwise(): ListNode | undefined {
    const start = this.start();
    const items: WeightedNode[] = [];
    const written: string[] = [];
    for (;;) {
      const ahead = items.length === 0 || this.LA(1).tokenType !== types.Comma ? 1 : 2;
      const [first, second, third] = [this.LA(ahead), this.LA(ahead + 1), this.LA(ahead + 2)];
      const hasColon = first.tokenType === types.Key && third.tokenType === types.Quantity;
      const [name, share] = hasColon ? [first, third] : [second, first];
      if (share.tokenType !== types.Quantity || !operations.has(name.image)) break;
      for (let taken = 1; taken < ahead + (hasColon ? 3 : 2); taken++) this.pass();
      const path = { kind: 'path', segments: [this.wordOf(name)], range: this.wordOf(name).range } as const;
      const range = { start: this.wordOf(first).range.start, end: this.rangeFrom(start).end };
      items.push({ kind: 'weighted', value: path, weight: quantityOf(share), range });
      written.push(`${name.image} ${share.image}`);
    }
    if (items.length === 0) return undefined;
    const range = this.rangeFrom(start);
    const meant = written.join(', ');
    const fixes = [{ title: `Write '${meant}'`, edits: [{ range, newText: meant }] }];
    this.reportAt('FTM102', range, this.lineOf(this.LA(0)), `shares of operations are written '${meant}'`, { fixes });
    return { kind: 'list', items, bracketed: false, range };
  }

  private blockAlternatives: IOrAlt<PropertyNode | SectionNode | undefined>[] | undefined;

  /** Braces with properties and sections. */
  protected readonly block = this.RULE('block', (): BlockNode => {
    const start = this.start();
    this.blockAlternatives ??= this.properties();
    const items = this.braces('properties', this.blockAlternatives);
    return { kind: 'block', items, range: this.rangeFrom(start) };
  });

  /** The alternatives that every block of properties has: they stand after those of its own. */
  protected properties(): IOrAlt<PropertyNode | SectionNode | undefined>[] {
    return [
      { ALT: () => this.SUBRULE9(this.property) },
      { ALT: () => this.SUBRULE9(this.wordItem), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.SUBRULE9(this.stray) },
    ];
  }

  /** A block that may be left out. */
  protected optionalBlock(): BlockNode | undefined {
    if (!this.next(types.LeftBrace)) return undefined;
    return this.OPTION9(() => this.SUBRULE9(this.block));
  }

  /**
   * `{`, items by the alternatives, `}`. To be called once in a rule; takes the indices 9 of its methods. The block
   * also ends where a declaration begins, so that a forgotten brace does not swallow the rest of the file.
   */
  protected braces<T>(kind: BlockKind, alternatives: IOrAlt<T | undefined>[]): T[] {
    const opening = this.CONSUME9(types.LeftBrace);
    // Nothing is inside of braces that are not there, unless what follows can be nowhere else.
    if (opening.image === '' && !this.RECORDING_PHASE && !this.mayBeInside(kind)) return [];
    const items: T[] = [];
    const { problemCount } = this;
    this.openBlocks.push(this.blockKind);
    this.blockKind = kind;
    this.MANY9({
      GATE: () => {
        this.passEarlyBrace(problemCount);
        return !this.atDeclaration() && !this.atOuterStatement();
      },
      DEF: () => this.add(items, this.OR9(alternatives)),
    });
    this.CONSUME9(types.RightBrace);
    this.blockKind = this.openBlocks.pop() ?? 'file';
    return items;
  }

  /** A word that begins no statement: a section, a property without its colon, or a mistake. */
  protected readonly wordItem = this.RULE('wordItem', (): PropertyNode | SectionNode | undefined => {
    const start = this.start();
    const token = this.CONSUME(types.Name);
    if (this.next(types.LeftBrace)) {
      if (this.blockKind === 'topology' && !this.RECORDING_PHASE) {
        this.reportStrayBlock(token);
        this.skipToBrace();
        return undefined;
      }
      const body = this.OPTION(() => this.SUBRULE(this.block));
      if (body !== undefined && !this.RECORDING_PHASE)
        return { kind: 'section', name: this.wordOf(token), body, range: this.rangeFrom(start) };
    }
    if (this.RECORDING_PHASE || this.isKeyWithoutColon(token)) {
      const key = this.wordOf(token);
      const end = { start: key.range.end, end: key.range.end };
      const fixes = [{ title: "Add ':'", edits: [{ range: end, newText: ':' }] }];
      this.reportMissing('FTM103', `expected ':' after '${key.text}'`, { fixes });
      const value = this.OPTION2(() => this.SUBRULE(this.value));
      return { kind: 'property', key, value, range: this.rangeFrom(start) };
    }
    this.reportUnknownWord(token);
    this.skip();
    return undefined;
  });

  /** A topology has no blocks of properties of its own; one with a strange word most likely lost its first word. Takes the brace. */
  private reportStrayBlock(token: IToken): void {
    const meant = meantWord(token.image, statementWords.topology);
    const { image } = token;
    const message =
      meant === undefined
        ? `expected what '${image}' is, such as 'zone ${image}' or 'node ${image}'`
        : `unknown ${quote(image)}; did you mean '${meant}'?`;
    this.report('FTM106', token, message);
    this.pass();
  }

  /** Something that nothing begins with. */
  protected readonly stray = this.RULE('stray', (): undefined => {
    const token = this.CONSUME(types.Stray);
    this.ACTION(() => {
      this.reportUnexpected(token);
      if (token.tokenType === types.LeftBrace) this.skipToBrace();
      else if (token.tokenType !== types.Comma) this.skip();
    });
  });

  /** A name where one must be. */
  protected readonly reference = this.RULE('reference', (): NameNode | undefined => this.declaredName());

  /** The name of what is being declared. */
  protected declaredName(): NameNode | undefined {
    if (!this.RECORDING_PHASE && (this.atNextStatement() || this.atDeclarationLine())) {
      this.reportMissing('FTM107', `expected a name after '${this.LA(0).image}'`);
      return undefined;
    }
    return this.nameOf(this.CONSUME9(types.Name));
  }

  /** `choice`: what the word should have been one of, such as 'action', where all may be told. */
  protected reportUnknownWord(
    token: IToken,
    words: readonly string[] = statementWords[this.blockKind],
    choice?: string,
  ): void {
    if (this.isTroubled(token)) return;
    if (this.reportEquals(token)) return;
    const meant = meantWord(token.image, words);
    const range = this.wordOf(token).range;
    if (meant !== undefined) {
      const fixes = [{ title: `Write '${meant}'`, edits: [{ range, newText: meant }] }];
      this.report('FTM106', token, `unknown ${quote(token.image)}; did you mean '${meant}'?`, { fixes });
    } else if (choice !== undefined) {
      this.report('FTM106', token, `unknown ${choice} ${quote(token.image)}; there are ${words.join(', ')}`);
    } else this.report('FTM106', token, unexpectedMessage(token, this.beginsLine(token) ? this.blockKind : undefined));
  }

  private isKeyWithoutColon(token: IToken): boolean {
    if (this.isTroubled(token) || !this.atItem()) return false;
    if (this.lineOf(this.LA(1)) !== this.lineOf(token)) return false;
    if (this.LA(1).tokenType === types.Quantity) return true;
    // A word that begins statements elsewhere begins one here too, in the wrong place.
    if (this.is(token, types.Opener) || operations.has(token.image)) return false;
    return meantWord(token.image, statementWords[this.blockKind]) === undefined;
  }

  /** `heartbeat = 50ms` */
  private reportEquals(token: IToken): boolean {
    const sign = this.LA(token === this.LA(0) ? 1 : 2);
    if (sign.tokenType !== types.Equals) return false;
    const fixes = [{ title: "Write ':'", edits: [{ range: this.wordOf(sign).range, newText: ':' }] }];
    this.report('FTM103', sign, `expected ':' after '${token.image}', not '='`, { fixes });
    return true;
  }

  /** Nothing of the block stands before it on its line; of a file it is all the same. */
  private beginsLine(token: IToken): boolean {
    if (this.blockKind === 'file') return true;
    const before = this.LA(token === this.LA(0) ? -1 : 0);
    return before.tokenType === types.LeftBrace || this.lineOf(before) !== this.lineOf(token);
  }

  /** Says that a token has no place here. */
  protected reportUnexpected(token: IToken): void {
    if (token.tokenType === types.Comma) this.reportComma(token);
    else if (this.isDashedRange(token)) {
      const { start } = this.wordOf(token).range;
      const fixes = [{ title: "Write '..'", edits: [{ range: { start, end: start + 1 }, newText: '..' }] }];
      this.report('FTM102', token, `a range is written '${this.LA(-1).image}..${token.image.slice(1)}'`, { fixes });
    } else this.report('FTM102', token, unexpectedMessage(token, this.beginsLine(token) ? this.blockKind : undefined));
  }

  /** `150ms-300ms`: two numbers without a space, of which the second is negative. */
  private isDashedRange(token: IToken): boolean {
    const before = this.LA(-1);
    const isNegative = token.tokenType === types.Quantity && token.image.startsWith('-');
    return isNegative && before.tokenType === types.Quantity && before.endOffset === token.startOffset - 1;
  }

  private reportComma(token: IToken): void {
    const range = { start: token.startOffset, end: token.startOffset + 1 };
    const fixes = [{ title: "Remove ','", edits: [{ range, newText: '' }] }];
    this.report('FTM111', token, "unexpected ','; properties and statements need nothing between them", { fixes });
  }
}
