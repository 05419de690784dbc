import type { Graph } from '../../../server/src/report/run-report';

/** Longer chains of requests than this are drawn as if they ended here. */
const MOST_TIERS = 12;

/**
 * How far each box is from the clients, along requests: clients 0, what they call 1, what that calls 2. Calls in a
 * circle stop at the limit of what a reader can follow.
 */
export function tiersOf(graph: Graph): ReadonlyMap<string, number> {
  const tiers = new Map(graph.nodes.map(({ id, kind }) => [id, kind === 'client' ? 0 : 1]));
  const requests = graph.edges.filter(({ kind }) => kind === 'request');
  for (let round = 0, changed = true; changed && round < MOST_TIERS; round++) {
    changed = false;
    for (const { from, to } of requests) {
      const wanted = (tiers.get(from) ?? 0) + 1;
      if (from !== to && wanted > (tiers.get(to) ?? MOST_TIERS) && wanted <= MOST_TIERS) {
        tiers.set(to, wanted);
        changed = true;
      }
    }
  }
  return tiers;
}
