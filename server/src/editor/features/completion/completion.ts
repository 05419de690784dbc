import { InsertTextFormat } from 'vscode-languageserver';
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../../positions';
import type { Snapshot } from '../../snapshot';
import type { Offer } from './offer';
import { placeAt } from './place';
import { itemsOf } from './slot-items';
import { slotsAt } from './slots-at';
import { unitItems } from './value-items';

export interface CompletionOptions {
  /** The client can fill in tab stops; without, items insert plain text. */
  readonly snippets: boolean;
  /** Addresses of models that an import may name. */
  readonly models: () => readonly string[];
}

/** What may be typed at a position, in broken text as well: best first. */
export function completion(snapshot: Snapshot, position: Position, options: CompletionOptions): CompletionList {
  const place = placeAt(snapshot, offsetAt(snapshot.source, position));
  if (place === undefined) return { isIncomplete: false, items: [] };
  const range = rangeOf(snapshot.source, place.typed);
  const slots = slotsAt(snapshot, place);
  const number = place.number;
  const offers =
    number === undefined
      ? slots.flatMap((slot) => itemsOf(snapshot, slot, slot.kind === 'paths' ? options.models() : []))
      : slots.flatMap((slot) => (slot.kind === 'value' ? unitItems(slot.type, number) : []));
  const items = withoutDoubles(offers).map((offer, index) => toItem(offer, index, range, options.snippets));
  return { isIncomplete: false, items };
}

/** The order of the slots is the order of the list: editors sort by `sortText`. */
function toItem(offer: Offer, index: number, range: ReturnType<typeof rangeOf>, snippets: boolean): CompletionItem {
  const { insertText, insertTextFormat, ...rest } = offer;
  const isSnippet = insertTextFormat === InsertTextFormat.Snippet;
  const newText = insertText === undefined || (isSnippet && !snippets) ? offer.label : insertText;
  return {
    ...rest,
    sortText: String(index).padStart(4, '0'),
    textEdit: { range, newText },
    ...(isSnippet && snippets ? { insertTextFormat } : {}),
    // A property is chosen to be given a value: what may follow is shown at once.
    ...(newText.endsWith(': ') ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
  };
}

/** Of two items with one label the first stays. */
function withoutDoubles(offers: readonly Offer[]): readonly Offer[] {
  const seen = new Set<string>();
  return offers.filter(({ label }) => {
    if (seen.has(label)) return false;
    seen.add(label);
    return true;
  });
}
