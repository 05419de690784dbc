import { familyByName } from '../../../language/schema/policy-schemas';
import type { FamilySchema } from '../../../language/schema/policy-schemas';
import type { Snapshot } from '../../snapshot';

/** The family that a name stands for: by itself, or as a policy through whatever that derives from. */
export function familyOf({ program }: Snapshot, name: string): FamilySchema | undefined {
  const policy = program.model.policies.find((each) => each.name === name);
  return familyByName.get(policy?.family ?? name);
}

/** What a store replicates with: the name of a policy, or of a family with its defaults. */
export function policyOf({ program }: Snapshot, store: string): string | undefined {
  for (const topology of program.model.topologies) {
    const choice = topology.stores.find(({ name }) => name === store)?.policy;
    if (choice !== undefined) return choice.kind === 'declared' ? choice.policy.name : choice.family;
  }
  return undefined;
}
