import type { Graph } from '../../../server/src/report/run-report';
import { rowsOf, type Arrangement } from './arrangement';
import { DOMAIN_PADDING, GAPS } from './box-spacing';
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
  return placedAtOrigin(new Map(inRows(domainTree(graph)).boxes));

  function inRows(boxes: readonly TreeBox[]): Placed {
    const placed: (readonly [string, Box])[] = [];
    let width = 0;
    let y = 0;
    for (const row of rowsOf(boxes, tiers, arrangement)) {
      let x = 0;
      let height = 0;
      for (const item of row.map(single)) {
        placed.push(...moved(item.boxes, x, y));
        width = Math.max(width, x + item.width);
        height = Math.max(height, item.height);
        x += item.width + GAPS.beside;
      }
      y += height + GAPS.below;
    }
    return { width, height: y - GAPS.below, boxes: placed };
  }

  function single(box: TreeBox): Placed {
    if (isLeaf(box)) {
      const size = measure(box.node);
      return { ...size, boxes: [[box.node.id, { x: 0, y: 0, ...size }]] };
    }
    const { top, side, bottom } = DOMAIN_PADDING;
    const inner = inRows(box.children);
    const size = { width: inner.width + 2 * side, height: inner.height + top + bottom };
    return { ...size, boxes: [[box.node.id, { x: 0, y: 0, ...size }], ...moved(inner.boxes, side, top)] };
  }
}

function moved(boxes: Placed['boxes'], x: number, y: number): Placed['boxes'] {
  return boxes.map(([id, at]) => [id, { ...at, x: at.x + x, y: at.y + y }] as const);
}
