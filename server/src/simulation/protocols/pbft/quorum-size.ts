/**
 * How many of n replicas may be faulty: f where n = 3f + 1 (section 3). Two or three replicas are set up for one fault
 * all the same, as a careless operator would, so that it can be seen why they are too few.
 */
export function toleratedFaults(replicas: number): number {
  if (replicas >= 4) return Math.floor((replicas - 1) / 3);
  return replicas > 1 ? 1 : 0;
}

/**
 * Replicas that make a certificate: 2f + 1 of 3f + 1. Any two quorums must share a correct replica, so replicas beyond
 * 3f + 1 enlarge it; but it never waits for more than can be had when f are silent.
 */
export function quorumSize(replicas: number): number {
  const f = toleratedFaults(replicas);
  return Math.min(replicas - f, Math.ceil((replicas + f + 1) / 2));
}
