import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { kindNouns } from '../../language/names/symbols';
import type { ModelSymbol } from '../../language/names/symbols';
import { isNameStart, nameEnd } from '../../language/syntax/characters';
import { offsetAt, rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { occurrenceAt } from './occurrences';
import { placesOf } from './references';

/** Either what was asked for, or a sentence that says why not. */
export type RenameAnswer<T> =
  { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'refused'; readonly reason: string };

/** Whether the thing at a position can be renamed, and the text that would change. */
export function prepareRename(
  snapshot: Snapshot,
  position: Position,
): RenameAnswer<{ readonly range: Range; readonly placeholder: string }> {
  const offset = offsetAt(snapshot.source, position);
  const symbol = snapshot.symbols.symbolAt(snapshot.uri, offset);
  const range = occurrenceAt(snapshot, offset);
  if (symbol === undefined || range === undefined) {
    return refused('Only names that the model declares can be renamed.');
  }
  const reason = whyNotRenamed(snapshot, symbol, range);
  if (reason !== undefined) return refused(reason);
  return { kind: 'ok', value: { range: rangeOf(snapshot.source, range), placeholder: symbol.name } };
}

/** The edits of all files that make every place which means the symbol say the new name. */
export function rename(
  snapshot: Snapshot,
  position: Position,
  newName: string,
  others: readonly Snapshot[],
): RenameAnswer<WorkspaceEdit> {
  const prepared = prepareRename(snapshot, position);
  if (prepared.kind === 'refused') return prepared;
  if (!isName(newName)) {
    return refused(
      `'${newName}' is no name: a name has letters, digits, '_' and inner hyphens, and begins with a letter.`,
    );
  }
  const wanted = snapshot.symbols.symbolsAt(snapshot.uri, offsetAt(snapshot.source, position));
  const rival = wanted.map((symbol) => rivalOf(snapshot, symbol, newName)).find((each) => each !== undefined);
  if (rival !== undefined) return refused(`There is already ${kindNouns[rival.kind]} named '${newName}'.`);
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, range, source } of placesOf(snapshot, wanted, others)) {
    if (source === undefined) continue;
    const isPattern = source.slice(range) !== wanted[0]?.name;
    if (isPattern)
      return refused(`'${source.slice(range)}' names several things at once; write them out to rename one.`);
    (changes[uri] ??= []).push({ range: rangeOf(source, range), newText: newName });
  }
  return { kind: 'ok', value: { changes } };
}

function whyNotRenamed(
  { source }: Snapshot,
  symbol: ModelSymbol,
  range: { start: number; end: number },
): string | undefined {
  const written = source.slice(range);
  if (symbol.isSpelledOut && written === symbol.name) return undefined;
  return `'${written}' is a range of names; write the names out to rename one.`;
}

/** Something else that has the new name already, in the space of names that the symbol lives in. */
function rivalOf({ symbols }: Snapshot, symbol: ModelSymbol, newName: string): ModelSymbol | undefined {
  return symbols.symbols.find(
    (other) =>
      other !== symbol &&
      other.name === newName &&
      other.container === symbol.container &&
      spaceOf(other) === spaceOf(symbol),
  );
}

const DOMAINS = new Set(['region', 'datacenter', 'zone', 'rack', 'host']);
const IN_TOPOLOGY = new Set(['node', 'client', 'group', 'store', 'service', 'balancer', 'job']);

/** Nodes, clients, groups and components share one space of names; everything else has one by kind. */
function spaceOf({ kind }: ModelSymbol): string {
  return IN_TOPOLOGY.has(kind) && !DOMAINS.has(kind) ? 'thing' : kind;
}

/** As the lexer reads names. */
function isName(text: string): boolean {
  return text !== '' && isNameStart(text.charCodeAt(0)) && nameEnd(text, 0) === text.length;
}

function refused<T>(reason: string): RenameAnswer<T> {
  return { kind: 'refused', reason };
}
