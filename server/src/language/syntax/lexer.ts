import type { TokenType } from 'chevrotain';
import { MAX_NESTING } from '../limits';
import type { Problem } from '../problem';
import type { SourceText } from '../source-text';
import { units } from '../units';
import { digitsEnd, isDigit, isNameStart, isUnitLetter, nameEnd, unitEnd } from './characters';
import { LexicalProblems } from './lexical-problems';
import { Token, type Comment } from './token';
import * as types from './token-types';

/** What the lexer makes of a file. */
export interface LexedText {
  readonly tokens: Token[];
  readonly comments: readonly Comment[];
  /** The `///` lines directly before a token, by the offset of the token. */
  readonly documentations: ReadonlyMap<number, string>;
  readonly problems: readonly Problem[];
}

/**
 * Splits a file into tokens. Written by hand, because names with inner hyphens, keys and numbers with units are a few
 * comparisons each this way, and the whole costs a fraction of trying a regular expression for each token type.
 * Never fails: what is no token is reported and left out.
 */
export function lex(source: SourceText): LexedText {
  return new Lexer(source).run();
}

/** Signs of one character that begin no longer sign. */
const singleSigns: (TokenType | undefined)[] = Array.from({ length: 128 }, () => undefined);
for (const [text, type] of [
  ['{', types.LeftBrace],
  ['}', types.RightBrace],
  ['[', types.LeftBracket],
  [']', types.RightBracket],
  ['(', types.LeftParen],
  [')', types.RightParen],
  [',', types.Comma],
  [':', types.Colon],
  ['|', types.Bar],
] as const) {
  singleSigns[text.charCodeAt(0)] = type;
}

/** The other signs; a longer one stands before one that it begins with. */
const longSigns: readonly (readonly [string, TokenType])[] = [
  ['..', types.DotDot],
  ['.', types.Dot],
  ['->', types.Arrow],
  ['<->', types.BothArrow],
  ['<=', types.Compare],
  ['<', types.Compare],
  ['>=', types.Compare],
  ['>', types.Compare],
  ['=', types.Equals],
  ['+-', types.PlusMinus],
];

class Lexer {
  private readonly tokens: Token[] = [];
  private readonly comments: Comment[] = [];
  private readonly documentations = new Map<number, string>();
  private readonly problems: LexicalProblems;
  private readonly text: string;
  private at = 0;
  private line = 0;
  private nesting = 0;
  private documentation: string | undefined;

  constructor(source: SourceText) {
    this.text = source.text;
    this.problems = new LexicalProblems(source);
  }

  run(): LexedText {
    const { text } = this;
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (code === 32 || code === 9) this.at++;
      else if (code === 10 || code === 13) this.lineBreak(code);
      else if (isNameStart(code)) this.name(code);
      else if (isDigit(code)) this.quantity(this.at);
      else this.signOrComment(code);
    }
    const { tokens, comments, documentations } = this;
    return { tokens, comments, documentations, problems: this.problems.all };
  }

  private lineBreak(code: number): void {
    this.at += code === 13 && this.text.charCodeAt(this.at + 1) === 10 ? 2 : 1;
    this.line++;
  }

  private name(code: number): void {
    const { text, at } = this;
    let end = nameEnd(text, at);
    // `p99.9` is one word.
    const isPercentile = code === 112 && text.charCodeAt(end) === 46 && isDigit(text.charCodeAt(end + 1));
    if (isPercentile && end > at + 1 && digitsEnd(text, at + 1) === end) end = digitsEnd(text, end + 1);
    const image = text.slice(at, end);
    this.push(types.wordTypes.get(image) ?? types.PlainName, image, end);
  }

  /** A number from `this.at` on, whose sign, if it has one, is at `start`. */
  private quantity(start: number): void {
    const { text } = this;
    let end = digitsEnd(text, this.at);
    if (text.charCodeAt(end) === 46 && isDigit(text.charCodeAt(end + 1))) end = digitsEnd(text, end + 1);
    const unitStart = end;
    if (text.charCodeAt(end) === 37) end++;
    else end = unitEnd(text, end);
    if (text.charCodeAt(end) === 47 && isUnitLetter(text.charCodeAt(end + 1))) end = unitEnd(text, end + 1);
    if (end > unitStart) {
      const unit = text.slice(unitStart, end);
      if (!units.has(unit)) this.problems.unknownUnit(unit, { start: unitStart, end });
    }
    // Only a number this long can be out of range, and the test is not free.
    if (unitStart - start > 300 && !Number.isFinite(Number(text.slice(start, unitStart)))) {
      this.problems.numberTooLarge({ start, end });
    }
    this.at = start;
    this.push(types.Quantity, text.slice(start, end), end);
  }

  private signOrComment(code: number): void {
    const next = this.text.charCodeAt(this.at + 1);
    if (code === 47 && next === 47) this.lineComment();
    else if (code === 47 && next === 42) this.blockComment();
    else if (code === 34) this.string();
    else if ((code === 43 || code === 45) && isDigit(next)) {
      const start = this.at++;
      this.quantity(start);
    } else this.sign(code);
  }

  private sign(code: number): void {
    const single = singleSigns[code];
    if (single === undefined) {
      this.longSign(code);
      return;
    }
    const image = this.text.charAt(this.at);
    if (code === 58) this.nameBecomesKey();
    if (code === 123 || code === 91 || code === 40) this.open(single, image);
    else if (code === 125 || code === 93 || code === 41) this.close(single, image);
    else this.push(single, image, this.at + 1);
  }

  private longSign(code: number): void {
    const start = this.at;
    for (const [image, type] of longSigns) {
      if (!this.text.startsWith(image, start)) continue;
      const next = this.text.charCodeAt(start + 1);
      if (type === types.Equals && next === 61) {
        this.problems.doubleEquals({ start, end: start + 2 });
        this.push(type, image, start + 2);
      } else if (type === types.Equals && (next === 60 || next === 62)) this.comparison(next === 60 ? '<=' : '>=', 2);
      else this.push(type, image, start + image.length);
      return;
    }
    if (code === 0x2264 || code === 0x2265) this.comparison(code === 0x2264 ? '<=' : '>=', 1);
    else if (this.text.startsWith('--', start)) {
      this.problems.dashes({ start, end: start + 2 });
      this.push(types.BothArrow, '--', start + 2);
    } else this.strayCharacter(code);
  }

  /** A comparison in another spelling. */
  private comparison(image: '<=' | '>=', length: number): void {
    const range = { start: this.at, end: this.at + length };
    this.problems.comparison(range, image);
    this.push(types.Compare, image, range.end);
  }

  private open(type: TokenType, image: string): void {
    this.nesting++;
    if (this.nesting === MAX_NESTING + 1) this.problems.nestedTooDeeply({ start: this.at, end: this.at + 1 });
    this.push(type, image, this.at + 1);
  }

  private close(type: TokenType, image: string): void {
    this.push(type, image, this.at + 1);
    if (this.nesting > 0) this.nesting--;
  }

  /** Comments may stand between a key and its colon, so the key is known only now. */
  private nameBecomesKey(): void {
    const last = this.tokens.at(-1);
    if (last !== undefined && last.tokenType !== types.Quantity && isNameStart(last.image.charCodeAt(0))) {
      last.retype(types.Key);
    }
  }

  private strayCharacter(code: number): void {
    const start = this.at++;
    const range = { start, end: this.at };
    const last = this.tokens.at(-1);
    if (code === 59) this.problems.semicolon(range);
    else if (code === 37 && last !== undefined && this.isBareNumber(last, start)) {
      this.problems.spacedPercent({ start: last.startOffset, end: this.at }, { start: last.endOffset + 1, end: start });
      // With its space the unit is none that is known, and no more is said of it.
      const image = this.text.slice(last.startOffset, this.at);
      this.tokens[this.tokens.length - 1] = new Token(image, last.startOffset, last.startLine, types.Quantity);
    } else if (code !== 0xfeff || start > 0) this.problems.unknownCharacter(range);
  }

  /** A number without a unit, and nothing but blanks from there to an offset of its line. */
  private isBareNumber({ tokenType, image, endOffset }: Token, until: number): boolean {
    if (tokenType !== types.Quantity || !isDigit(image.charCodeAt(image.length - 1))) return false;
    return /^[ \t]*$/.test(this.text.slice(endOffset + 1, until));
  }

  private string(): void {
    const { text } = this;
    let end = this.at + 1;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 34 || code === 10 || code === 13) break;
      // A backslash takes the next character with it, but never the line break.
      if (code === 92 && (text.charCodeAt(end + 1) === 34 || text.charCodeAt(end + 1) === 92)) end++;
    }
    if (text.charCodeAt(end) === 34) end++;
    else this.problems.unterminatedString({ start: this.at, end });
    this.push(types.Text, text.slice(this.at, end), end);
  }

  private lineComment(): void {
    const { text, at } = this;
    let end = at;
    while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
    // `////...` is a rule somebody drew, not documentation.
    const isDocumentation = text.charCodeAt(at + 2) === 47 && text.charCodeAt(at + 3) !== 47;
    if (isDocumentation) this.addDocumentation(text.slice(at + 3, end));
    this.comments.push({ kind: isDocumentation ? 'documentation' : 'line', start: at, end });
    this.at = end;
  }

  private addDocumentation(text: string): void {
    const line = text.trim();
    this.documentation = this.documentation === undefined ? line : `${this.documentation}\n${line}`;
  }

  private blockComment(): void {
    const { text, at } = this;
    const close = text.indexOf('*/', at + 2);
    const end = close < 0 ? text.length : close + 2;
    if (close < 0) this.problems.unterminatedComment({ start: at, end: Math.min(at + 2, end) });
    this.comments.push({ kind: 'block', start: at, end });
    while (this.at < end) {
      const code = text.charCodeAt(this.at);
      if (code === 10 || code === 13) this.lineBreak(code);
      else this.at++;
    }
  }

  private push(type: TokenType, image: string, end: number): void {
    if (this.nesting <= MAX_NESTING) {
      this.tokens.push(new Token(image, this.at, this.line, type));
    }
    if (this.documentation !== undefined) {
      this.documentations.set(this.at, this.documentation);
      this.documentation = undefined;
    }
    this.at = end;
  }
}
