import type { SymbolTable } from '../../language/names/symbol-table';
import type { ModelSymbol } from '../../language/names/symbols';
import type { TextRange } from '../../language/source-text';
import { touches } from '../positions';
import type { Snapshot } from '../snapshot';
import { uriKey } from '../uris';

/** A place where a name stands, in its declaration or where it is used. */
export interface Occurrence {
  readonly uri: string;
  readonly range: TextRange;
  readonly isDeclaration: boolean;
}

/** The range of the name at an offset, or undefined where no name of the model stands. */
export function occurrenceAt({ source, symbols }: Snapshot, offset: number): TextRange | undefined {
  const candidates = symbols
    .symbolsAt(source.uri, offset)
    .flatMap((symbol) => occurrencesOf(symbols, symbol))
    .filter((occurrence) => occurrence.uri === source.uri && touches(occurrence.range, offset));
  return candidates[0]?.range;
}

/** Everywhere a symbol stands, its declaration first; no place twice. */
export function occurrencesOf(symbols: SymbolTable, symbol: ModelSymbol): readonly Occurrence[] {
  const declaration: Occurrence = { uri: symbol.uri, range: symbol.nameRange, isDeclaration: true };
  const uses = symbols.referencesTo(symbol).map(({ uri, range }): Occurrence => ({ uri, range, isDeclaration: false }));
  return withoutDoubles([declaration, ...uses]);
}

/** `n[1..3]` is three symbols that stand at one place. */
export function withoutDoubles(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const seen = new Set<string>();
  return occurrences.filter(({ uri, range }) => {
    const key = `${uriKey(uri)}#${String(range.start)}-${String(range.end)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Whether two programs mean the same declaration; each program has symbols of its own. */
export function sameSymbol(a: ModelSymbol, b: ModelSymbol): boolean {
  return (
    a.kind === b.kind && a.name === b.name && a.nameRange.start === b.nameRange.start && uriKey(a.uri) === uriKey(b.uri)
  );
}
