import { setAttributes, svg } from '../dom/elements';
import { GLYPHS } from '../look/glyphs';
import { messageName } from '../run/message-index';
import type { RunIndex } from '../run/run-index';
import { flightsAt, type Flight } from './flights';
import { pointOn } from './link-curve';
import type { TopologyScene } from './topology-scene';

const LOST_HALFWAY = 0.55;
const DOT = 'M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z';

/** Draws messages on their way, with a pool of marks that are reused from frame to frame. */
export function createFlightLayer(): (scene: TopologyScene, run: RunIndex, at: number, leastNs: number) => void {
  let owner: TopologyScene | null = null;
  let pool: { readonly mark: SVGPathElement; readonly title: SVGTitleElement }[] = [];
  return (scene, run, at, leastNs) => {
    if (owner !== scene) {
      owner = scene;
      pool = [];
    }
    const flights = flightsAt(run, at, leastNs);
    flights.forEach((flight, number) => {
      const slot = pool[number] ?? addMark(scene, pool);
      place(slot.mark, scene, flight);
      slot.title.textContent = messageName(run.messages, flight.row);
    });
    for (const { mark } of pool.slice(flights.length)) {
      setAttributes(mark, { visibility: 'hidden' });
    }
  };
}

function addMark(
  scene: TopologyScene,
  pool: { mark: SVGPathElement; title: SVGTitleElement }[],
): (typeof pool)[number] {
  const title = svg('title');
  const slot = { mark: svg('path', { class: 'flight' }, title), title };
  scene.flights.append(slot.mark);
  pool.push(slot);
  return slot;
}

function place(mark: SVGPathElement, scene: TopologyScene, { sender, receiver, share, lost }: Flight): void {
  const curve = scene.curveBetween(sender, receiver);
  if (curve === null) {
    setAttributes(mark, { visibility: 'hidden' });
    return;
  }
  const vanished = lost && share > LOST_HALFWAY;
  const { x, y } = pointOn(curve, vanished ? LOST_HALFWAY : share);
  setAttributes(mark, {
    visibility: 'visible',
    class: vanished ? 'flight lost' : 'flight',
    d: vanished ? GLYPHS.cross : DOT,
    transform: vanished
      ? `translate(${(x - 6).toFixed(1)} ${(y - 6).toFixed(1)})`
      : `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
  });
}
