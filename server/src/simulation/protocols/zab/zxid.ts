/**
 * A transaction's identifier: the epoch of the primary that proposed it and its number there (DSN 2011, section III; in
 * ZooKeeper the halves of 64 bits). As a number it orders as the paper's pairs do; 2^21 epochs fit.
 */
const COUNTERS = 2 ** 32;

export function zxidOf(epoch: number, counter: number): number {
  return epoch * COUNTERS + counter;
}
