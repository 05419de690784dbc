/** The servers that vote. Immutable. */
export interface Configuration {
  /** Identifier of the transaction that made it, so that the later one is the greater; 0 for the first. */
  readonly version: number;
  /** Place ids. */
  readonly members: readonly number[];
}

/** What a server knows that joins and was not told yet. */
export const UNKNOWN: Configuration = { version: -1, members: [] };

/** The greatest number that a majority of the members reaches. */
export function reachedByQuorum({ members }: Configuration, valueOf: (place: number) => number): number {
  const values = members.map(valueOf).sort((x, y) => y - x);
  return values[Math.floor(members.length / 2)] ?? -Infinity;
}

export function isQuorum({ members }: Configuration, holds: (place: number) => boolean): boolean {
  return members.filter(holds).length > members.length / 2;
}
