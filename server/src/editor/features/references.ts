import type { Location, Position } from 'vscode-languageserver';
import type { ModelSymbol } from '../../language/names/symbols';
import { offsetAt, rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { occurrencesOf, sameSymbol, withoutDoubles } from './occurrences';
import type { Occurrence } from './occurrences';

/**
 * Every place that means what the name at a position means, in this model and in those that import it.
 *
 * @param others the programs of other files that may use the declaration
 */
export function references(
  snapshot: Snapshot,
  position: Position,
  includeDeclaration: boolean,
  others: readonly Snapshot[],
): Location[] {
  const symbols = snapshot.symbols.symbolsAt(snapshot.uri, offsetAt(snapshot.source, position));
  return placesOf(snapshot, symbols, others)
    .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
    .flatMap(({ uri, range, source }) => (source === undefined ? [] : [{ uri, range: rangeOf(source, range) }]));
}

/** An occurrence with the text it stands in. */
export type PlacedOccurrence = Occurrence & { readonly source: ReturnType<Snapshot['sourceOf']> };

/** All occurrences of some symbols in all programs that know them; what several programs share is listed once. */
export function placesOf(
  snapshot: Snapshot,
  wanted: readonly ModelSymbol[],
  others: readonly Snapshot[],
): readonly PlacedOccurrence[] {
  const found = [snapshot, ...others].flatMap((program) =>
    program.symbols.symbols
      .filter((symbol) => wanted.some((each) => sameSymbol(each, symbol)))
      .flatMap((symbol) => occurrencesOf(program.symbols, symbol)),
  );
  return withoutDoubles(found).map((occurrence) => ({
    ...occurrence,
    source: [snapshot, ...others].map((program) => program.sourceOf(occurrence.uri)).find((each) => each !== undefined),
  }));
}
