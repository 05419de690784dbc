import type { Extent } from './camera';
import type { Box } from './elk-adapter';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cubic curve from the border of one box to the border of another. */
export type Curve = readonly [Point, Point, Point, Point];

/**
 * How a link runs: down from row to row, straight between neighbours, and in an arc under or beside what stands between.
 * Messages travel along the same curve.
 */
export function linkCurve(from: Box, to: Box, obstacles: readonly Box[]): Curve {
  if (isAbove(from, to)) {
    return free(downward(from, to), obstacles) ?? beside(from, to);
  }
  if (isAbove(to, from)) {
    return reversed(linkCurve(to, from, obstacles));
  }
  return centerOf(from).x <= centerOf(to).x
    ? (free(across(from, to), obstacles) ?? under(from, to))
    : reversed(linkCurve(to, from, obstacles));
}

export function pointOn([a, b, c, d]: Curve, share: number): Point {
  const rest = 1 - share;
  const [wa, wb, wc, wd] = [rest ** 3, 3 * rest * rest * share, 3 * rest * share * share, share ** 3];
  return { x: wa * a.x + wb * b.x + wc * c.x + wd * d.x, y: wa * a.y + wb * b.y + wc * c.y + wd * d.y };
}

/** What boxes and links take together. */
export function reachOf(curves: readonly Curve[], boxes: Extent): Extent {
  let [left, top, right, bottom] = [boxes.x, boxes.y, boxes.x + boxes.width, boxes.y + boxes.height];
  for (const curve of curves) {
    for (const share of [0.25, 0.5, 0.75]) {
      const { x, y } = pointOn(curve, share);
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * The same with its bend taken back into what is shown, for the ways of messages between places that no link joins. It leaves
 * its box a little, whatever room there is.
 */
export function within(curve: Curve, { x, y, width, height }: Extent): Curve {
  const [a, b, c, d] = curve;
  const right = bentBack([a.x, b.x, c.x, d.x], x + width);
  const bottom = bentBack([a.y, b.y, c.y, d.y], y + height);
  return right === null && bottom === null
    ? curve
    : [a, { x: right ?? b.x, y: bottom ?? b.y }, { x: right ?? c.x, y: bottom ?? c.y }, d];
}

const LEAST_BEND = 10;

/** Where both controls of a curve have to lie for its middle not to go beyond; null where it does not. */
function bentBack([a, b, c, d]: readonly [number, number, number, number], most: number): number | null {
  // Halfway a cubic curve has an eighth of either end and three eighths of either control.
  if ((a + 3 * b + 3 * c + d) / 8 <= most) {
    return null;
  }
  return Math.max((8 * most - a - d) / 6, Math.max(a, d) + LEAST_BEND);
}

export function pathOf([a, b, c, d]: Curve): string {
  return `M${at(a)}C${at(b)} ${at(c)} ${at(d)}`;
}

export function reversed([a, b, c, d]: Curve): Curve {
  return [d, c, b, a];
}

function downward(upper: Box, lower: Box): Curve {
  const start = { x: leaning(upper, lower), y: upper.y + upper.height };
  const end = { x: leaning(lower, upper), y: lower.y };
  const bend = Math.max(14, (end.y - start.y) * 0.5);
  return [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end];
}

function across(left: Box, right: Box): Curve {
  const start = { x: left.x + left.width, y: centerOf(left).y };
  const end = { x: right.x, y: centerOf(right).y };
  const middle = (start.x + end.x) / 2;
  return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
}

function under(left: Box, right: Box): Curve {
  const start = { x: leaning(left, right), y: left.y + left.height };
  const end = { x: leaning(right, left), y: right.y + right.height };
  const depth = Math.min(84, 22 + (end.x - start.x) * 0.085);
  const bottom = Math.max(start.y, end.y) + depth;
  return [start, { x: start.x + depth / 3, y: bottom }, { x: end.x - depth / 3, y: bottom }, end];
}

function beside(upper: Box, lower: Box): Curve {
  const start = { x: upper.x + upper.width, y: centerOf(upper).y };
  const end = { x: lower.x + lower.width, y: centerOf(lower).y };
  const side = Math.max(start.x, end.x) + Math.min(70, 20 + (end.y - start.y) * 0.12);
  return [start, { x: side, y: start.y }, { x: side, y: end.y }, end];
}

/** Links leave a box a little towards where they go, so that they do not all meet in one point. */
function leaning(box: Box, towards: Box): number {
  const reach = box.width * 0.36;
  const lean = (centerOf(towards).x - centerOf(box).x) * 0.12;
  return centerOf(box).x + Math.min(Math.max(lean, -reach), reach);
}

function free(curve: Curve, obstacles: readonly Box[]): Curve | null {
  for (let step = 1; step < 12; step++) {
    const { x, y } = pointOn(curve, step / 12);
    if (obstacles.some((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height)) {
      return null;
    }
  }
  return curve;
}

function isAbove(upper: Box, lower: Box): boolean {
  return upper.y + upper.height + 4 <= lower.y;
}

function centerOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
