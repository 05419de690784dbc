import type { FaultBand, GraphNode, NodeLane } from '../../../server/src/report/run-report';
import { setAttributes, setText, svg } from '../dom/elements';
import { GLYPHS } from '../look/glyphs';
import { TONES } from '../look/vocabulary';
import { faultsAt } from '../run/place-state';
import type { RunIndex } from '../run/run-index';
import { boxLook, closedLook } from './box-look';
import type { Density } from './box-spacing';
import { createBoxView, patternDefinitions, type BoxView } from './box-view';
import { passageBetween, sideOf } from './cut-links';
import type { Extent } from './camera';
import { domainTree, isLeaf, leavesOf, type TreeBox } from './domain-tree';
import type { Box, TopologyLayout } from './elk-adapter';
import { domainName, type FoldedGraph } from './folding';
import { linkCurve, pathOf, pointOn, reachOf, within, type Curve } from './link-curve';
import { mergedLinks, type Link } from './links';
import type { TextRuler } from './text-width';

/** More links than this are not drawn at rest: they would be a grey sheet, and slow. */
const MOST_LINKS = 1_200;
const SIDE_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The drawing of one laid-out topology. Its elements are made once; showing an instant only changes their marks. */
export interface TopologyScene {
  readonly element: SVGGElement;
  readonly boxes: ReadonlyMap<number, BoxView>;
  /** The same and closed domains, by id. */
  readonly boxesById: ReadonlyMap<string, BoxView>;
  /** All that is drawn at rest: the boxes, and the links that swing around them. */
  readonly extent: Extent;
  /** The way between two places, whether or not a link is drawn there. */
  curveBetween(sender: number, receiver: number): Curve | null;
  /** @param seen what there is room for: ways that no link shows stay within it */
  keepWithin(seen: Extent): void;
  /** @param quorum places that have just answered together */
  showInstant(run: RunIndex, at: number, quorum: readonly number[]): void;
  /** Messages and the ways they take pass under the boxes, whose names can be read then. */
  readonly flights: SVGGElement;
  readonly ways: SVGGElement;
}

export function createScene(
  folded: FoldedGraph,
  layout: TopologyLayout,
  ruler: TextRuler,
  density: Density,
): TopologyScene {
  const { graph, members } = folded;
  const placesOf = ({ id, place }: GraphNode): readonly number[] => members.get(id) ?? [place];
  const tree = domainTree(graph);
  const leaves = tree.flatMap(leavesOf).map(({ node }) => node);
  const leafBoxes = new Map(leaves.map(({ id }) => [id, boxOf(layout, id)]));
  const byPlace = new Map(leaves.flatMap((node) => placesOf(node).map((place): [number, GraphNode] => [place, node])));
  const curve = (from: string, to: string): Curve => {
    const others = [...leafBoxes].filter(([id]) => id !== from && id !== to).map(([, box]) => box);
    return linkCurve(boxOf(layout, from), boxOf(layout, to), others);
  };
  const domains = domainViews(tree, layout, { placesOf, closable: folded.closable });
  const curves = mergedLinks(graph)
    .slice(0, MOST_LINKS)
    .map((link) => ({ link, curve: curve(link.from, link.to) }));
  const links = curves.map((one) => linkView(one.link, one.curve));
  const boxes = new Map(leaves.map((node) => [node, createBoxView(node, boxOf(layout, node.id), ruler, density)]));
  const flights = svg('g', { class: 'flights', 'aria-hidden': 'true' });
  const ways = svg('g', { class: 'ways', 'aria-hidden': 'true' });
  const element = svg(
    'g',
    {},
    patternDefinitions(TONES),
    svg('g', { class: 'domains' }, ...domains.map((domain) => domain.element)),
    svg('g', { class: 'links', 'aria-hidden': 'true' }, ...links.map((link) => link.element)),
    ways,
    flights,
    svg('g', { class: 'boxes' }, ...[...boxes.values()].map((box) => box.element)),
  );
  const extent = reachOf(
    curves.map((one) => one.curve),
    { x: 0, y: 0, width: layout.width, height: layout.height },
  );
  let room = extent;
  const known = knownCurves((sender, receiver) => {
    const from = byPlace.get(sender);
    const to = byPlace.get(receiver);
    return from === undefined || to === undefined || from === to ? null : within(curve(from.id, to.id), room);
  });
  const byId = new Map(leaves.map((node) => [node.id, node]));
  const standsFor = (id: string, active: readonly FaultBand[]): number => {
    const node = byId.get(id);
    return node === undefined ? -1 : representative(placesOf(node), active);
  };
  return {
    element,
    extent,
    flights,
    ways,
    boxes: new Map([...boxes].filter(([{ place }]) => place >= 0).map(([{ place }, view]) => [place, view])),
    boxesById: new Map([...boxes].map(([{ id }, view]) => [id, view])),
    curveBetween: (sender, receiver) => known.of(sender, receiver),
    keepWithin: (seen) => {
      const next = joint(extent, inset(seen));
      if (next.width !== room.width || next.height !== room.height) {
        room = next;
        known.forget();
      }
    },
    showInstant: (run, at, quorum) => {
      const active = faultsAt(run, at);
      const lanes = new Map(run.report.lanes.map((lane): [number, NodeLane] => [lane.place, lane]));
      for (const [node, view] of boxes) {
        const inside = members.get(node.id);
        view.showQuorum(placesOf(node).some((place) => quorum.includes(place)));
        view.show(inside === undefined ? boxLook(run, lanes, node, at) : closedLook(lanes, inside, at));
      }
      for (const link of links) {
        link.show(passageBetween(active, standsFor(link.from, active), standsFor(link.to, active)));
      }
      showSides(active, domains, boxes, placesOf);
    },
  };
}

type CurveBetween = TopologyScene['curveBetween'];

function knownCurves(curve: CurveBetween): { readonly of: CurveBetween; readonly forget: () => void } {
  const known = new Map<string, Curve | null>();
  return {
    of: (sender, receiver) => {
      const key = `${String(sender)}>${String(receiver)}`;
      const found = known.get(key);
      if (found !== undefined) {
        return found;
      }
      const made = curve(sender, receiver);
      known.set(key, made);
      return made;
    },
    forget: () => {
      known.clear();
    },
  };
}

/** Half of the sign of a message that travels along the edge. */
const SIGN_ROOM = 5;

function inset({ x, y, width, height }: Extent): Extent {
  return { x: x + SIGN_ROOM, y: y + SIGN_ROOM, width: width - 2 * SIGN_ROOM, height: height - 2 * SIGN_ROOM };
}

function joint(one: Extent, other: Extent): Extent {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return {
    ...{ x, y },
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}

interface DomainView {
  readonly element: SVGGElement;
  readonly places: readonly number[];
  showSide(side: number): void;
}

interface Folding {
  readonly placesOf: (node: GraphNode) => readonly number[];
  readonly closable: ReadonlySet<string>;
}

/** The place that speaks for all inside a closed domain; none where a partition goes through it. */
function representative(places: readonly number[], active: readonly FaultBand[]): number {
  const sides = new Set(places.map((place) => sideOf(active, place)));
  return sides.size === 1 ? (places[0] ?? -1) : -1;
}

function domainViews(tree: readonly TreeBox[], layout: TopologyLayout, folding: Folding): readonly DomainView[] {
  return tree
    .filter((box) => !isLeaf(box))
    .flatMap((box) => [
      domainView(box, boxOf(layout, box.node.id), folding),
      ...domainViews(box.children, layout, folding),
    ]);
}

function domainView(tree: TreeBox, box: Box, { placesOf, closable }: Folding): DomainView {
  const side = svg('text', { class: 'domain-side', x: box.x + box.width - 12, y: box.y + 20, 'text-anchor': 'end' });
  const { kind, id } = tree.node;
  const name = domainName(tree.node);
  const canClose = closable.has(id);
  const element = svg(
    'g',
    { class: `domain domain-${kind}` },
    svg('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 8 }),
    svg('text', { class: 'domain-name', x: box.x + (canClose ? 30 : 12), y: box.y + 19 }, name),
    side,
    canClose ? closeSign(id, name, box) : null,
  );
  return {
    element,
    places: leavesOf(tree).flatMap(({ node }) => placesOf(node)),
    showSide: (number) => {
      setAttributes(element, { class: `domain domain-${kind}${number < 0 ? '' : ` side side-${String(number % 4)}`}` });
      setText(side, number < 0 ? '' : `side ${letterOf(number)}`);
    },
  };
}

function closeSign(id: string, name: string, box: Box): SVGGElement {
  return svg(
    'g',
    {
      ...{ class: 'domain-close', role: 'button', tabindex: 0, 'data-domain': id },
      ...{ 'aria-expanded': 'true', 'aria-label': `Close ${name}` },
      transform: `translate(${String(box.x + 8)} ${String(box.y + 6)})`,
    },
    svg('rect', { width: 17, height: 17, rx: 3 }),
    svg('path', { d: GLYPHS.dash, transform: 'translate(2.5 2.5)' }),
  );
}

/** A side is written on the outermost domain that lies in it whole, and on boxes whose domain does not. */
function showSides(
  active: readonly FaultBand[],
  domains: readonly DomainView[],
  boxes: ReadonlyMap<GraphNode, BoxView>,
  placesOf: (node: GraphNode) => readonly number[],
): void {
  const told = new Set<number>();
  for (const domain of domains) {
    const sides = new Set(domain.places.map((place) => sideOf(active, place)).filter((side) => side >= 0));
    const [only] = sides;
    const isTold = domain.places.every((place) => told.has(place));
    const side = sides.size === 1 && only !== undefined && !isTold ? only : -1;
    domain.showSide(side);
    if (side >= 0) {
      domain.places.forEach((place) => told.add(place));
    }
  }
  for (const [node, view] of boxes) {
    const place = representative(placesOf(node), active);
    const side = sideOf(active, place);
    view.showSide(side < 0 || told.has(place) ? '' : letterOf(side));
  }
}

interface LinkView extends Link {
  readonly element: SVGGElement;
  show(passage: ReturnType<typeof passageBetween>): void;
}

function linkView(link: Link, curve: Curve): LinkView {
  const middle = pointOn(curve, 0.5);
  const mark = svg('path', {
    class: 'link-cut',
    d: GLYPHS.cross,
    transform: `translate(${(middle.x - 6).toFixed(1)} ${(middle.y - 6).toFixed(1)})`,
  });
  const element = svg(
    'g',
    { class: `link link-${link.kind}` },
    svg('path', { class: 'link-line', d: pathOf(curve) }, svg('title', {}, link.labels.join(', '))),
    mark,
  );
  let shown = '';
  return {
    ...link,
    element,
    show: (passage) => {
      if (passage !== shown) {
        shown = passage;
        setAttributes(element, { class: `link link-${link.kind} passage-${passage}` });
      }
    },
  };
}

function letterOf(side: number): string {
  return SIDE_LETTERS[side % SIDE_LETTERS.length] ?? '';
}

function boxOf(layout: TopologyLayout, id: string): Box {
  return layout.boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
}
