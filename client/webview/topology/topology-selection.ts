import { setAttributes } from '../dom/elements';
import type { Actions } from '../state/actions';
import type { TopologyLayout } from './elk-adapter';
import type { FoldedGraph } from './folding';
import { neighbourOf } from './topology-focus';
import type { TopologyScene } from './topology-scene';
import { zoomCamera } from './camera';
import type { CameraHolder } from './topology-pointer';

/** What is drawn at present. */
export interface Shown {
  readonly folded: FoldedGraph;
  readonly layout: TopologyLayout;
  readonly scene: TopologyScene;
}

/** Boxes are chosen, opened and walked through by pointer and keys. */
export function enableSelection(
  surface: SVGSVGElement,
  wasDrag: () => boolean,
  holder: CameraHolder,
  actions: Actions,
  { shown, toggle }: { shown(): Shown | null; toggle(domain: string, open: boolean): void },
): void {
  const placeAt = (event: Event): number | null => {
    const box = event.target instanceof Element ? event.target.closest('[data-place]') : null;
    const place = box?.getAttribute('data-place');
    return place === null || place === undefined ? null : Number(place);
  };
  const toggleAt = (event: Event): boolean => {
    const domain = event.target instanceof Element ? event.target.closest('[data-domain]') : null;
    const id = domain?.getAttribute('data-domain') ?? null;
    if (id === null) {
      return false;
    }
    toggle(id, domain?.getAttribute('aria-expanded') === 'false');
    return true;
  };
  surface.addEventListener('click', (event) => {
    const place = placeAt(event);
    if (!wasDrag() && toggleAt(event)) {
      return;
    }
    if (place !== null && !wasDrag()) {
      actions.select({ kind: 'place', place });
    }
  });
  surface.addEventListener('dblclick', (event) => {
    if (placeAt(event) !== null) {
      actions.openSelected();
    }
  });
  surface.addEventListener('keydown', (event) => {
    const place = placeAt(event);
    const box = event.target instanceof Element ? (event.target.getAttribute('data-box') ?? null) : null;
    const now = shown();
    if (now === null || !(event.target instanceof Element) || event.target === surface) {
      return;
    }
    switch (event.key) {
      case 'Enter':
      case ' ':
        if (place !== null) {
          actions.select({ kind: 'place', place });
        } else {
          toggleAt(event);
        }
        break;
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'ArrowUp':
      case 'ArrowDown':
        moveFocus(now, box, event.key);
        break;
      case '+':
      case '-':
        holder.change(zoomCamera(holder.current(), event.key === '+' ? 1.25 : 0.8, { x: 0, y: 0 }));
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

function moveFocus(
  { folded, layout, scene }: Shown,
  from: string | null,
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): void {
  const ids = folded.graph.nodes.map(({ id }) => id).filter((id) => scene.boxesById.has(id));
  const next = from === null ? null : neighbourOf(layout, ids, from, key);
  if (next !== null) {
    focusBox(scene, next);
  }
}

export function focusBox(scene: TopologyScene, id: string): void {
  const view = scene.boxesById.get(id);
  if (view !== undefined) {
    for (const { element } of scene.boxesById.values()) {
      setAttributes(element, { tabindex: -1 });
    }
    setAttributes(view.element, { tabindex: 0 });
    view.element.focus();
  }
}

/** Which box or domain of the topology has the focus. */
export function focusedBox(surface: SVGSVGElement): string | null {
  const focused = document.activeElement;
  return focused !== null && surface.contains(focused)
    ? (focused.getAttribute('data-box') ?? focused.getAttribute('data-domain'))
    : null;
}

/** A new drawing keeps the focus where it was; in a domain that has just been opened, on its first box. */
export function focusAgain(scene: TopologyScene, { graph }: FoldedGraph, focused: string | null): void {
  if (focused === null) {
    return;
  }
  const inside = graph.nodes.find(({ parent, id }) => parent === focused && scene.boxesById.has(id));
  focusBox(scene, scene.boxesById.has(focused) ? focused : (inside?.id ?? ''));
}
