import { SymbolKind } from 'vscode-languageserver';
import type { WorkspaceSymbol } from 'vscode-languageserver';
import type { SymbolKind as ModelSymbolKind } from '../../language/names/symbols';
import { rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';

const MAX_RESULTS = 500;

const KINDS: Readonly<Partial<Record<ModelSymbolKind, SymbolKind>>> = {
  topology: SymbolKind.Namespace,
  policy: SymbolKind.Class,
  workload: SymbolKind.Struct,
  faults: SymbolKind.Array,
  scenario: SymbolKind.Function,
  experiment: SymbolKind.Method,
  store: SymbolKind.Object,
  service: SymbolKind.Module,
  balancer: SymbolKind.Module,
  job: SymbolKind.Event,
};

/** Declarations of all models whose name has the letters of the query in order. */
export function workspaceSymbols(snapshots: readonly Snapshot[], query: string): WorkspaceSymbol[] {
  const found = new Map<string, WorkspaceSymbol>();
  for (const { symbols, sourceOf } of snapshots) {
    for (const symbol of symbols.symbols) {
      const kind = KINDS[symbol.kind];
      const source = sourceOf(symbol.uri);
      if (kind === undefined || source === undefined || !hasLettersInOrder(symbol.name, query)) continue;
      const range = rangeOf(source, symbol.nameRange);
      const location = { uri: symbol.uri, range };
      const container = symbol.container === undefined ? {} : { containerName: symbol.container.name };
      found.set(`${symbol.uri}#${String(symbol.nameRange.start)}`, { name: symbol.name, kind, location, ...container });
      if (found.size >= MAX_RESULTS) return [...found.values()];
    }
  }
  return [...found.values()];
}

function hasLettersInOrder(name: string, query: string): boolean {
  const lower = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
