/**
 * The time between two checkpoints that wastes the least: the square root of 2 C M, with C the time that a checkpoint
 * takes and M the mean time between failures. Young, A first order approximation to the optimum checkpoint interval,
 * CACM 17(9), 1974; Daly, FGCS 22(3), 2006, refines it where C is not small against M.
 */
export function optimalInterval(takingNs: number, mtbfNs: number): number {
  return Math.sqrt(2 * takingNs * mtbfNs);
}

/** Share of the time spent on checkpoints and, after a failure, on computing again half an interval on average. */
export function wasteOf(everyNs: number, takingNs: number, mtbfNs: number): number {
  return takingNs / everyNs + everyNs / (2 * mtbfNs);
}
