import type { Environment } from '../environment/environment';

/**
 * The groups of a partition with its clients: a client that is in no group goes with its domain, that is, with the
 * group that holds every node of its innermost domain; where there is no such group it still reaches everybody.
 */
export function withClients(environment: Environment, groups: readonly (readonly number[])[]): number[][] {
  const { scenario } = environment;
  const result = groups.map((group) => [...group]);
  const groupOf = new Map<number, number>();
  result.forEach((group, index) => group.forEach((place) => groupOf.set(place, index)));
  scenario.places.forEach((place, id) => {
    if (place.kind !== 'client' || groupOf.has(id) || place.domain < 0) return;
    const sides = new Set<number | undefined>();
    for (let node = 0; node < scenario.nodeCount; node++) {
      if (isWithin(environment, node, place.domain)) sides.add(groupOf.get(node));
    }
    const [only] = sides;
    if (sides.size === 1 && only !== undefined) result[only]?.push(id);
  });
  return result;
}

/**
 * Pairs that a partition separates: places of different groups, and a node in no group from all. A client in no group
 * is separated from nobody but such nodes.
 */
export function separatedPairs(environment: Environment, groups: readonly (readonly number[])[]): Uint8Array {
  const { places, nodeCount } = environment.scenario;
  const n = places.length;
  const free = -1;
  const side = new Int32Array(n).fill(free);
  groups.forEach((group, index) => group.forEach((place) => (side[place] = index)));
  for (let node = 0; node < nodeCount; node++) if (side[node] === free) side[node] = groups.length + node;
  const covers = new Uint8Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      if (a === b || side[a] === side[b]) continue;
      const lonely = (side[a] as number) >= groups.length || (side[b] as number) >= groups.length;
      if ((side[a] === free || side[b] === free) && !lonely) continue;
      covers[a * n + b] = 1;
    }
  }
  return covers;
}

function isWithin(environment: Environment, place: number, domain: number): boolean {
  const { places, domains } = environment.scenario;
  for (let at = places[place]?.domain ?? -1; at >= 0; at = domains[at]?.parent ?? -1) if (at === domain) return true;
  return false;
}
