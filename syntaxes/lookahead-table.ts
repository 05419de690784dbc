/**
 * Works out with chevrotain how the parser decides, and writes it into the file that the parser reads it from. Run with
 * `npm run grammar`; a test fails when the file is stale.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getLookaheadPaths, LLkLookaheadStrategy, type ILookaheadStrategy, type TokenType } from 'chevrotain';
import { FileParser } from '../server/src/language/syntax/file-parser';
import type { Decision } from '../server/src/language/syntax/lookahead-table';

type Alternation = Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0];
type Optional = Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0];

/** Chevrotain's own strategy, which looks for mistakes of the grammar too, and notes what it is asked. */
class NotingStrategy extends LLkLookaheadStrategy {
  readonly decisions = new Map<string, Decision[]>();

  constructor() {
    super({ maxLookahead: 1 });
  }

  override buildLookaheadForAlternation(asked: Alternation) {
    const { rule, prodOccurrence: occurrence } = asked;
    const paths = getLookaheadPaths({ occurrence, rule, prodType: 'Alternation', maxLookahead: 1 });
    const gated = asked.hasPredicates ? { gated: true as const } : {};
    this.note(rule.name, { at: 'or', occurrence, begins: paths.map(beginnings), ...gated });
    return super.buildLookaheadForAlternation(asked);
  }

  override buildLookaheadForOptional(asked: Optional) {
    const { rule, prodOccurrence: occurrence, prodType } = asked;
    const [inside = []] = getLookaheadPaths({ occurrence, rule, prodType, maxLookahead: 1 });
    this.note(rule.name, { at: constructOf(prodType), occurrence, begins: [beginnings(inside)] });
    return super.buildLookaheadForOptional(asked);
  }

  private note(rule: string, decision: Decision): void {
    this.decisions.set(rule, [...(this.decisions.get(rule) ?? []), decision]);
  }
}

function constructOf(prodType: Optional['prodType']): Decision['at'] {
  if (prodType === 'Option') return 'option';
  if (prodType === 'Repetition') return 'many';
  throw new Error(`The table has no room for a ${prodType}.`);
}

/** The names of the tokens, of which one suffices; something that may be empty would be no decision. */
function beginnings(paths: readonly (readonly TokenType[])[]): string {
  const names = paths.map(([token]) => {
    if (token === undefined) throw new Error('The table has no room for what may be empty.');
    return token.name;
  });
  return [...new Set(names)].join(' ');
}

const FILE = join(__dirname, '..', 'server', 'src', 'language', 'syntax', 'lookahead-table.ts');

/** Every decision, by the name of its rule. */
export function workedOutTable(): Readonly<Record<string, readonly Decision[]>> {
  const strategy = new NotingStrategy();
  new FileParser(strategy);
  return Object.fromEntries(strategy.decisions);
}

const HEAD = `/**
 * Made from the rules by \`npm run grammar\`; a test fails when it is stale.
 */

/** How one construct of a rule is decided. */
export interface Decision {
  readonly at: 'or' | 'option' | 'many';
  /** Which of its kind in the rule, as the rule itself counts. */
  readonly occurrence: number;
  /** Names of the tokens that each alternative begins with, categories among them; of what is optional there is one. */
  readonly begins: readonly string[];
  /** Whether an alternative has a condition besides. */
  readonly gated?: true;
}

/** By the name of the rule. */
export const lookaheadTable: Readonly<Record<string, readonly Decision[]>> = `;

if (require.main === module) writeFileSync(FILE, `${HEAD}${JSON.stringify(workedOutTable(), undefined, 2)};\n`);
