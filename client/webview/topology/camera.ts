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
/** The smallest letters of a box are 11 units high: drawn smaller than this they are below 9 pixels. */
export const READABLE = 0.82;
/** Where less than this share of a topology could be read at once, all of it says more than a part. */
const LEAST_PART = 0.1;

const EDGE = 40;

/** The camera that shows everything. */
export function fitCamera(content: Extent, width: number, height: number): Camera {
  const scale = Math.min(width / Math.max(content.width, 1), height / Math.max(content.height, 1), LARGEST_FIT);
  return {
    x: content.x + content.width / 2,
    y: content.y + content.height / 2,
    scale: Math.max(scale, SMALLEST),
  };
}

/** The camera that shows everything if it can be read then, and otherwise the part around what matters. */
export function readableCamera(content: Extent, width: number, height: number, matters: Extent | null): Camera {
  const whole = fitCamera(content, width, height);
  const seen = { width: width / READABLE, height: height / READABLE };
  const share = (seen.width * seen.height) / Math.max(content.width * content.height, 1);
  if (whole.scale >= READABLE || share < LEAST_PART) {
    return whole;
  }
  const aim = matters === null ? { ...content, width: 0, height: 0 } : around(matters);
  return {
    x: middleOf([content.x, content.width], seen.width, [aim.x, aim.width]),
    y: middleOf([content.y, content.height], seen.height, [aim.y, aim.height]),
    scale: READABLE,
  };
}

/** With the edge of the domain it stands in. */
function around({ x, y, width, height }: Extent): Extent {
  return { x: x - EDGE, y: y - EDGE, width: width + 2 * EDGE, height: height + 2 * EDGE };
}

type Stretch = readonly [start: number, length: number];

/**
 * The middle of what is seen of a length: as near as can be to what is wanted, without a view of the void beyond. Where
 * that is more than can be seen, it is nearly all, and is read from the beginning.
 */
function middleOf([start, length]: Stretch, seen: number, [wanted, size]: Stretch): number {
  if (seen >= length) {
    return start + length / 2;
  }
  const middle = size > seen ? start : wanted + size / 2;
  return Math.min(Math.max(middle, start + seen / 2), start + length - seen / 2);
}

/** Moves as little as needed to have all of something in view. */
export function revealing(camera: Camera, width: number, height: number, wanted: Extent): Camera {
  const seen = viewOf(camera, width, height);
  const shift = (from: number, length: number, seenFrom: number, seenLength: number): number =>
    from < seenFrom || length > seenLength ? from - seenFrom : Math.max(0, from + length - seenFrom - seenLength);
  const dx = shift(wanted.x, wanted.width, seen.x, seen.width);
  const dy = shift(wanted.y, wanted.height, seen.y, seen.height);
  return dx === 0 && dy === 0 ? camera : { ...camera, x: camera.x + dx, y: camera.y + dy };
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

/** What a camera shows, in the topology's own units. */
export function viewOf({ x, y, scale }: Camera, width: number, height: number): Extent {
  return { x: x - width / scale / 2, y: y - height / scale / 2, width: width / scale, height: height / scale };
}

export function viewBoxOf(camera: Camera, width: number, height: number): string {
  const seen = viewOf(camera, width, height);
  return [seen.x, seen.y, seen.width, seen.height].map((value) => value.toFixed(2)).join(' ');
}
