import type { Graph } from '../../../server/src/report/run-report';
import { insideOf, rowsOf, type Arrangement } from './arrangement';
import { SPACING } from './box-spacing';
import { domainTree, isLeaf, type TreeBox } from './domain-tree';
import { placedAtOrigin, type Box, type Measure, type TopologyLayout } from './elk-adapter';
import { tiersOf } from './tiers';

interface Placed {
  readonly width: number;
  readonly height: number;
  /** Relative to the corner of what was placed. */
  readonly boxes: readonly (readonly [string, Box])[];
}

/** Boxes in nested rows. It needs no worker and no time, so there is a picture whatever happens to the layout. */
export function gridLayout(graph: Graph, measure: Measure, arrangement: Arrangement): TopologyLayout {
  const tiers = tiersOf(graph);
  const { padding, gaps } = SPACING[arrangement.density];
  return placedAtOrigin(new Map(inRows(domainTree(graph), arrangement).boxes));

  function inRows(boxes: readonly TreeBox[], arranged: Arrangement): Placed {
    const rows = rowsOf(boxes, tiers, arranged).map((row) => beside(row.map((box) => single(box, arranged))));
    const width = rows.reduce((most, row) => Math.max(most, row.width), 0);
    const placed: (readonly [string, Box])[] = [];
    let y = 0;
    for (const row of rows) {
      placed.push(...moved(row.boxes, (width - row.width) / 2, y));
      y += row.height + gaps.below;
    }
    return { width, height: y - gaps.below, boxes: placed };
  }

  /** Domains side by side begin and end at one height, and what is in them stands on one ground. */
  function beside(items: readonly Placed[]): Placed {
    const height = items.reduce((most, item) => Math.max(most, item.height), 0);
    const placed: (readonly [string, Box])[] = [];
    let x = 0;
    for (const item of items) {
      const [outer, ...inner] = item.boxes;
      const lower = height - item.height;
      placed.push(
        ...(outer === undefined ? [] : moved([[outer[0], { ...outer[1], height }]], x, 0)),
        ...moved(inner, x, lower),
      );
      x += item.width + gaps.beside;
    }
    return { width: x - gaps.beside, height, boxes: placed };
  }

  function single(box: TreeBox, arranged: Arrangement): Placed {
    if (isLeaf(box)) {
      const size = measure(box.node, arrangement.density);
      return { ...size, boxes: [[box.node.id, { x: 0, y: 0, ...size }]] };
    }
    const { top, side, bottom } = padding;
    const inner = inRows(box.children, insideOf(arranged));
    const size = { width: inner.width + 2 * side, height: inner.height + top + bottom };
    return { ...size, boxes: [[box.node.id, { x: 0, y: 0, ...size }], ...moved(inner.boxes, side, top)] };
  }
}

function moved(boxes: Placed['boxes'], x: number, y: number): Placed['boxes'] {
  return boxes.map(([id, at]) => [id, { ...at, x: at.x + x, y: at.y + y }] as const);
}
