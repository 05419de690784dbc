import { EmbeddedActionsParser, tokenMatcher, type ILookaheadStrategy, type IToken, type TokenType } from 'chevrotain';
import { MAX_SYNTAX_PROBLEMS } from '../limits';
import { nearestWord } from '../nearest-word';
import { makeProblem, type Problem, type ProblemExtras } from '../problem';
import type { ProblemCode } from '../problem-codes';
import type { SourceText, TextRange } from '../source-text';
import type { LexedText } from './lexer';
import { lookaheads, type Lookahead } from './lookahead';
import { messageProvider, quote } from './messages';
import { Token } from './token';
import * as types from './token-types';
import type { NameNode } from './value-nodes';

const noText: LexedText = { tokens: [], comments: [], documentations: new Map(), problems: [] };

/** What may be dropped to get at the token that was expected; other signs say too much of what was meant. */
const droppable: ReadonlySet<TokenType> = new Set([types.Comma, types.Quantity, types.Text, types.Dot, types.Bar]);

const noName: NameNode = { kind: 'name', text: '', range: { start: 0, end: 0 } };

/**
 * Chevrotain's parser with a recovery of our own. Chevrotain re-synchronises on the tokens that may follow a rule; in
 * a language without separators whose words may all be names nearly every token may, so it would restart in the middle
 * of the broken statement. Here a missing token is imagined instead: no rule is ever abandoned, what was written of a
 * statement stays in the tree, and what fits nothing is passed over to the end of its line (see `skip` in the blocks).
 */
export abstract class RecoveringParser extends EmbeddedActionsParser {
  private text: LexedText = noText;
  private uri = '';
  private textEnd = 0;
  private problems: Problem[] = [];
  /** Lines that have a problem; the next ones on the same line are most likely its echo. */
  private readonly troubledLines = new Set<number>();

  /**
   * @param strategy makes chevrotain go through every rule, look for mistakes of the grammar and ask this for what decides;
   * without it the parser decides by the table that was made so
   */
  constructor(strategy?: ILookaheadStrategy) {
    super(types.tokenVocabulary, {
      // What may follow each rule is not computed, since nothing is re-synchronised.
      recoveryEnabled: false,
      maxLookahead: 1,
      errorMessageProvider: messageProvider,
      ...(strategy && { lookaheadStrategy: strategy }),
    });
  }

  /**
   * What chevrotain's `performSelfAnalysis` comes to, without going through every rule at each start, which takes as long
   * as to read a large file.
   */
  protected decideByTable(): void {
    this.selfAnalysisDone = true;
    for (const { rule, key, decide } of lookaheads()) {
      const shortName = this.fullRuleNameToShort[rule];
      if (shortName === undefined) throw new Error(`The grammar has no rule ${rule}: its table is stale.`);
      this.setLaFuncCache(shortName | key, decide);
    }
  }

  /** Takes a new text; what was known of the one before is forgotten. */
  protected begin(source: SourceText, text: LexedText): void {
    this.input = text.tokens;
    this.text = text;
    this.uri = source.uri;
    this.textEnd = source.end;
    this.problems = [];
    this.troubledLines.clear();
  }

  /** Lets go of the text, so that a closed file is not kept alive, and gives what was found wrong with it. */
  protected finish(): readonly Problem[] {
    const { problems } = this;
    this.input = [];
    this.text = noText;
    this.problems = [];
    return problems;
  }

  /** Where the next token begins. */
  protected start(): number {
    const token = this.LA(1);
    return token instanceof Token ? token.startOffset : this.textEnd;
  }

  /** From `start` to the end of the last token that was taken. */
  protected rangeFrom(start: number): TextRange {
    const token = this.LA(0);
    const end = token instanceof Token ? token.endOffset + 1 : 0;
    return { start, end: end < start ? start : end };
  }

  protected documentationAt(start: number): string | undefined {
    return this.text.documentations.size === 0 ? undefined : this.text.documentations.get(start);
  }

  /** The node of a name token; undefined for one that recovery imagined. */
  protected nameOf(token: IToken): NameNode | undefined {
    return token.image === '' ? undefined : this.wordOf(token);
  }

  /** The node of a word that is known to be there. */
  protected wordOf(token: IToken): NameNode {
    // While chevrotain records the grammar there are no tokens.
    if (this.RECORDING_PHASE) return noName;
    const start = token.startOffset;
    return { kind: 'name', text: token.image, range: { start, end: start + token.image.length } };
  }

  /** Whether a token is of a type or of one of its kind. */
  protected is(token: IToken, type: TokenType): boolean {
    return tokenMatcher(token, type);
  }

  /** The line of a token; past the end of the file is a line of its own. */
  protected lineOf(token: IToken): number {
    return token instanceof Token ? token.startLine : Number.MAX_SAFE_INTEGER;
  }

  protected report(code: ProblemCode, at: IToken, message: string, extras: ProblemExtras = {}): void {
    this.reportAt(code, this.placeOf(at), this.lineOf(at), message, extras);
  }

  /** Says that something is missing after the last token that was taken. */
  protected reportMissing(code: ProblemCode, message: string, extras: ProblemExtras = {}): void {
    const previous = this.LA(0);
    const end = previous instanceof Token ? previous.endOffset + 1 : this.start();
    this.reportAt(code, { start: end, end }, this.lineOf(previous), message, extras);
  }

  /** How much is reported so far. */
  protected get problemCount(): number {
    return this.problems.length;
  }

  /** Whether something on the line of the token is already reported. */
  protected isTroubled(token: IToken): boolean {
    return this.troubledLines.has(this.lineOf(token));
  }

  /** Chevrotain calls this when a token is not the one that must be there; overrides its method of the same name. */
  protected consumeInternalRecovery(expected: TokenType, _index: number, error: Error): IToken {
    // Our problems take the place of chevrotain's records, which keep a stack trace each.
    this.errors = [];
    const next = this.LA(1);
    if (this.isMisspelt(next, expected)) return this.takeMisspelt(next, expected, error.message);
    if (this.isOneTooMany(next, expected)) {
      this.report('FTM102', next, `unexpected ${quote(next.image)}; ${error.message}`);
      this.pass();
      return this.pass();
    }
    if (expected === types.RightBrace) this.reportUnclosed(next);
    else if (expected === types.Colon) this.reportNoColon(next, error.message);
    else this.reportMissing(missingCode(expected), error.message);
    return this.getTokenToInsert(expected);
  }

  /** Takes the next tokens, which somebody wrote for what the language writes as `meant`. */
  protected passInstead(code: ProblemCode, count: number, meant: string, message: string): void {
    const range = { start: this.start(), end: this.placeOf(this.LA(count)).end };
    const title = meant === '' ? `Remove '${this.LA(1).image}'` : `Write '${meant}'`;
    this.reportAt(code, range, this.lineOf(this.LA(1)), message, {
      fixes: [{ title, edits: [{ range, newText: meant }] }],
    });
    for (let taken = 0; taken < count; taken++) this.pass();
  }

  /** Says that a word is missing before the next token. */
  protected reportMissingBefore(code: ProblemCode, missing: string, message: string): void {
    const { start } = this.placeOf(this.LA(1));
    const fixes = [{ title: `Add '${missing}'`, edits: [{ range: { start, end: start }, newText: `${missing} ` }] }];
    this.report(code, this.LA(1), message, { fixes });
  }

  /** Whether the next token is on the line of the last one. */
  protected get isOnSameLine(): boolean {
    return this.lineOf(this.LA(1)) === this.lineOf(this.LA(0));
  }

  /** Takes the next token whatever it is. */
  protected pass(): IToken {
    const token = this.LA(1);
    this.consumeToken();
    return token;
  }

  /** Chevrotain's own: whether the parser may be used, its names of rules, and where it keeps what decides. */
  declare private selfAnalysisDone: boolean;
  declare private readonly fullRuleNameToShort: Readonly<Record<string, number>>;
  declare private readonly setLaFuncCache: (key: number, decide: Lookahead) => void;

  /** Chevrotain's own step to the next token. */
  declare protected consumeToken: () => void;

  private isMisspelt(next: IToken, expected: TokenType): boolean {
    if (expected === types.Arrow && next.image === 'to') return true;
    if (next.tokenType !== types.PlainName || !types.wordTypes.has(expectedWord(expected))) return false;
    return nearestWord(next.image, [expectedWord(expected)]) !== undefined;
  }

  /** `=` in its place is what other languages write there. */
  private reportNoColon(next: IToken, message: string): void {
    const range = this.placeOf(next);
    const end = this.rangeFrom(0).end;
    const edit =
      next.tokenType === types.Equals ? { range, newText: ':' } : { range: { start: end, end }, newText: ':' };
    const fixes = [{ title: edit.range === range ? "Write ':'" : "Add ':'", edits: [edit] }];
    this.reportMissing('FTM103', message, { fixes });
    if (next.tokenType === types.Equals) this.pass();
  }

  private takeMisspelt(next: IToken, expected: TokenType, message: string): IToken {
    const meant = expected === types.Arrow ? '->' : expectedWord(expected);
    const fixes = [{ title: `Write '${meant}'`, edits: [{ range: this.placeOf(next), newText: meant }] }];
    this.report('FTM101', next, `${message}; did you mean it by ${quote(next.image)}?`, { fixes });
    return this.pass();
  }

  /** One token on the same line stands between here and what was expected. */
  private isOneTooMany(next: IToken, expected: TokenType): boolean {
    const isDroppable = expected === types.Name ? droppable.has(next.tokenType) : this.is(next, types.Name);
    if (!isDroppable && !droppable.has(next.tokenType)) return false;
    const line = this.lineOf(this.LA(0));
    const after = this.LA(2);
    return this.lineOf(next) === line && this.lineOf(after) === line && tokenMatcher(after, expected);
  }

  private reportUnclosed(next: IToken): void {
    const opening = this.openBrace();
    const related =
      opening === undefined ? [] : [{ uri: this.uri, range: this.placeOf(opening), message: "this '{' is not closed" }];
    const before = next instanceof Token ? ` before ${quote(next.image)}` : '';
    const end = { start: this.rangeFrom(0).end, end: this.rangeFrom(0).end };
    const fixes = [{ title: "Add '}'", edits: [{ range: end, newText: '\n}' }] }];
    this.reportMissing('FTM105', `expected '}'${before}`, { related, fixes });
  }

  /** The innermost brace that is open at the next token: looked for only when it is missed. */
  private openBrace(): IToken | undefined {
    let depth = 0;
    for (let back = 0; ; back--) {
      const token = this.LA(back);
      if (!(token instanceof Token)) return undefined;
      if (token.tokenType === types.RightBrace) depth++;
      else if (token.tokenType === types.LeftBrace && depth-- === 0) return token;
    }
  }

  private placeOf(token: IToken): TextRange {
    if (token instanceof Token) return { start: token.startOffset, end: token.endOffset + 1 };
    const { end } = this.rangeFrom(0);
    return { start: end, end };
  }

  protected reportAt(code: ProblemCode, range: TextRange, line: number, message: string, extras: ProblemExtras): void {
    if (this.troubledLines.has(line)) return;
    this.troubledLines.add(line);
    if (this.problems.length > MAX_SYNTAX_PROBLEMS) return;
    const full = this.problems.length === MAX_SYNTAX_PROBLEMS;
    this.problems.push(
      full
        ? makeProblem('FTM142', this.uri, range, 'too many syntax problems; the rest are not listed')
        : makeProblem(code, this.uri, range, message, extras),
    );
  }
}

function expectedWord(type: TokenType): string {
  return type.name.replace(/^Word_/, '');
}

function missingCode(expected: TokenType): ProblemCode {
  if (expected === types.Colon) return 'FTM103';
  if (expected === types.Name || expected === types.Segment) return 'FTM107';
  if (expected === types.LeftBrace || expected === types.RightBrace) return 'FTM105';
  return expected === types.Quantity ? 'FTM104' : 'FTM101';
}
