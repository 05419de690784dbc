import type { BoundPlace } from '../bind/bound';
import { placeReplicas } from '../model';

/** The nodes of each shard, chosen by `placeReplicas`. */
export function placeShards(
  nodes: readonly BoundPlace[],
  shards: number,
  replicas: number,
): readonly (readonly number[])[] {
  const placeable = nodes.map((node) => ({ id: node.id, domains: domainIndices(node) }));
  return placeReplicas(placeable, shards, replicas);
}

/** Indices of the domains that a node lies in, from coarse to fine. */
function domainIndices(node: BoundPlace): readonly number[] {
  const indices: number[] = [];
  for (let domain = node.domain; domain !== undefined; domain = domain.parent) indices.unshift(domain.index);
  return indices;
}
