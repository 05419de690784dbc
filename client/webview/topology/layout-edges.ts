import type { Graph } from '../../../server/src/report/run-report';
import { domainRows, insideOf, leafRows, type Arrangement } from './arrangement';
import { domainTree, isLeaf, leavesOf, type TreeBox } from './domain-tree';
import { tiersOf } from './tiers';

/** A pair of leaves of which the first is placed above the second. */
export type Above = readonly [upper: string, lower: string];

/**
 * The relations that are laid out. They are not the links that are drawn: a group of five replicas has ten links, and
 * a layout that follows them all tears the zones apart. Instead each domain keeps its boxes in rows, callers above what
 * they call, and domains stand side by side.
 */
export function layoutEdges(graph: Graph, arrangement: Arrangement): readonly Above[] {
  const tree = domainTree(graph);
  return [...insideEach(tree, tiersOf(graph), arrangement), ...betweenLeavesAndDomains(graph, tree)];
}

function insideEach(
  boxes: readonly TreeBox[],
  tiers: ReadonlyMap<string, number>,
  arrangement: Arrangement,
): readonly Above[] {
  const rows = leafRows(boxes.filter(isLeaf), tiers, arrangement.leaves);
  const domains = boxes.filter((box) => !isLeaf(box));
  return [
    ...rows.flatMap((row, number) => between(row, rows[number + 1] ?? [])),
    ...foldedDomains(domainRows(boxes, arrangement)),
    ...domains.flatMap(({ children }) => insideEach(children, tiers, insideOf(arrangement))),
  ];
}

/** A long row of domains folds too: the boxes of the second row lie under those of the first. */
function foldedDomains(rows: readonly (readonly TreeBox[])[]): readonly Above[] {
  return rows.flatMap((row, number) =>
    (rows[number + 1] ?? []).flatMap((lower, column): readonly Above[] => {
      const upper = row[column];
      const last = upper === undefined ? undefined : leavesOf(upper).at(-1);
      const first = leavesOf(lower)[0];
      return last === undefined || first === undefined ? [] : [[last.node.id, first.node.id]];
    }),
  );
}

/** A small row is centred over the next by ties between all; in larger ones, ties follow the columns. */
function between(upper: readonly TreeBox[], lower: readonly TreeBox[]): readonly Above[] {
  if (upper.length * lower.length <= 6) {
    return upper.flatMap((above) => lower.map((below): Above => [above.node.id, below.node.id]));
  }
  const width = Math.max(upper.length, lower.length);
  return Array.from({ length: width }, (_, column): Above | null => {
    const above = upper[Math.floor((column * upper.length) / width)];
    const below = lower[Math.floor((column * lower.length) / width)];
    return above === undefined || below === undefined ? null : [above.node.id, below.node.id];
  }).filter((tie) => tie !== null);
}

/** A client outside all domains stands above the domain it calls, and a node outside below its callers. */
function betweenLeavesAndDomains(graph: Graph, tree: readonly TreeBox[]): readonly Above[] {
  const paths = new Map<string, readonly string[]>();
  const walk = (box: TreeBox, above: readonly string[]): void => {
    const path = [...above, box.node.id];
    paths.set(box.node.id, path);
    for (const child of box.children) {
      walk(child, path);
    }
  };
  for (const box of tree) {
    walk(box, []);
  }
  return graph.edges
    .filter(({ kind, from, to }) => {
      const one = paths.get(from);
      const other = paths.get(to);
      if (one === undefined || other === undefined) {
        return false;
      }
      const shared = one.findIndex((id, depth) => id !== other[depth]);
      const oneIsDirect = shared === one.length - 1;
      const otherIsDirect = shared === other.length - 1;
      return kind === 'request' && shared >= 0 && oneIsDirect !== otherIsDirect;
    })
    .map(({ from, to }): Above => [from, to]);
}
