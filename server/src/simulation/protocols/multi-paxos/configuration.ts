/** The acceptors of a slot. Immutable. */
export interface Configuration {
  readonly members: readonly number[];
  /**
   * Of each member: 0 where it was there from the start, else a number that it drew when it was added. One that was removed
   * and added again has forgotten what it promised, and must not be taken for the one that promised it.
   */
  readonly identities: readonly number[];
}

/** What a replica knows that was added and not yet told. */
export const NOBODY: Configuration = { members: [], identities: [] };

export const quorumOf = ({ members }: Configuration): number => Math.floor(members.length / 2) + 1;

/** Whether replicas, each with the identity that it gave, are a majority. */
export function isQuorum(configuration: Configuration, identities: ReadonlyMap<number, number>): boolean {
  const { members } = configuration;
  const count = members.filter((member, i) => identities.get(member) === configuration.identities[i]).length;
  return count >= quorumOf(configuration);
}

export function withMember({ members, identities }: Configuration, place: number, identity: number): Configuration {
  return { members: [...members, place], identities: [...identities, identity] };
}

export function withoutMember({ members, identities }: Configuration, place: number): Configuration {
  const kept = (_: unknown, i: number): boolean => members[i] !== place;
  return { members: members.filter(kept), identities: identities.filter(kept) };
}
