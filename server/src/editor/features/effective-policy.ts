import { familyByName } from '../../language/schema/policy-schemas';
import type { FamilySchema } from '../../language/schema/policy-schemas';
import type { PolicyNode, PropertyNode } from '../../language/syntax/syntax-tree';
import type { Snapshot } from '../snapshot';

/** Derivations followed before a chain is taken for a circle. */
const MAX_DERIVATIONS = 32;

/** One property as it holds for a policy, and who says so. */
export interface EffectiveProperty {
  readonly name: string;
  /** As written, or the default. */
  readonly value: string;
  /** The policy that says it, or undefined where the default of the family holds. */
  readonly from: string | undefined;
}

/** A policy with all that it derives from; undefined where the chain does not end in a family. */
export interface EffectivePolicy {
  readonly family: FamilySchema;
  /** The policies that it derives from, nearest first. */
  readonly bases: readonly string[];
  readonly properties: readonly EffectiveProperty[];
}

/** Follows a policy to its family, by the text alone, so that hover answers while a value is still wrong. */
export function effectivePolicy(snapshot: Snapshot, name: string): EffectivePolicy | undefined {
  const chain: { readonly node: PolicyNode; readonly text: (node: PropertyNode) => string }[] = [];
  let current = name;
  for (let step = 0; step < MAX_DERIVATIONS; step++) {
    const declared = findPolicy(snapshot, current);
    if (declared === undefined) break;
    chain.push(declared);
    current = declared.node.base?.text ?? '';
  }
  const family = familyByName.get(current);
  if (family === undefined || chain.length === 0) return undefined;
  const properties = [...family.block.properties.values()].flatMap(({ name: property, default: usual }) => {
    const written = chain.find(({ node }) => propertyOf(node, property) !== undefined);
    const node = written && propertyOf(written.node, property);
    if (written !== undefined && node !== undefined) {
      return [{ name: property, value: written.text(node), from: written.node.name?.text }];
    }
    return usual === undefined ? [] : [{ name: property, value: usual, from: undefined }];
  });
  const bases = chain.slice(1).map(({ node }) => node.name?.text ?? '');
  return { family, bases, properties };
}

function findPolicy(
  snapshot: Snapshot,
  name: string,
): { node: PolicyNode; text: (node: PropertyNode) => string } | undefined {
  for (const symbol of snapshot.symbols.visibleSymbols('policy')) {
    if (symbol.name !== name) continue;
    const source = snapshot.sourceOf(symbol.uri);
    const node = snapshot.trees
      .flatMap(({ declarations }) => declarations)
      .find((each) => each.kind === 'policy' && each.name?.text === name);
    if (source === undefined || node?.kind !== 'policy') continue;
    return { node, text: (property) => (property.value === undefined ? '' : source.slice(property.value.range)) };
  }
  return undefined;
}

function propertyOf(node: PolicyNode, name: string): PropertyNode | undefined {
  const items = node.body?.items ?? [];
  return items.find((item): item is PropertyNode => item.kind === 'property' && item.key.text === name);
}
