/** Orders the rounds of Paxos for a key: the coordinator's clock, then its name. */
export interface Ballot {
  readonly time: number;
  readonly author: number;
}

export const NO_BALLOT: Ballot = { time: 0, author: 0 };

export function compareBallots(a: Ballot, b: Ballot): number {
  return a.time - b.time || a.author - b.author;
}
