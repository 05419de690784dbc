import type { GlobalKind, ModelSymbol } from './symbols';

const kinds: readonly GlobalKind[] = ['topology', 'policy', 'workload', 'faults', 'scenario', 'experiment'];

/** The declarations at the top of the files that one file sees: its own, and those of all that it imports. */
export class GlobalScope {
  /** Declarations may be missing because a file could not be read in full; nothing is said of unknown names then. */
  isIncomplete = false;

  private readonly byKind: Readonly<Record<GlobalKind, Map<string, ModelSymbol>>> = {
    topology: new Map(),
    policy: new Map(),
    workload: new Map(),
    faults: new Map(),
    scenario: new Map(),
    experiment: new Map(),
  };

  /** Adds a declaration unless its name is taken; gives back the one that has it. */
  add(kind: GlobalKind, symbol: ModelSymbol): ModelSymbol | undefined {
    const names = this.byKind[kind];
    const first = names.get(symbol.name);
    if (first === undefined) names.set(symbol.name, symbol);
    return first;
  }

  find(kind: GlobalKind, name: string): ModelSymbol | undefined {
    return this.byKind[kind].get(name);
  }

  /** The declaration of another kind that has this name, for saying what it is. */
  findOther(kind: GlobalKind, name: string): ModelSymbol | undefined {
    for (const other of kinds) {
      const found = other === kind ? undefined : this.byKind[other].get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  names(kind: GlobalKind): Iterable<string> {
    return this.byKind[kind].keys();
  }

  all(kind: GlobalKind): Iterable<ModelSymbol> {
    return this.byKind[kind].values();
  }
}
