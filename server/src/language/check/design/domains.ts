import type { BoundDomain, BoundPlace, BoundTopology } from '../../bind/bound';

/** Failure domains from fine to coarse. */
export const fineToCoarse = ['host', 'rack', 'zone', 'datacenter', 'region'] as const;

export type DomainKind = BoundDomain['kind'];

/** The domain of a kind that a place lies in. */
export function domainAt(place: BoundPlace, level: DomainKind): BoundDomain | undefined {
  for (let domain = place.domain; domain !== undefined; domain = domain.parent)
    if (domain.kind === level) return domain;
  return undefined;
}

/** Whether there is another domain of the kind to put something into. */
export function hasSeveral(topology: BoundTopology, level: DomainKind): boolean {
  return topology.domains.filter((domain) => domain.kind === level).length > 1;
}

/** The domain that holds the most of the nodes, and how many. */
export function largestCrowd(
  nodes: readonly BoundPlace[],
  level: DomainKind,
): readonly [BoundDomain | undefined, number] {
  const counts = new Map<BoundDomain, number>();
  for (const node of nodes) {
    const domain = domainAt(node, level);
    if (domain !== undefined) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  let largest: BoundDomain | undefined;
  let held = 0;
  for (const [domain, count] of counts) {
    if (count <= held) continue;
    largest = domain;
    held = count;
  }
  return [largest, held];
}

/** The finest domain that holds all of several nodes, where there is another one that could hold some. */
export function commonDomain(nodes: readonly BoundPlace[], topology: BoundTopology): BoundDomain | undefined {
  if (nodes.length < 2) return undefined;
  for (const level of fineToCoarse) {
    const [crowd, held] = largestCrowd(nodes, level);
    if (crowd !== undefined && held === nodes.length && hasSeveral(topology, level)) return crowd;
  }
  return undefined;
}
