import type { ElkNode } from 'elkjs/lib/elk-api';
import type { Graph, GraphNode } from '../../../server/src/report/run-report';
import type { Arrangement } from './arrangement';
import { SPACING, type Density } from './box-spacing';
import { domainTree, isLeaf, type TreeBox } from './domain-tree';
import { layoutEdges } from './layout-edges';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where every box of the graph stands, by id. */
export interface TopologyLayout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly width: number;
  readonly height: number;
}

export type Measure = (node: GraphNode, density: Density) => { readonly width: number; readonly height: number };

const ROOT = '#root';
/** Everything is tied to one point below the picture, which puts the last rows of all domains at one height. */
const ANCHOR = '#anchor';
/** Above this many nodes, keeping the order of the model takes ELK too long. */
const KEEPS_ORDER_UP_TO = 150;

export function toElk(graph: Graph, measure: Measure, arrangement: Arrangement): ElkNode {
  const pairs = layoutEdges(graph, arrangement);
  const tied = new Set(pairs.map(([upper]) => upper));
  const leaves = allLeaves(domainTree(graph));
  const toAnchor = leaves.filter((id) => !tied.has(id)).map((id) => [id, ANCHOR] as const);
  return {
    id: ROOT,
    layoutOptions: rootOptions(leaves.length, arrangement.density),
    children: [
      ...domainTree(graph).map((box) => toElkBox(box, measure, arrangement.density)),
      { id: ANCHOR, width: 1, height: 1 },
    ],
    edges: [...pairs, ...toAnchor].map(([upper, lower], number) => ({
      id: `#edge${String(number)}`,
      sources: [upper],
      targets: [lower],
    })),
  };
}

export function fromElk(result: ElkNode): TopologyLayout {
  const boxes = new Map<string, Box>();
  const collect = (node: ElkNode): void => {
    for (const child of node.children ?? []) {
      if (child.id !== ANCHOR) {
        const { x = 0, y = 0, width = 0, height = 0 } = child;
        boxes.set(child.id, { x, y, width, height });
        collect(child);
      }
    }
    levelDomains(node, boxes);
  };
  collect(result);
  return placedAtOrigin(boxes);
}

/** Moves the picture to the corner and measures it. */
export function placedAtOrigin(boxes: ReadonlyMap<string, Box>): TopologyLayout {
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  return {
    boxes: new Map([...boxes].map(([id, box]) => [id, { ...box, x: box.x - left, y: box.y - top }])),
    width: all.length === 0 ? 0 : Math.max(...all.map(({ x, width }) => x + width)) - left,
    height: all.length === 0 ? 0 : Math.max(...all.map(({ y, height }) => y + height)) - top,
  };
}

/** Domains that stand side by side and end at one height begin at one height too. */
function levelDomains(parent: ElkNode, boxes: Map<string, Box>): void {
  const domains = (parent.children ?? []).filter(({ children }) => (children ?? []).length > 0);
  const ends = domains.map(({ y = 0, height = 0 }) => y + height);
  const level = ends.every((end) => Math.abs(end - (ends[0] ?? end)) < 1);
  if (!level || domains.length < 2 || overlapAcross(domains)) {
    return;
  }
  const top = Math.min(...domains.map(({ y = 0 }) => y));
  for (const { id, x = 0, y = 0, width = 0, height = 0 } of domains) {
    boxes.set(id, { x, y: top, width, height: height + y - top });
  }
}

function overlapAcross(domains: readonly ElkNode[]): boolean {
  const byLeft = [...domains].sort((a, b) => (a.x ?? 0) - (b.x ?? 0));
  return byLeft.some(({ x = 0, width = 0 }, at) => x + width > (byLeft[at + 1]?.x ?? Infinity));
}

function toElkBox(box: TreeBox, measure: Measure, density: Density): ElkNode {
  if (isLeaf(box)) {
    return { id: box.node.id, ...measure(box.node, density) };
  }
  const { top, side, bottom } = SPACING[density].padding;
  const padding = `[top=${String(top)},left=${String(side)},bottom=${String(bottom)},right=${String(side)}]`;
  return {
    id: box.node.id,
    children: box.children.map((child) => toElkBox(child, measure, density)),
    layoutOptions: { 'elk.padding': padding },
  };
}

function allLeaves(boxes: readonly TreeBox[]): readonly string[] {
  return boxes.flatMap((box) => (isLeaf(box) ? [box.node.id] : allLeaves(box.children)));
}

function rootOptions(leafCount: number, density: Density): Record<string, string> {
  const { beside, below } = SPACING[density].gaps;
  return {
    'elk.algorithm': 'layered',
    'elk.direction': 'DOWN',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.json.shapeCoords': 'ROOT',
    'elk.json.edgeCoords': 'ROOT',
    'elk.separateConnectedComponents': 'false',
    'elk.spacing.nodeNode': String(beside),
    'elk.layered.spacing.nodeNodeBetweenLayers': String(below),
    'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
    'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
    'elk.edgeRouting': 'POLYLINE',
    ...(leafCount > KEEPS_ORDER_UP_TO
      ? {}
      : {
          'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
          'elk.layered.crossingMinimization.forceNodeModelOrder': 'true',
        }),
  };
}
