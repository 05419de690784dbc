import type { Camera } from '../state/view-state';

export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const SMALLEST = 0.05;
const LARGEST = 4;
/** A small topology is not blown up beyond this when it is fitted. */
export const LARGEST_FIT = 1.25;

/** The camera that shows everything. */
export function fitCamera(content: Extent, width: number, height: number): Camera {
  const scale = Math.min(width / Math.max(content.width, 1), height / Math.max(content.height, 1), LARGEST_FIT);
  return {
    x: content.x + content.width / 2,
    y: content.y + content.height / 2,
    scale: Math.max(scale, SMALLEST),
  };
}

/** Zooms so that the point under the pointer stays under it; the pointer is measured from the middle of the view. */
export function zoomCamera(camera: Camera, factor: number, fromMiddle: { x: number; y: number }): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, SMALLEST), LARGEST);
  const shift = 1 / camera.scale - 1 / scale;
  return { x: camera.x + fromMiddle.x * shift, y: camera.y + fromMiddle.y * shift, scale };
}

export function panCamera(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale };
}

export function viewBoxOf(camera: Camera, width: number, height: number): string {
  const w = width / camera.scale;
  const h = height / camera.scale;
  return [camera.x - w / 2, camera.y - h / 2, w, h].map((value) => value.toFixed(2)).join(' ');
}
