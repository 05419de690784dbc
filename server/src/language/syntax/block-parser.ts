import type { IOrAlt, IToken } from 'chevrotain';
import { nearestWord } from '../nearest-word';
import { unitAliases, units } from '../units';
import { statementWords, vocabulary, type BlockKind } from './keywords';
import { quote, unexpectedMessage } from './messages';
import * as types from './token-types';
import type { BlockNode, NameNode, PropertyNode, SectionNode } from './value-nodes';
import { ValueParser } from './value-parser';

const operations: ReadonlySet<string> = new Set(vocabulary.operation);

/**
 * Blocks of properties, and what happens in any block to text that is no statement. Newlines mean nothing in a model
 * that is right; only after a mistake does the parser look at lines, to lose one statement and not the next.
 */
export abstract class BlockParser extends ValueParser {
  /** What the innermost open block may hold, for messages. */
  private blockKind: BlockKind = 'file';
  private readonly openBlocks: BlockKind[] = [];

  /** `key: value`. */
  protected readonly property = this.RULE('property', (): PropertyNode => {
    const start = this.start();
    const key = this.wordOf(this.CONSUME(types.Key));
    this.CONSUME(types.Colon);
    const isAlone = this.LA(2).tokenType !== types.Comma;
    const value = (isAlone ? this.simpleItem() : undefined) ?? this.SUBRULE(this.value);
    return { kind: 'property', key, value, range: this.rangeFrom(start) };
  });

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

  /**
   * Takes a brace that would close a declaration though more of it follows: there is one too many, or one too few
   * further up, which is then reported already.
   */
  private passEarlyBrace(problemsBefore: number): void {
    if (this.LA(1).tokenType !== types.RightBrace || this.openBlocks.length > 1) return;
    const after = this.LA(2);
    if (this.is(after, types.Declaration) || !this.belongsIn(this.blockKind, after)) return;
    const brace = this.pass();
    if (this.problemCount > problemsBefore) return;
    this.report('FTM105', brace, `this '}' is one too many: ${quote(after.image)} belongs inside`);
  }

  /** Whether what follows is most likely inside of a block whose brace was forgotten. */
  private mayBeInside(kind: BlockKind): boolean {
    const next = this.LA(1);
    if (this.belongsIn(kind, next)) return true;
    return kind !== 'properties' && this.is(next, types.Name) && !this.atDeclaration();
  }

  /** Whether an item of a kind of block begins with a token, beyond doubt. */
  protected belongsIn(kind: BlockKind, token: IToken): boolean {
    const words: readonly string[] = statementWords[kind];
    return token.tokenType === types.Key || words.includes(token.image);
  }

  /**
   * Whether a statement of a block further out begins here, so that the brace of this one must be missing. In blocks
   * of properties a word stands only before a brace or a colon, so that this is never a model that is right.
   */
  private atOuterStatement(): boolean {
    const kind = this.blockKind;
    if (kind !== 'properties' && kind !== 'service' && kind !== 'handler') return false;
    const next = this.LA(1);
    if (!this.is(next, types.Name)) return false;
    const after = this.LA(2);
    if (after.tokenType !== types.Quantity && !this.is(after, types.Name)) return false;
    if (this.belongsIn(kind, next)) return false;
    return this.openBlocks.some((outer) => outer !== 'file' && this.belongsIn(outer, next));
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
    const meant = nearestWord(token.image, statementWords.topology);
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

  /**
   * Whether the next token begins a statement of its own on a line of its own, though a name could stand here. Only
   * asked where a name or value is due: `node` and on the next line `client web` is a node whose name is not written yet.
   */
  protected override atNextStatement(): boolean {
    const next = this.LA(1);
    const line = this.lineOf(next);
    if (line === this.lineOf(this.LA(0))) return false;
    const after = this.LA(2);
    if (this.lineOf(after) !== line) return false;
    if (next.tokenType === types.PlainName && !operations.has(next.image)) return false;
    if (!this.isStatementWord(next)) return false;
    return after.tokenType === types.Quantity || this.is(after, types.Name) || this.is(after, types.Comparison);
  }

  private atDeclarationLine(): boolean {
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

  protected reportUnknownWord(token: IToken, words: readonly string[] = statementWords[this.blockKind]): void {
    if (this.isTroubled(token)) return;
    if (this.reportSpacedUnit(token)) return;
    const meant = nearestWord(token.image, words);
    const range = this.wordOf(token).range;
    if (meant !== undefined) {
      const fixes = [{ title: `Write '${meant}'`, edits: [{ range, newText: meant }] }];
      this.report('FTM106', token, `unknown ${quote(token.image)}; did you mean '${meant}'?`, { fixes });
    } else this.report('FTM106', token, unexpectedMessage(token, this.blockKind === 'file'));
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

  private isKeyWithoutColon(token: IToken): boolean {
    if (this.isTroubled(token) || !this.atItem()) return false;
    if (this.lineOf(this.LA(1)) !== this.lineOf(token)) return false;
    if (this.LA(1).tokenType === types.Quantity) return !this.isSpacedUnit(token);
    // A word that begins statements elsewhere begins one here too, in the wrong place.
    if (this.is(token, types.Opener) || operations.has(token.image)) return false;
    return !this.isSpacedUnit(token) && nearestWord(token.image, statementWords[this.blockKind]) === undefined;
  }

  private isSpacedUnit(token: IToken): boolean {
    // `10 ms`: the number before has no unit, and the word is one.
    const number = this.LA(token === this.LA(0) ? -1 : 0);
    if (number.tokenType !== types.Quantity || !/\d$/.test(number.image)) return false;
    return units.has(token.image) || unitAliases.has(token.image);
  }

  private reportSpacedUnit(token: IToken): boolean {
    if (!this.isSpacedUnit(token)) return false;
    const number = this.LA(-1);
    const unit = unitAliases.get(token.image) ?? token.image;
    const range = { start: number.startOffset, end: this.wordOf(token).range.end };
    const newText = number.image + unit;
    const fixes = [{ title: `Write '${newText}'`, edits: [{ range, newText }] }];
    this.report('FTM154', token, `a unit follows its number without a space: '${newText}'`, { fixes });
    return true;
  }

  /** Says that a token has no place here. */
  protected reportUnexpected(token: IToken): void {
    if (token.tokenType === types.Comma) this.reportComma(token);
    else this.report('FTM102', token, unexpectedMessage(token, this.blockKind === 'file'));
  }

  private reportComma(token: IToken): void {
    const range = { start: token.startOffset, end: token.startOffset + 1 };
    const fixes = [{ title: "Remove ','", edits: [{ range, newText: '' }] }];
    this.report('FTM111', token, "unexpected ','; properties and statements need nothing between them", { fixes });
  }
}
