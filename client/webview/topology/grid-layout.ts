import type { Graph } from '../../../server/src/report/run-report';
import { domainTree, isLeaf, type TreeBox } from './domain-tree';
import { DOMAIN_PADDING } from './box-spacing';
import { placedAtOrigin, type Box, type Measure, type TopologyLayout } from './elk-adapter';

const GAP = 24;

interface Placed {
  readonly width: number;
  readonly height: number;
  /** Relative to the corner of what was placed. */
  readonly boxes: readonly (readonly [string, Box])[];
}

/** Boxes in nested rows. It needs no worker and no time, so there is a picture whatever happens to the layout. */
export function gridLayout(graph: Graph, measure: Measure): TopologyLayout {
  return placedAtOrigin(new Map(inGrid(domainTree(graph), measure).boxes));
}

function inGrid(boxes: readonly TreeBox[], measure: Measure): Placed {
  const columns = Math.max(1, Math.ceil(Math.sqrt(boxes.length * 1.5)));
  const placed: (readonly [string, Box])[] = [];
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  let width = 0;
  boxes.forEach((box, number) => {
    if (number > 0 && number % columns === 0) {
      x = 0;
      y += rowHeight + GAP;
      rowHeight = 0;
    }
    const item = single(box, measure);
    placed.push(...item.boxes.map(([id, at]) => [id, { ...at, x: at.x + x, y: at.y + y }] as const));
    width = Math.max(width, x + item.width);
    x += item.width + GAP;
    rowHeight = Math.max(rowHeight, item.height);
  });
  return { width, height: y + rowHeight, boxes: placed };
}

function single(box: TreeBox, measure: Measure): Placed {
  if (isLeaf(box)) {
    const size = measure(box.node);
    return { ...size, boxes: [[box.node.id, { x: 0, y: 0, ...size }]] };
  }
  const { top, side, bottom } = DOMAIN_PADDING;
  const inner = inGrid(box.children, measure);
  const size = { width: inner.width + 2 * side, height: inner.height + top + bottom };
  const moved = inner.boxes.map(([id, at]) => [id, { ...at, x: at.x + side, y: at.y + top }] as const);
  return { ...size, boxes: [[box.node.id, { x: 0, y: 0, ...size }], ...moved] };
}
