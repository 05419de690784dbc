import type { Graph, GraphEdge, GraphNode } from '../../../server/src/report/run-report';
import { domainTree, isLeaf, leavesOf, type TreeBox } from './domain-tree';

/** With more nodes and clients than this, domains are drawn closed, each as one box, and opened on demand. */
const FOLDS_ABOVE = 300;
/** Levels of domains are open from the outermost inwards as long as no more boxes than this are to be seen. */
const ROOM = 120;

/** What the reader opened and closed, by id, where that differs from how it was. */
export interface Folds {
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

export const NO_FOLDS: Folds = { opened: [], closed: [] };

export interface FoldedGraph {
  /** What is drawn: a closed domain is a box without anything inside. */
  readonly graph: Graph;
  /** The places inside each closed domain, by its id. */
  readonly members: ReadonlyMap<string, readonly number[]>;
  /** Open domains that can be closed. */
  readonly closable: ReadonlySet<string>;
  /** Which box stands for a node, client or closed domain, by id. */
  readonly seenAs: ReadonlyMap<string, string>;
  readonly leafCount: number;
}

/** Closes the domains of a large graph; a small one stays as it is. */
export function foldGraph(graph: Graph, folds: Folds): FoldedGraph {
  const tree = domainTree(graph);
  const leafCount = tree.flatMap(leavesOf).length;
  if (leafCount <= FOLDS_ABOVE) {
    const seenAs = new Map(graph.nodes.map(({ id }) => [id, id]));
    return { graph, members: new Map(), closable: new Set(), seenAs, leafCount };
  }
  const byItself = openByItself(tree);
  const isOpen = ({ node }: TreeBox): boolean =>
    folds.opened.includes(node.id) || (byItself.has(node.id) && !folds.closed.includes(node.id));
  const nodes: GraphNode[] = [];
  const members = new Map<string, readonly number[]>();
  const closable = new Set<string>();
  const seenAs = new Map<string, string>();
  const show = (box: TreeBox): void => {
    seenAs.set(box.node.id, box.node.id);
    if (isLeaf(box)) {
      nodes.push(box.node);
    } else if (isOpen(box)) {
      nodes.push(box.node);
      closable.add(box.node.id);
      box.children.forEach(show);
    } else {
      const inside = leavesOf(box).map(({ node }) => node);
      nodes.push(closedBox(box.node, inside));
      members.set(
        box.node.id,
        inside.map(({ place }) => place).filter((place) => place >= 0),
      );
      for (const { id } of inside) {
        seenAs.set(id, box.node.id);
      }
    }
  };
  tree.forEach(show);
  return { graph: { nodes, edges: edgesBetween(graph.edges, seenAs) }, members, closable, seenAs, leafCount };
}

/** The folds after a domain was opened or closed. */
export function toggled({ opened, closed }: Folds, id: string, open: boolean): Folds {
  const without = (ids: readonly string[]): readonly string[] => ids.filter((other) => other !== id);
  return {
    opened: open ? [...without(opened), id] : without(opened),
    closed: open ? without(closed) : [...without(closed), id],
  };
}

export function domainName({ kind, label }: GraphNode): string {
  return label.startsWith(kind) ? label : `${kind} ${label}`;
}

function openByItself(tree: readonly TreeBox[]): ReadonlySet<string> {
  const open = new Set<string>();
  let level = tree;
  let seen = tree.length;
  for (;;) {
    const domains = level.filter((box) => !isLeaf(box));
    const inside = domains.flatMap(({ children }) => children);
    seen += inside.length - domains.length;
    if (domains.length === 0 || seen > ROOM) {
      return open;
    }
    for (const { node } of domains) {
      open.add(node.id);
    }
    level = inside;
  }
}

function closedBox(domain: GraphNode, inside: readonly GraphNode[]): GraphNode {
  const clients = inside.filter(({ kind }) => kind === 'client').length;
  const detail = [counted(inside.length - clients, 'node'), counted(clients, 'client')].filter((part) => part !== '');
  return { ...domain, place: -1, label: domainName(domain), detail: detail.join(', ') };
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** Edges between what is seen, each once. */
function edgesBetween(edges: readonly GraphEdge[], seenAs: ReadonlyMap<string, string>): readonly GraphEdge[] {
  const known = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const from = seenAs.get(edge.from);
    const to = seenAs.get(edge.to);
    const id = `${edge.kind} ${String(from)} ${String(to)}`;
    if (from !== undefined && to !== undefined && from !== to && !known.has(id)) {
      known.set(id, { ...edge, id, from, to });
    }
  }
  return [...known.values()];
}
