import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight, Position } from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { occurrencesOf, withoutDoubles } from './occurrences';

/** The other places of this document that mean what the name at the cursor means. */
export function documentHighlights({ source, symbols }: Snapshot, position: Position): DocumentHighlight[] {
  const here = symbols.symbolsAt(source.uri, offsetAt(source, position));
  return withoutDoubles(here.flatMap((symbol) => occurrencesOf(symbols, symbol)))
    .filter(({ uri }) => uri === source.uri)
    .map(({ range, isDeclaration }) => ({
      range: rangeOf(source, range),
      kind: isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
