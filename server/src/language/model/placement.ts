/** A node that may get replicas. */
export interface PlaceableNode {
  /** Its place id. */
  readonly id: number;
  /** Indices of the domains that it lies in, from coarse to fine. */
  readonly domains: readonly number[];
}

/**
 * Chooses the nodes of each shard. Replicas of a shard spread over failure domains, coarsest first; among equals the
 * node with the fewest replicas so far is taken, then the one written first. First replicas, the preferred leaders,
 * spread over the nodes too. With one shard on every node the order is the one written.
 */
export function placeReplicas(
  nodes: readonly PlaceableNode[],
  shards: number,
  replicas: number,
): readonly (readonly number[])[] {
  const load = nodes.map(() => 0);
  const leads = nodes.map(() => 0);
  return Array.from({ length: shards }, () => {
    const chosen: number[] = [];
    const taken = new Map<number, number>();
    while (chosen.length < Math.min(replicas, nodes.length)) {
      const next = best(nodes.length, (at) => {
        if (chosen.includes(at)) return undefined;
        // A domain that holds a replica already counts the more the coarser it is; levels outweigh one another.
        const crowd = (nodes[at]?.domains ?? []).map((domain) => taken.get(domain) ?? 0);
        return [...crowd, load[at] ?? 0];
      });
      chosen.push(next);
      load[next] = (load[next] ?? 0) + 1;
      for (const domain of nodes[next]?.domains ?? []) taken.set(domain, (taken.get(domain) ?? 0) + 1);
    }
    if (replicas >= nodes.length) chosen.sort((left, right) => left - right);
    const leader = best(chosen.length, (at) => [leads[chosen[at] ?? 0] ?? 0]);
    const first = chosen[leader] ?? 0;
    leads[first] = (leads[first] ?? 0) + 1;
    const order = [...chosen.slice(leader), ...chosen.slice(0, leader)];
    return order.map((at) => nodes[at]?.id ?? -1);
  });
}

/** The candidate with the smallest key, compared number by number; the first of equals. */
function best(count: number, keyOf: (at: number) => readonly number[] | undefined): number {
  let found = 0;
  let foundKey: readonly number[] | undefined;
  for (let at = 0; at < count; at++) {
    const key = keyOf(at);
    if (key !== undefined && (foundKey === undefined || isLess(key, foundKey))) {
      found = at;
      foundKey = key;
    }
  }
  return found;
}

function isLess(left: readonly number[], right: readonly number[]): boolean {
  for (let at = 0; at < left.length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
