import type { GlobalScope } from '../names/global-scope';
import { nearestWord } from '../nearest-word';
import type { SymbolTable } from '../names/symbol-table';
import { kindNouns, type GlobalKind, type ModelSymbol } from '../names/symbols';
import type { ProblemFix } from '../problem';
import type { DeclarationErrors } from '../program/declaration-errors';
import type { ProblemList } from '../program/problem-list';
import type { TextRange } from '../source-text';
import { listed } from '../values/describe-type';

/** What binding needs to know and where it tells what it found. */
export interface BindContext {
  readonly problems: ProblemList;
  readonly symbols: SymbolTable;
  /** Where syntax errors lie: what is missing there is not missed again. */
  readonly syntax: DeclarationErrors;
  /** What a file sees. */
  scopeOf(uri: string): GlobalScope;
}

/** A name in the text. */
export interface WrittenName {
  readonly text: string;
  readonly range: TextRange;
}

/** Finds a declaration of the top level by name; reports what is wrong where there is none of the kind. */
export function findGlobal(
  kind: GlobalKind,
  name: WrittenName,
  uri: string,
  context: BindContext,
): ModelSymbol | undefined {
  const scope = context.scopeOf(uri);
  const found = scope.find(kind, name.text);
  if (found !== undefined) {
    context.symbols.refer({ symbol: found, uri, range: name.range });
    return found;
  }
  const other = scope.findOther(kind, name.text);
  if (other !== undefined) {
    const message = `'${name.text}' is ${kindNouns[other.kind]}; ${kindNouns[kind]} is needed here`;
    context.problems.add('FTM201', uri, name.range, message, { related: [declaredHere(other)] });
    return undefined;
  }
  if (!scope.isIncomplete) reportUnknownName(kindNouns[kind], name, scope.names(kind), uri, context);
  return undefined;
}

/** Says that there is nothing of a name, and what has nearly the same, or what else may stand there. */
export function reportUnknownName(
  noun: string,
  name: WrittenName,
  candidates: Iterable<string>,
  uri: string,
  context: { readonly problems: ProblemList },
  otherwise: readonly string[] = [],
): void {
  const word = wordMeant(name.text, otherwise);
  const meant = word ?? nearestWord(name.text, candidates);
  const what = noun.replace(/^an? /, '');
  const choice = otherwise.length === 0 ? '' : `; it may also be ${listed(otherwise.map((each) => `'${each}'`))}`;
  const advice = meant === undefined ? choice : `; did you mean '${meant}'?`;
  context.problems.add('FTM200', uri, name.range, `there is no ${what} '${name.text}'${advice}`, {
    // `all of STORE` is to be filled in by whoever knows which.
    fixes: meant === undefined || meant.includes(' ') ? [] : [replacement(name.range, meant)],
  });
}

/** Of what may stand in a place beside names, that which begins with the word that was written, or nearly so. */
function wordMeant(text: string, otherwise: readonly string[]): string | undefined {
  const firstWords = otherwise.map((each) => each.replace(/ .*/, ''));
  const first = firstWords.includes(text) ? text : nearestWord(text, firstWords);
  return first === undefined ? undefined : otherwise[firstWords.indexOf(first)];
}

export function replacement(range: TextRange, newText: string): ProblemFix {
  return { title: `Write '${newText}'`, edits: [{ range, newText }] };
}

/** The place of a declaration, beside a problem that it explains. */
export function declaredHere(symbol: ModelSymbol): { uri: string; range: TextRange; message: string } {
  return { uri: symbol.uri, range: symbol.nameRange, message: `'${symbol.name}' is declared here` };
}
