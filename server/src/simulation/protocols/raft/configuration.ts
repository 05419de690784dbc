/** The voters from some index of the log on (dissertation, chapter 4). Immutable. */
export interface Configuration {
  /** Place ids. */
  readonly voters: readonly number[];
  /**
   * Of each voter: 0 where it was there from the start, else a number that it drew when it was added (etcd's member ids). One
   * that was removed and added again has forgotten its votes and its log, and must not be taken for the one that had them.
   */
  readonly identities: readonly number[];
}

/** What a server knows that was added and not yet told. */
export const NOBODY: Configuration = { voters: [], identities: [] };

/** The identity by which a place votes; undefined where it does not. */
export function identityIn({ voters, identities }: Configuration, place: number): number | undefined {
  return identities[voters.indexOf(place)];
}

export function withVoter({ voters, identities }: Configuration, place: number, identity: number): Configuration {
  return { voters: [...voters, place], identities: [...identities, identity] };
}

export function withoutVoter({ voters, identities }: Configuration, place: number): Configuration {
  const isKept = (_: number, i: number): boolean => voters[i] !== place;
  return { voters: voters.filter(isKept), identities: identities.filter(isKept) };
}
