import type { Graph, GraphEdge } from '../../../server/src/report/run-report';

/** One line between two boxes: both directions, and everything that passes between them. */
export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: GraphEdge['kind'];
  readonly labels: readonly string[];
}

/** Edges whose ends exist, those between the same two boxes and of the same kind as one. */
export function mergedLinks(graph: Graph): readonly Link[] {
  const known = new Set(graph.nodes.map(({ id }) => id));
  const links = new Map<string, Link>();
  for (const { from, to, kind, label } of graph.edges) {
    if (from !== to && known.has(from) && known.has(to)) {
      const id = linkId(kind, from, to);
      const labels = links.get(id)?.labels ?? [];
      links.set(id, {
        ...{ id, kind, labels: label === '' || labels.includes(label) ? labels : [...labels, label] },
        ...{ from: links.get(id)?.from ?? from, to: links.get(id)?.to ?? to },
      });
    }
  }
  return [...links.values()];
}

function linkId(kind: string, from: string, to: string): string {
  return [kind, ...[from, to].sort()].join('\n');
}
