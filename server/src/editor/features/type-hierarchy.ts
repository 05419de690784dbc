import { SymbolKind } from 'vscode-languageserver';
import type { Position, TypeHierarchyItem } from 'vscode-languageserver';
import type { BoundPolicy } from '../../language/bind/bound';
import { offsetAt, rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';

/** The policy at a position: policies derive from one another. */
export function prepareTypeHierarchy(snapshot: Snapshot, position: Position): TypeHierarchyItem[] {
  const at = snapshot.symbols.symbolsAt(snapshot.uri, offsetAt(snapshot.source, position));
  return snapshot.program.model.policies
    .filter(({ symbol }) => at.includes(symbol))
    .flatMap((policy) => itemOf(snapshot, policy) ?? []);
}

/** The policy that it derives from. */
export function supertypes(snapshot: Snapshot, item: TypeHierarchyItem): TypeHierarchyItem[] {
  return policiesOf(snapshot, item).flatMap(({ base }) => (base === undefined ? [] : (itemOf(snapshot, base) ?? [])));
}

/** Those that derive from it, in all programs that know it. */
export function subtypes(programs: readonly Snapshot[], item: TypeHierarchyItem): TypeHierarchyItem[] {
  const found = new Map<string, TypeHierarchyItem>();
  for (const snapshot of programs) {
    const bases = policiesOf(snapshot, item);
    for (const policy of snapshot.program.model.policies) {
      if (policy.base === undefined || !bases.includes(policy.base)) continue;
      const derived = itemOf(snapshot, policy);
      if (derived !== undefined) found.set(`${policy.uri} ${String(policy.symbol.nameRange.start)}`, derived);
    }
  }
  return [...found.values()];
}

/** An item may come from an older program, or another one. */
function policiesOf(snapshot: Snapshot, { uri, name }: TypeHierarchyItem): readonly BoundPolicy[] {
  return snapshot.program.model.policies.filter((policy) => policy.uri === uri && policy.name === name);
}

function itemOf({ sourceOf }: Snapshot, { symbol, uri, name, family }: BoundPolicy): TypeHierarchyItem | undefined {
  const source = sourceOf(uri);
  if (source === undefined) return undefined;
  return {
    name,
    kind: SymbolKind.Class,
    detail: family ?? '',
    uri,
    range: rangeOf(source, symbol.fullRange),
    selectionRange: rangeOf(source, symbol.nameRange),
  };
}
