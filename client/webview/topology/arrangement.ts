import type { Graph } from '../../../server/src/report/run-report';
import { DOMAIN_PADDING, GAPS } from './box-spacing';
import { LARGEST_FIT } from './camera';
import { domainTree, isLeaf, type TreeBox } from './domain-tree';
import type { Measure } from './elk-adapter';
import { tiersOf } from './tiers';

/** How many stand side by side at most: domains within one domain, and nodes and clients within one. */
export interface Arrangement {
  readonly domains: number;
  readonly leaves: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** More than these side by side are never worth a try. */
const MOST_COLUMNS = 16;
/** A last row of domains that is not full looks like a mistake, unless it makes everything so much larger. */
const RAGGED = 0.8;
/** What is laid out already stays so, unless another arrangement is drawn so much larger. */
const WORTH_MOVING = 1.2;

/** The arrangement in which a graph is drawn largest in a room. */
export function arrangementFor(graph: Graph, measure: Measure, room: Size, before: Arrangement | null): Arrangement {
  const tiers = tiersOf(graph);
  const tree = domainTree(graph);
  const sizes = new Map(graph.nodes.map((node) => [node.id, measure(node)]));
  const scale = (arrangement: Arrangement): number => {
    const { width, height } = sizeOf(tree, arrangement, tiers, (box) => sizes.get(box.node.id) ?? NOTHING);
    const fits = Math.min(room.width / Math.max(width, 1), room.height / Math.max(height, 1), LARGEST_FIT);
    return isRagged(tree, arrangement.domains) ? fits * RAGGED : fits;
  };
  const most = mostOfOne(tree);
  const columns = (count: number): readonly number[] =>
    Array.from({ length: Math.min(Math.max(count, 1), MOST_COLUMNS) }, (_, less) => less + 1).reverse();
  let best = before ?? { domains: Math.max(most.domains, 1), leaves: Math.max(most.leaves, 1) };
  let largest = scale(best) * (before === null ? 1 : WORTH_MOVING);
  for (const domains of columns(most.domains)) {
    for (const leaves of columns(most.leaves)) {
      const found = scale({ domains, leaves });
      if (found > largest) {
        [best, largest] = [{ domains, leaves }, found];
      }
    }
  }
  return best;
}

/** What is inside a domain, or stands outside of all, in rows from top to bottom: leaves first, then domains. */
export function rowsOf(
  boxes: readonly TreeBox[],
  tiers: ReadonlyMap<string, number>,
  arrangement: Arrangement,
): readonly (readonly TreeBox[])[] {
  const domains = boxes.filter((box) => !isLeaf(box));
  return [...leafRows(boxes.filter(isLeaf), tiers, arrangement.leaves), ...folded(domains, arrangement.domains)];
}

/** Leaves of one domain in rows, callers above what they call; many of one tier fold into several rows. */
export function leafRows(
  leaves: readonly TreeBox[],
  tiers: ReadonlyMap<string, number>,
  abreast: number,
): readonly (readonly TreeBox[])[] {
  const tierOf = (box: TreeBox): number => tiers.get(box.node.id) ?? 1;
  const numbers = [...new Set(leaves.map(tierOf))].sort((a, b) => a - b);
  return numbers.flatMap((tier) => {
    const row = leaves.filter((box) => tierOf(box) === tier);
    // Rows of nearly the same length: five boxes in two rows are three and two, not four and one.
    return folded(row, Math.ceil(row.length / Math.ceil(row.length / abreast)));
  });
}

export function folded<T>(items: readonly T[], columns: number): readonly (readonly T[])[] {
  const rowCount = Math.ceil(items.length / columns);
  return Array.from({ length: rowCount }, (_, row) => items.slice(row * columns, (row + 1) * columns));
}

const NOTHING: Size = { width: 0, height: 0 };

/** How large boxes and what is inside them become, one row below the other. */
function sizeOf(
  boxes: readonly TreeBox[],
  arrangement: Arrangement,
  tiers: ReadonlyMap<string, number>,
  leafSize: (box: TreeBox) => Size,
): Size {
  const rows = rowsOf(boxes, tiers, arrangement).map((row) =>
    beside(row.map((box) => (isLeaf(box) ? leafSize(box) : padded(box)))),
  );
  return {
    width: rows.reduce((most, { width }) => Math.max(most, width), 0),
    height: rows.reduce((sum, { height }) => sum + height + GAPS.below, -GAPS.below),
  };

  function padded({ children }: TreeBox): Size {
    const { width, height } = sizeOf(children, arrangement, tiers, leafSize);
    const { top, side, bottom } = DOMAIN_PADDING;
    return { width: width + 2 * side, height: height + top + bottom };
  }
}

function beside(row: readonly Size[]): Size {
  return {
    width: row.reduce((sum, { width }) => sum + width + GAPS.beside, -GAPS.beside),
    height: row.reduce((most, { height }) => Math.max(most, height), 0),
  };
}

/** How many domains, and how many leaves, there are at most within one domain. */
function mostOfOne(boxes: readonly TreeBox[]): Arrangement {
  const domains = boxes.filter((box) => !isLeaf(box));
  return domains
    .map(({ children }) => mostOfOne(children))
    .reduce(
      (most, inside) => ({
        domains: Math.max(most.domains, inside.domains),
        leaves: Math.max(most.leaves, inside.leaves),
      }),
      { domains: domains.length, leaves: boxes.length - domains.length },
    );
}

function isRagged(boxes: readonly TreeBox[], columns: number): boolean {
  const domains = boxes.filter((box) => !isLeaf(box));
  return (
    (domains.length > columns && domains.length % columns !== 0) ||
    domains.some(({ children }) => isRagged(children, columns))
  );
}
