import { CompletionItemKind } from 'vscode-languageserver';
import type { CompletionItem } from 'vscode-languageserver';
import type { ModelSymbol, SymbolKind } from '../../../language/names/symbols';
import type { Snapshot } from '../../snapshot';

/** An item before its place in the list and in the text is known. */
export type Offer = Pick<
  CompletionItem,
  'label' | 'kind' | 'detail' | 'documentation' | 'insertText' | 'insertTextFormat'
>;

const KINDS: Readonly<Partial<Record<SymbolKind, CompletionItemKind>>> = {
  topology: CompletionItemKind.Module,
  policy: CompletionItemKind.Class,
  workload: CompletionItemKind.Struct,
  faults: CompletionItemKind.Event,
  fault: CompletionItemKind.Event,
  scenario: CompletionItemKind.Function,
  client: CompletionItemKind.Interface,
  store: CompletionItemKind.Class,
  service: CompletionItemKind.Class,
  handler: CompletionItemKind.Method,
};

/** Names of the model, or of the parts of one topology; each name once, though several topologies may have it. */
export function nameOffers(snapshot: Snapshot, kinds: readonly SymbolKind[], within?: string): readonly Offer[] {
  const offers = new Map<string, Offer>();
  for (const symbol of snapshot.symbols.visibleSymbols(kinds)) {
    const { name, kind, detail, documentation } = symbol;
    if (offers.has(name) || (within !== undefined && isElsewhere(symbol, within))) continue;
    offers.set(name, {
      label: name,
      kind: KINDS[kind] ?? CompletionItemKind.Variable,
      detail: detail === '' ? kind : detail,
      ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    });
  }
  return [...offers.values()];
}

/** Whether something is part of another topology than that of this name. */
function isElsewhere(symbol: ModelSymbol, topology: string): boolean {
  let outer = symbol.container;
  while (outer?.container !== undefined) outer = outer.container;
  return outer?.kind === 'topology' && outer.name !== topology;
}
