import { setAttributes, setText, svg } from '../dom/elements';
import { GLYPHS, GLYPH_SIZE } from '../look/glyphs';
import { messageName } from '../run/message-index';
import type { RunIndex } from '../run/run-index';
import { flightsAt, type Flight } from './flights';
import { pathOf, pointOn } from './link-curve';
import type { TopologyScene } from './topology-scene';

const LOST_HALFWAY = 0.55;
const DOT = 'M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z';

interface Mark {
  readonly way: SVGPathElement;
  readonly dot: SVGPathElement;
  readonly title: SVGTitleElement;
}

/** Draws messages and the ways they take, with a pool of marks that are reused from frame to frame. */
export function createFlightLayer(): (scene: TopologyScene, run: RunIndex, at: number, leastNs: number) => void {
  let owner: TopologyScene | null = null;
  let pool: Mark[] = [];
  return (scene, run, at, leastNs) => {
    if (owner !== scene) {
      owner = scene;
      pool = [];
    }
    const flights = flightsAt(run, at, leastNs);
    flights.forEach((flight, number) => {
      const mark = pool[number] ?? addMark(scene, pool);
      place(mark, scene, flight);
      setText(mark.title, messageName(run.messages, flight.row));
    });
    for (const mark of pool.slice(flights.length)) {
      hide(mark);
    }
  };
}

function addMark(scene: TopologyScene, pool: Mark[]): Mark {
  const title = svg('title');
  const mark = { way: svg('path', { class: 'flight-way' }), dot: svg('path', { class: 'flight' }, title), title };
  scene.ways.append(mark.way);
  scene.flights.append(mark.dot);
  pool.push(mark);
  return mark;
}

function hide({ way, dot }: Mark): void {
  setAttributes(way, { visibility: 'hidden' });
  setAttributes(dot, { visibility: 'hidden' });
}

function place(mark: Mark, scene: TopologyScene, { sender, receiver, share, lost }: Flight): void {
  const curve = scene.curveBetween(sender, receiver);
  if (curve === null) {
    hide(mark);
    return;
  }
  const vanished = lost && share > LOST_HALFWAY;
  const { x, y } = pointOn(curve, vanished ? LOST_HALFWAY : share);
  const corner = vanished ? GLYPH_SIZE / 2 : 0;
  setAttributes(mark.way, { visibility: 'visible', d: pathOf(curve) });
  setAttributes(mark.dot, {
    visibility: 'visible',
    class: vanished ? 'flight lost' : 'flight',
    d: vanished ? GLYPHS.cross : DOT,
    transform: `translate(${(x - corner).toFixed(1)} ${(y - corner).toFixed(1)})`,
  });
}
