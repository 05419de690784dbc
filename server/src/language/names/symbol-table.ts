import type { ModelSymbol, Reference, SymbolKind } from './symbols';

/** A declaration or a reference, by its place. */
interface Occurrence {
  readonly symbol: ModelSymbol;
  readonly start: number;
  readonly end: number;
}

/**
 * Every name of a program: where it is declared and where it is meant. What an editor asks (definition, references,
 * rename, highlights, colours) is answered from here; indices are built on the first question.
 */
export class SymbolTable {
  private readonly declared: ModelSymbol[] = [];
  private readonly used: Reference[] = [];
  private byFile: Map<string, Occurrence[]> | undefined;
  private bySymbol: Map<ModelSymbol, Reference[]> | undefined;

  /** All declarations, in the order in which they were bound. */
  get symbols(): readonly ModelSymbol[] {
    return this.declared;
  }

  /** All references, without the declarations themselves. */
  get references(): readonly Reference[] {
    return this.used;
  }

  declare(symbol: ModelSymbol): ModelSymbol {
    this.declared.push(symbol);
    return symbol;
  }

  refer(reference: Reference): void {
    this.used.push(reference);
  }

  /** Takes over all of another table. */
  addAll(other: SymbolTable): void {
    for (const symbol of other.declared) this.declared.push(symbol);
    for (const reference of other.used) this.used.push(reference);
  }

  /** What is declared or meant at an offset; a cursor directly behind a name is on it. */
  symbolAt(uri: string, offset: number): ModelSymbol | undefined {
    return this.symbolsAt(uri, offset)[0];
  }

  /** All that is declared or meant there: several for `n[1..3]`, and for a name that two topologies have. */
  symbolsAt(uri: string, offset: number): readonly ModelSymbol[] {
    const occurrences = this.occurrencesIn(uri);
    const found = new Set<ModelSymbol>();
    for (let index = lastStartingAt(occurrences, offset); index >= 0; index--) {
      const occurrence = occurrences[index];
      // Names do not contain one another, so the first that ends before the offset ends the search.
      if (occurrence === undefined || occurrence.end < offset) break;
      found.add(occurrence.symbol);
    }
    return [...found].reverse();
  }

  /** Every place that means the symbol, its declaration not among them, in the order in which they were bound. */
  referencesTo(symbol: ModelSymbol): readonly Reference[] {
    this.bySymbol ??= groupBySymbol(this.used);
    return this.bySymbol.get(symbol) ?? [];
  }

  /** All symbols of these kinds, those of one container where it is given. */
  visibleSymbols(kinds: SymbolKind | readonly SymbolKind[], container?: ModelSymbol): readonly ModelSymbol[] {
    const wanted: ReadonlySet<SymbolKind> = new Set(typeof kinds === 'string' ? [kinds] : kinds);
    return this.declared.filter(
      (symbol) => wanted.has(symbol.kind) && (container === undefined || symbol.container === container),
    );
  }

  private occurrencesIn(uri: string): readonly Occurrence[] {
    this.byFile ??= groupByFile(this.declared, this.used);
    return this.byFile.get(uri) ?? [];
  }
}

/** Index of the last occurrence that begins at the offset or before, or -1. */
function lastStartingAt(occurrences: readonly Occurrence[], offset: number): number {
  let low = 0;
  let high = occurrences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((occurrences[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function groupByFile(symbols: readonly ModelSymbol[], references: readonly Reference[]): Map<string, Occurrence[]> {
  const files = new Map<string, Occurrence[]>();
  const add = (uri: string, occurrence: Occurrence): void => {
    const list = files.get(uri);
    if (list === undefined) files.set(uri, [occurrence]);
    else list.push(occurrence);
  };
  for (const symbol of symbols) add(symbol.uri, { symbol, ...symbol.nameRange });
  for (const { symbol, uri, range } of references) add(uri, { symbol, ...range });
  for (const list of files.values()) list.sort((left, right) => left.start - right.start || left.end - right.end);
  return files;
}

function groupBySymbol(references: readonly Reference[]): Map<ModelSymbol, Reference[]> {
  const groups = new Map<ModelSymbol, Reference[]>();
  for (const reference of references) {
    const list = groups.get(reference.symbol);
    if (list === undefined) groups.set(reference.symbol, [reference]);
    else list.push(reference);
  }
  return groups;
}
