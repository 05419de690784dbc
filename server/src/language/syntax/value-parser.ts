import type { IToken, TokenType } from 'chevrotain';
import { NameParser } from './name-parser';
import { unitAliases, units } from '../units';
import { quantityOf, stringOf } from './literals';
import * as types from './token-types';
import type { ArgumentNode, PeriodicNode, QuantityNode, ValueNode } from './value-nodes';

const { word } = types;

/** The rules of values: numbers, names, lists, calls and what is made of them. */
export abstract class ValueParser extends NameParser {
  /** What stands after `key:`; several items with commas between are a list. */
  protected readonly value = this.RULE('value', (): ValueNode | undefined => {
    const start = this.start();
    const first = this.SUBRULE(this.item);
    if (!this.next(types.Comma)) return first;
    const items: ValueNode[] = [];
    this.add(items, first);
    this.MANY({
      // A comma before the next property is no part of the value.
      GATE: () => this.LA(2).tokenType !== types.Key,
      DEF: () => {
        this.CONSUME(types.Comma);
        this.add(items, this.SUBRULE2(this.item));
      },
    });
    if (items.length < 2) return first;
    return { kind: 'list', items, bracketed: false, range: this.rangeFrom(start) };
  });

  private itemAlternatives: { ALT: () => ValueNode | undefined }[] | undefined;

  /** One value. */
  protected readonly item = this.RULE('item', (): ValueNode | undefined => {
    this.itemAlternatives ??= [
      { ALT: () => this.SUBRULE(this.quantityItem) },
      { ALT: () => this.SUBRULE(this.nameItem) },
      { ALT: () => stringOf(this.CONSUME(types.Text)) },
      { ALT: () => this.SUBRULE(this.listItem) },
    ];
    const simple = this.simpleItem();
    if (simple !== undefined) return simple;
    // Looked at first, because nothing at all must be no exception.
    if (this.RECORDING_PHASE || this.atItem()) return this.OR(this.itemAlternatives);
    this.reportMissing('FTM104', this.missingValueMessage());
    return undefined;
  });

  /**
   * A lone number or name, if that is what stands here: nearly all values are, and taking them at once spares four
   * rules each. Whatever might go on, or might be the next statement, is left to the rules.
   */
  protected simpleItem(): ValueNode | undefined {
    const token = this.LA(1);
    if (token.tokenType === types.Quantity) {
      return simpleFollowers.has(this.LA(2).tokenType) ? quantityOf(this.pass()) : undefined;
    }
    if (special.has(token.tokenType) || !simpleFollowers.has(this.LA(2).tokenType)) return undefined;
    if (!this.is(token, types.Name)) return undefined;
    if (this.lineOf(token) !== this.lineOf(this.LA(0))) return undefined;
    const name = this.wordOf(this.pass());
    return { kind: 'path', segments: [name], range: name.range };
  }

  /** `5s`, `1s..5s`, `5 ticks`, `91.22% pareto(...)`. */
  private readonly quantityItem = this.RULE('quantityItem', (): ValueNode => {
    const start = this.start();
    const low = quantityOf(this.CONSUME(types.Quantity));
    const spaced = this.spacedUnit(low);
    if (spaced !== undefined) return spaced;
    const next = this.LA(1).tokenType;
    if (next === types.DotDot || this.RECORDING_PHASE) {
      const high = this.OPTION(() => {
        this.CONSUME(types.DotDot);
        const token = this.CONSUME2(types.Quantity);
        return token.image === '' ? undefined : quantityOf(token);
      });
      if (next === types.DotDot) return { kind: 'range', low, high, range: this.rangeFrom(start) };
    }
    if (next === word.ticks || next === word.entries || this.RECORDING_PHASE) {
      const unit = this.OPTION2(() =>
        this.OR([{ ALT: () => this.CONSUME(word.ticks) }, { ALT: () => this.CONSUME(word.entries) }]),
      );
      if (unit !== undefined && low.unit === '') {
        const range = this.rangeFrom(start);
        return { ...low, unit: unit.image, raw: `${low.raw} ${unit.image}`, range };
      }
    }
    if (this.LA(2).tokenType === types.LeftParen || this.RECORDING_PHASE) {
      const value = this.OPTION3(() => this.SUBRULE(this.nameItem));
      if (value !== undefined) return { kind: 'weighted', weight: low, value, range: this.rangeFrom(start) };
    }
    return low;
  });

  /** `10 ms`: a number without a unit, and a word that is one. */
  private spacedUnit(number: QuantityNode): QuantityNode | undefined {
    const { image } = this.LA(1);
    if (this.RECORDING_PHASE || number.unit !== '' || !this.isOnSameLine || this.LA(2).tokenType === types.LeftParen)
      return undefined;
    const unit = unitAliases.get(image) ?? (units.has(image) ? image : undefined);
    if (unit === undefined || unit === 'ticks' || unit === 'entries') return undefined;
    const newText = number.raw + unit;
    const range = { start: number.range.start, end: number.range.end };
    const after = this.LA(1);
    const fixes = [
      { title: `Write '${newText}'`, edits: [{ range: { ...range, end: this.wordOf(after).range.end }, newText }] },
    ];
    this.report('FTM154', after, `a unit follows its number without a space: '${newText}'`, { fixes });
    this.pass();
    // A unit that is told of already is none that is known, so that no more is said of it.
    return {
      ...number,
      unit: image,
      dimension: undefined,
      raw: `${number.raw} ${image}`,
      range: this.rangeFrom(range.start),
    };
  }

  /** `raft`, `on`, `n[1..3]`, `a.b`, `cached(60s)`, `read 70%`, `every 5s timeout 1s`. */
  private readonly nameItem = this.RULE('nameItem', (): ValueNode | undefined => {
    if (this.atPeriodic() || this.RECORDING_PHASE) {
      const periodic = this.OPTION(() => this.SUBRULE(this.periodic));
      if (!this.RECORDING_PHASE) return periodic;
    }
    const first = this.LA(1);
    const after = this.LA(2).tokenType;
    if (after === types.LeftBracket || this.RECORDING_PHASE) {
      const pattern = this.OPTION2(() => this.SUBRULE(this.namePattern));
      if (!this.RECORDING_PHASE) return pattern;
    }
    if (after === types.LeftParen || after === types.Quantity || this.RECORDING_PHASE) {
      const applied = this.OPTION3(() => this.SUBRULE(this.appliedName));
      if (!this.RECORDING_PHASE) return applied;
    }
    const path = this.SUBRULE(this.path);
    const isSwitch = (first.tokenType === word.on || first.tokenType === word.off) && after !== types.Dot;
    if (isSwitch && path !== undefined) return { kind: 'switch', on: first.tokenType === word.on, range: path.range };
    return path;
  });

  private readonly appliedName = this.RULE('appliedName', (): ValueNode | undefined => {
    const start = this.start();
    const name = this.nameOf(this.CONSUME(types.Name));
    let args: readonly ArgumentNode[] = [];
    let weight: QuantityNode | undefined;
    this.OR([
      { ALT: () => (weight = quantityOf(this.CONSUME(types.Quantity))) },
      {
        ALT: () => {
          this.CONSUME(types.LeftParen);
          args = this.SUBRULE(this.args);
          this.closeList(types.RightParen);
          this.CONSUME(types.RightParen);
        },
      },
    ]);
    const range = this.rangeFrom(start);
    if (name === undefined) return undefined;
    if (weight === undefined) return { kind: 'call', name, args, range };
    return { kind: 'weighted', weight, value: { kind: 'path', segments: [name], range: name.range }, range };
  });

  private readonly args = this.RULE('args', (): readonly ArgumentNode[] => {
    const args: ArgumentNode[] = [];
    if (this.LA(1).tokenType !== types.RightParen) args.push(this.SUBRULE(this.argument));
    this.MANY(() => {
      this.CONSUME(types.Comma);
      args.push(this.SUBRULE2(this.argument));
    });
    return args;
  });

  private readonly argument = this.RULE('argument', (): ArgumentNode => {
    const start = this.start();
    // `phi(threshold 8)`: a name before a number can only be a key.
    const lacksColon = this.LA(2).tokenType === types.Quantity && this.is(this.LA(1), types.Name);
    const name = this.OPTION({
      GATE: () => lacksColon || this.LA(1).tokenType === types.Key,
      DEF: () => {
        const key = this.CONSUME(types.Segment);
        this.CONSUME(types.Colon);
        return this.wordOf(key);
      },
    });
    const value = this.SUBRULE(this.item);
    return { kind: 'argument', name, value, range: this.rangeFrom(start) };
  });

  private readonly listItem = this.RULE('listItem', (): ValueNode => {
    const start = this.start();
    const items: ValueNode[] = [];
    this.CONSUME(types.LeftBracket);
    if (this.LA(1).tokenType !== types.RightBracket) this.add(items, this.SUBRULE(this.item));
    this.MANY(() => {
      this.CONSUME(types.Comma);
      // A comma after the last item does no harm.
      if (this.LA(1).tokenType !== types.RightBracket) this.add(items, this.SUBRULE2(this.item));
    });
    this.closeList(types.RightBracket);
    this.CONSUME(types.RightBracket);
    return { kind: 'list', items, bracketed: true, range: this.rangeFrom(start) };
  });

  /** `every 5s timeout 1s failures 2`. */
  private readonly periodic = this.RULE('periodic', (): PeriodicNode => {
    const start = this.start();
    this.CONSUME(word.every);
    const every = this.SUBRULE(this.item);
    let taking: ValueNode | undefined;
    let timeout: ValueNode | undefined;
    let failures: ValueNode | undefined;
    this.MANY(() =>
      this.OR([
        { ALT: () => [this.CONSUME(word.taking), (taking = this.SUBRULE2(this.item))] },
        { ALT: () => [this.CONSUME(word.timeout), (timeout = this.SUBRULE3(this.item))] },
        { ALT: () => [this.CONSUME(word.failures), (failures = this.SUBRULE4(this.item))] },
      ]),
    );
    return { kind: 'periodic', every, taking, timeout, failures, range: this.rangeFrom(start) };
  });

  /** Whether a value may begin with the next token. */
  protected atItem(): boolean {
    const { tokenType } = this.LA(1);
    if (tokenType === types.Quantity || tokenType === types.Text || tokenType === types.LeftBracket) return true;
    const next = this.LA(1);
    if (!this.is(next, types.Name)) return false;
    // Where `every` begins no statement, it begins a value, on a line of its own too.
    if (this.atPeriodic() && !this.belongsIn(this.blockKind, next)) return true;
    return !this.atNextStatement() && !this.atClause();
  }

  private atPeriodic(): boolean {
    if (this.LA(1).tokenType !== word.every || this.LA(0).tokenType !== types.Colon) return false;
    const next = this.LA(2);
    if (next.tokenType === types.Quantity) return true;
    return this.is(next, types.Name) && this.LA(3).tokenType === types.LeftParen;
  }

  /** Passes over what does not belong between brackets, if they are closed further on in the same line. */
  private closeList(closer: IToken['tokenType']): void {
    if (this.RECORDING_PHASE || this.LA(1).tokenType === closer) return;
    const line = this.lineOf(this.LA(0));
    for (let ahead = 1; this.lineOf(this.LA(ahead)) === line; ahead++) {
      const { tokenType } = this.LA(ahead);
      if (tokenType === types.LeftBrace || tokenType === types.RightBrace) return;
      if (tokenType !== closer) continue;
      const first = this.LA(1);
      this.report('FTM101', first, `expected ',' or ${closer.LABEL ?? ''} before '${first.image}'`);
      while (this.LA(1).tokenType !== closer) this.pass();
      return;
    }
  }

  private missingValueMessage(): string {
    const key = this.LA(0).tokenType === types.Colon ? this.LA(-1) : this.LA(0);
    return `expected a value after '${key.image}${this.LA(0).tokenType === types.Colon ? ':' : ''}'`;
  }
}

/** Words that are more than a name where a value stands. */
const special: ReadonlySet<TokenType> = new Set([word.on, word.off, word.every]);

/** Tokens that no value goes on with. */
const simpleFollowers: ReadonlySet<TokenType> = new Set([
  ...[types.Key, types.RightBrace, types.RightParen, types.RightBracket, types.Comma],
  ...[word.at, word.expect, word.set, word.for, word.timeout, word.failures],
]);
