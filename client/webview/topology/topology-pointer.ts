import type { Camera } from '../state/view-state';
import { panCamera, zoomCamera } from './camera';

export interface CameraHolder {
  current(): Camera;
  change(camera: Camera | null): void;
}

const WHEEL_STEP = 1.0015;
/** A pointer that moved less than this has clicked. */
const CLICK_PX = 4;

/** Wheel zooms, dragging pans, a double click on the ground shows everything. */
export function enablePointer(
  surface: SVGSVGElement,
  holder: CameraHolder,
  showAll: () => void,
): { readonly wasDrag: () => boolean } {
  let dragged = 0;
  surface.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const bounds = surface.getBoundingClientRect();
      const fromMiddle = {
        x: event.clientX - bounds.left - bounds.width / 2,
        y: event.clientY - bounds.top - bounds.height / 2,
      };
      holder.change(zoomCamera(holder.current(), WHEEL_STEP ** -event.deltaY, fromMiddle));
    },
    { passive: false },
  );
  surface.addEventListener('pointerdown', (event) => {
    dragged = 0;
    if (event.button !== 0) {
      return;
    }
    const move = (moved: PointerEvent): void => {
      dragged += Math.abs(moved.movementX) + Math.abs(moved.movementY);
      if (dragged > CLICK_PX) {
        holder.change(panCamera(holder.current(), moved.movementX, moved.movementY));
      }
    };
    const up = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
  });
  surface.addEventListener('dblclick', (event) => {
    if (event.target === surface) {
      showAll();
    }
  });
  return { wasDrag: () => dragged > CLICK_PX };
}
