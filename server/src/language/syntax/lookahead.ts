import type { IOrAlt, IToken } from 'chevrotain';
import { lookaheadTable, type Decision } from './lookahead-table';
import { tokenVocabulary } from './token-types';

/** What chevrotain asks before it takes an alternative or goes into something optional; called on the parser. */
export type Lookahead = (this: Parser, alternatives: readonly IOrAlt<unknown>[]) => number | boolean | undefined;

interface Parser {
  LA(distance: number): IToken;
}

export interface PlacedLookahead {
  readonly rule: string;
  /** Chevrotain's key of the place in the rule: the kind of construct, and which of them. */
  readonly key: number;
  readonly decide: Lookahead;
}

/** Chevrotain's numbers of the constructs, which are above the eight bits that say which of them. */
const METHODS = { or: 1 << 8, option: 2 << 8, many: 3 << 8 } as const;

/** Every decision of the grammar, each by the next token alone, made of the table. */
export function lookaheads(): readonly PlacedLookahead[] {
  const indices = new Map(
    tokenVocabulary.map(({ name, tokenTypeIdx, categoryMatches }) => {
      return [name, [tokenTypeIdx ?? 0, ...(categoryMatches ?? [])]] as const;
    }),
  );
  const indicesOf = (names: string): readonly number[] => {
    return names.split(' ').flatMap((name) => indices.get(name) ?? unknownToken(name));
  };
  return Object.entries(lookaheadTable).flatMap(([rule, decisions]) => {
    return decisions.map((decision): PlacedLookahead => {
      const beginnings = decision.begins.map(indicesOf);
      return { rule, key: METHODS[decision.at] | decision.occurrence, decide: lookahead(decision, beginnings) };
    });
  });
}

function lookahead({ at, gated }: Decision, beginnings: readonly (readonly number[])[]): Lookahead {
  if (gated === true) {
    const sets = beginnings.map((indices) => new Set(indices));
    return function (alternatives) {
      const { tokenTypeIdx } = this.LA(1);
      const index = alternatives.findIndex(({ GATE }, each) => {
        return sets[each]?.has(tokenTypeIdx) === true && (GATE === undefined || GATE.call(this));
      });
      return index < 0 ? undefined : index;
    };
  }
  const chosen: (number | undefined)[] = [];
  for (const [alternative, indices] of beginnings.entries()) {
    // Where two alternatives begin alike, the first one is meant.
    for (const index of indices) chosen[index] ??= alternative;
  }
  if (at === 'or') {
    return function () {
      return chosen[this.LA(1).tokenTypeIdx];
    };
  }
  return function () {
    return chosen[this.LA(1).tokenTypeIdx] === 0;
  };
}

function unknownToken(name: string): never {
  throw new Error(`The grammar has no token ${name}: its table is stale.`);
}
