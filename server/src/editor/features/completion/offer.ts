import { CompletionItemKind } from 'vscode-languageserver';
import type { CompletionItem } from 'vscode-languageserver';
import type { SymbolKind } from '../../../language/names/symbols';
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

/** Names of the model; each name once, though several topologies may have it. */
export function nameOffers(snapshot: Snapshot, kinds: readonly SymbolKind[]): readonly Offer[] {
  const offers = new Map<string, Offer>();
  for (const { name, kind, detail, documentation } of snapshot.symbols.visibleSymbols(kinds)) {
    if (offers.has(name)) continue;
    offers.set(name, {
      label: name,
      kind: KINDS[kind] ?? CompletionItemKind.Variable,
      detail: detail === '' ? kind : detail,
      ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    });
  }
  return [...offers.values()];
}
