import type { Graph } from '../../../server/src/report/run-report';
import { SPACING, type Density } from './box-spacing';
import { LARGEST_FIT, READABLE } from './camera';
import { domainTree, isLeaf, type TreeBox } from './domain-tree';
import type { Measure } from './elk-adapter';
import { tiersOf } from './tiers';

/** How boxes stand in rows: how many side by side at most, and how much room each takes. */
export interface Arrangement {
  /** Domains within one domain, the outermost first: two regions abreast, and in each of them three zones. */
  readonly domains: readonly number[];
  /** Nodes and clients within one domain. */
  readonly leaves: number;
  readonly density: Density;
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
/** Links swing around boxes, which takes a little of the room; and what is compact stays so when there is a little more. */
const READS_WELL = { roomy: 1.05 * READABLE, again: 1.2 * READABLE } as const;
/** The columns of one depth of domains are changed after those of the other, so many times around. */
const ROUNDS = 2;

/** The arrangement in which a graph is drawn largest in a room: with all there is in its boxes, if that can be read. */
export function arrangementFor(graph: Graph, measure: Measure, room: Size, before: Arrangement | null): Arrangement {
  const tree = domainTree(graph);
  const scale = scaleIn(graph, tree, measure, room);
  const isCompact = before?.density === 'compact';
  const roomy = largestOf('roomy', tree, scale, before);
  return scale(roomy) >= (isCompact ? READS_WELL.again : READS_WELL.roomy)
    ? roomy
    : largestOf('compact', tree, scale, before);
}

/** How large a pixel of an arrangement is drawn. */
type Scale = (arrangement: Arrangement) => number;

function scaleIn(graph: Graph, tree: readonly TreeBox[], measure: Measure, room: Size): Scale {
  const tiers = tiersOf(graph);
  const measured = (density: Density): ReadonlyMap<string, Size> =>
    new Map(graph.nodes.map((node) => [node.id, measure(node, density)]));
  const sizes = { roomy: measured('roomy'), compact: measured('compact') };
  return (arrangement) => {
    const leafSize = (box: TreeBox): Size => sizes[arrangement.density].get(box.node.id) ?? NOTHING;
    const { width, height } = sizeOf(tree, arrangement, tiers, leafSize);
    const fits = Math.min(room.width / Math.max(width, 1), room.height / Math.max(height, 1), LARGEST_FIT);
    return isRagged(tree, arrangement) ? fits * RAGGED : fits;
  };
}

function largestOf(density: Density, tree: readonly TreeBox[], scale: Scale, before: Arrangement | null): Arrangement {
  const most = mostOfOne(tree);
  const stays = before?.density === density ? before : null;
  let best = stays ?? { density, ...most };
  let largest = scale(best) * (stays === null ? 1 : WORTH_MOVING);
  for (const leaves of columnsFor(most.leaves)) {
    const found = withDomains({ density, leaves, domains: most.domains }, most.domains, scale);
    const its = scale(found);
    if (its > largest) {
      [best, largest] = [found, its];
    }
  }
  return best;
}

/** The same with as many domains abreast at each depth as make it largest. */
function withDomains(start: Arrangement, most: readonly number[], scale: Scale): Arrangement {
  let best = start;
  let largest = scale(best);
  for (let round = 0; round < ROUNDS; round++) {
    most.forEach((count, depth) => {
      for (const columns of columnsFor(count)) {
        const candidate = { ...best, domains: best.domains.map((old, other) => (other === depth ? columns : old)) };
        const found = scale(candidate);
        if (found > largest) {
          [best, largest] = [candidate, found];
        }
      }
    });
  }
  return best;
}

/** Numbers of columns, from many to one, of which each makes another number of rows. */
function columnsFor(count: number): readonly number[] {
  const columns = Array.from({ length: Math.max(count, 1) }, (_, rows) => Math.ceil(count / (rows + 1)));
  return [...new Set(columns)].filter((number) => number <= MOST_COLUMNS);
}

/** The arrangement of what is inside the domains that it arranges. */
export function insideOf(arrangement: Arrangement): Arrangement {
  return { ...arrangement, domains: arrangement.domains.slice(1) };
}

/** What is inside a domain, or stands outside of all, in rows from top to bottom: leaves first, then domains. */
export function rowsOf(
  boxes: readonly TreeBox[],
  tiers: ReadonlyMap<string, number>,
  arrangement: Arrangement,
): readonly (readonly TreeBox[])[] {
  return [...leafRows(boxes.filter(isLeaf), tiers, arrangement.leaves), ...domainRows(boxes, arrangement)];
}

export function domainRows(boxes: readonly TreeBox[], { domains }: Arrangement): readonly (readonly TreeBox[])[] {
  return folded(
    boxes.filter((box) => !isLeaf(box)),
    domains[0] ?? 1,
  );
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

function folded<T>(items: readonly T[], columns: number): readonly (readonly T[])[] {
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
  const { padding, gaps } = SPACING[arrangement.density];
  const rows = rowsOf(boxes, tiers, arrangement).map((row) =>
    beside(row.map((box) => (isLeaf(box) ? leafSize(box) : padded(box)))),
  );
  return {
    width: rows.reduce((most, { width }) => Math.max(most, width), 0),
    height: rows.reduce((sum, { height }) => sum + height + gaps.below, -gaps.below),
  };

  function padded({ children }: TreeBox): Size {
    const { width, height } = sizeOf(children, insideOf(arrangement), tiers, leafSize);
    return { width: width + 2 * padding.side, height: height + padding.top + padding.bottom };
  }

  function beside(row: readonly Size[]): Size {
    return {
      width: row.reduce((sum, { width }) => sum + width + gaps.beside, -gaps.beside),
      height: row.reduce((most, { height }) => Math.max(most, height), 0),
    };
  }
}

/** How many domains, by depth, and how many leaves there are at most within one domain. */
function mostOfOne(boxes: readonly TreeBox[]): Omit<Arrangement, 'density'> {
  const domains = boxes.filter((box) => !isLeaf(box));
  const inside = domains.map(({ children }) => mostOfOne(children));
  const deepest = Math.max(0, ...inside.map((one) => one.domains.length));
  const below = Array.from({ length: deepest }, (_, depth) =>
    Math.max(...inside.map((one) => one.domains[depth] ?? 1)),
  );
  return {
    domains: domains.length === 0 ? [] : [domains.length, ...below],
    leaves: Math.max(1, boxes.length - domains.length, ...inside.map(({ leaves }) => leaves)),
  };
}

function isRagged(boxes: readonly TreeBox[], arrangement: Arrangement): boolean {
  const columns = arrangement.domains[0] ?? 1;
  const domains = boxes.filter((box) => !isLeaf(box));
  return (
    (domains.length > columns && domains.length % columns !== 0) ||
    domains.some(({ children }) => isRagged(children, insideOf(arrangement)))
  );
}
