import type { BoundPolicy } from '../../language/bind/bound';
import { familyByName } from '../../language/schema/policy-schemas';
import type { FamilySchema } from '../../language/schema/policy-schemas';
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

/** A policy with all that it derives from. */
export interface EffectivePolicy {
  readonly family: FamilySchema;
  readonly properties: readonly EffectiveProperty[];
}

/** Undefined where the chain of bases does not end in a family. Values are shown as written, right or wrong. */
export function effectivePolicy(snapshot: Snapshot, name: string): EffectivePolicy | undefined {
  const policy = snapshot.program.model.policies.find((each) => each.name === name);
  const family = familyByName.get(policy?.family ?? '');
  if (policy === undefined || family === undefined) return undefined;
  const chain = policyChain(policy);
  const properties = [...family.block.properties.values()].flatMap((schema): EffectiveProperty[] => {
    const speaker = chain.find(({ own }) => own.has(schema.name));
    const written = speaker?.own.written(schema.name);
    const text = written && snapshot.sourceOf(written.uri)?.slice(written.range);
    if (text !== undefined) return [{ name: schema.name, value: text, from: speaker?.name }];
    return schema.default === undefined ? [] : [{ name: schema.name, value: schema.default, from: undefined }];
  });
  return { family, properties };
}

/** The policy itself, then its bases, nearest first; it ends where policies derive from each other in a circle. */
export function policyChain(policy: BoundPolicy): readonly BoundPolicy[] {
  const chain: BoundPolicy[] = [];
  for (
    let each: BoundPolicy | undefined = policy;
    each !== undefined && chain.length < MAX_DERIVATIONS;
    each = each.base
  ) {
    chain.push(each);
  }
  return chain;
}
