/**
 * Number of a primary's reign: what terms are to Raft and views to Viewstamped Replication. An *ordinal* that grows with
 * every change of primary comes first; a random *run* makes epochs that two sides of a split begin on their own
 * different, as Redis' replication id does. Epochs are totally ordered, and the higher one wins.
 */
const RUNS = 2 ** 24;

/** No primary has reigned yet. */
export const NO_EPOCH = 0;

/** An epoch above another; `random` is in (0, 1). */
export function epochAbove(epoch: number, random: number): number {
  return (ordinal(epoch) + 1) * RUNS + Math.floor(random * RUNS);
}

/** The part that a reader of a report wants to see. */
export function ordinal(epoch: number): number {
  return Math.floor(epoch / RUNS);
}
