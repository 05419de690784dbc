import type { Graph, GraphNode } from '../../../server/src/report/run-report';

/** A box with the boxes inside it, in the order of the model. A box without a parent is inside the root. */
export interface TreeBox {
  readonly node: GraphNode;
  readonly children: readonly TreeBox[];
}

/** Nests the boxes. A parent that does not exist, or that lies inside its own child, counts as none. */
export function domainTree(graph: Graph): readonly TreeBox[] {
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const childrenOf = new Map<string | null, GraphNode[]>();
  for (const node of graph.nodes) {
    const parent = reachesRoot(node, known) ? node.parent : null;
    const siblings = childrenOf.get(parent) ?? [];
    siblings.push(node);
    childrenOf.set(parent, siblings);
  }
  const nest = (parent: string | null): readonly TreeBox[] =>
    (childrenOf.get(parent) ?? []).map((node) => ({ node, children: nest(node.id) }));
  return nest(null);
}

export function isLeaf(box: TreeBox): boolean {
  return box.node.kind === 'node' || box.node.kind === 'client' || box.children.length === 0;
}

export function leavesOf(box: TreeBox): readonly TreeBox[] {
  return isLeaf(box) ? [box] : box.children.flatMap(leavesOf);
}

function reachesRoot(node: GraphNode, known: ReadonlyMap<string, GraphNode>): boolean {
  const seen = new Set<string>([node.id]);
  for (let parent = node.parent; parent !== null; parent = known.get(parent)?.parent ?? null) {
    if (!known.has(parent) || seen.has(parent)) {
      return false;
    }
    seen.add(parent);
  }
  return true;
}
