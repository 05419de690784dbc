import { button, html, icon, setAttributes } from '../dom/elements';
import type { Glyph } from '../look/glyphs';
import { panCamera, type Extent } from './camera';
import type { CameraHolder } from './topology-pointer';

/** So much of what is seen a click goes on. */
const STEP = 0.6;
/** Less than this beyond an edge is the margin around the drawing. */
const NEGLIGIBLE = 30;

const EDGES = [
  { edge: 'left', glyph: 'left', dx: 1, dy: 0 },
  { edge: 'right', glyph: 'right', dx: -1, dy: 0 },
  { edge: 'top', glyph: 'triangle-up', dx: 0, dy: 1 },
  { edge: 'bottom', glyph: 'triangle-down', dx: 0, dy: -1 },
] as const satisfies readonly { edge: string; glyph: Glyph; dx: number; dy: number }[];

export interface BeyondEdges {
  readonly element: HTMLElement;
  /** Tells on which sides there is more than is seen, and answers whether there is any. */
  show(seen: Extent, all: Extent): boolean;
}

/** Buttons at the edges beyond which there is more of the topology; each goes there. */
export function createBeyondEdges(holder: CameraHolder, size: () => { width: number; height: number }): BeyondEdges {
  const buttons = EDGES.map(({ edge, glyph, dx, dy }) => {
    const go = button(
      `More at the ${edge}`,
      () => {
        const { width, height } = size();
        holder.change(panCamera(holder.current(), dx * width * STEP, dy * height * STEP));
      },
      icon(glyph),
    );
    go.className = `beyond beyond-${edge}`;
    go.hidden = true;
    return go;
  });
  return {
    element: html('div', { class: 'beyond-edges', role: 'group', 'aria-label': 'Parts of the topology' }, ...buttons),
    show: (seen, all) => {
      const beyond = [
        seen.x - all.x,
        all.x + all.width - seen.x - seen.width,
        seen.y - all.y,
        all.y + all.height - seen.y - seen.height,
      ];
      buttons.forEach((go, at) => {
        setAttributes(go, { hidden: (beyond[at] ?? 0) < NEGLIGIBLE });
      });
      return buttons.some(({ hidden }) => !hidden);
    },
  };
}
