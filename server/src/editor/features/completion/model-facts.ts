import { familyByName } from '../../../language/schema/policy-schemas';
import type { FamilySchema } from '../../../language/schema/policy-schemas';
import type { NameNode } from '../../../language/syntax/syntax-tree';
import type { Snapshot } from '../../snapshot';

/** How many policies may derive from each other before a chain is taken for a circle. */
const MAX_DERIVATIONS = 32;

/** The family of a policy, through whatever it derives from. Works on broken text, where nothing is compiled. */
export function familyOf(snapshot: Snapshot, policy: string): FamilySchema | undefined {
  let base: string | undefined = policy;
  for (let step = 0; step < MAX_DERIVATIONS && base !== undefined; step++) {
    const declared = baseOf(snapshot, base);
    if (declared === undefined) return familyByName.get(base);
    base = declared;
  }
  return undefined;
}

/** The policy that a store uses, as its declaration says. */
export function policyOf(snapshot: Snapshot, store: string): string | undefined {
  const symbol = snapshot.symbols.visibleSymbols('store').find(({ name }) => name === store);
  return /\busing (\S+)$/.exec(symbol?.detail ?? '')?.[1];
}

/** What stands behind the `=` of a policy, in whichever file declares it. */
function baseOf(snapshot: Snapshot, policy: string): string | undefined {
  for (const tree of snapshot.trees) {
    for (const declaration of tree.declarations) {
      if (declaration.kind !== 'policy' || declaration.name?.text !== policy) continue;
      const base: NameNode | undefined = declaration.base;
      return base?.text;
    }
  }
  return undefined;
}
