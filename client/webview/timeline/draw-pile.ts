import type { Drawing } from '../export/drawing';
import { MARK_SIGNS } from '../look/vocabulary';
import { DEGRADED, isBad, LATE, MARKS, OK } from '../run/operation-index';
import { gallop, lowerBound } from '../run/search';
import type { Painter } from './painter';

export interface PilePlace {
  readonly left: number;
  readonly columns: number;
  readonly bottom: number;
  /** How high the fullest column is. */
  readonly room: number;
  readonly columnPx: number;
  /** How much of its colour what went well shows. */
  readonly okAlpha: number;
}

/** What of a painter it takes. */
export interface PilePainter extends Pick<Painter, 'fill'> {
  readonly canvas: Pick<Drawing, 'fillStyle' | 'globalAlpha' | 'fillRect'>;
}

/** However many went well, one that did not is this tall. */
const LEAST_BAD_PX = 4;
/** Told by their hatch, seen from afar, from full answers in time and from writes that are certainly lost. */
const HATCHED: ReadonlySet<number> = new Set([LATE, DEGRADED, MARKS.indexOf('perhaps-lost')]);
/** What is drawn from the base upwards: what went wrong first, so that it stands on the ground. */
const FROM_THE_BASE = MARKS.map((_, mark) => mark).sort((a, b) => Number(isBad(b)) - Number(isBad(a)) || b - a);

/** How many operations there were in a column; null where there are none in any. */
export type Counts = Uint32Array | null;

/** How many operations there were of each mark, column by column, piled up. */
export function drawPile(painter: PilePainter, counts: readonly Counts[], place: PilePlace): void {
  const { left, columns, bottom, room, columnPx, okAlpha } = place;
  const { canvas } = painter;
  const most = largestSum(counts, columns);
  const base = new Float32Array(columns);
  const heights = new Float32Array(columns);
  for (const mark of FROM_THE_BASE) {
    const ofMark = counts[mark] ?? null;
    if (ofMark === null) {
      continue;
    }
    const { tone, pattern } = MARK_SIGNS[MARKS[mark] ?? 'ok'];
    canvas.fillStyle = HATCHED.has(mark) ? painter.fill(tone, pattern) : painter.fill(tone);
    canvas.globalAlpha = mark === OK ? okAlpha : 1;
    measure(heights, ofMark, base, { most, room, least: isBad(mark) ? LEAST_BAD_PX : 1 });
    // Neighbours that are alike are one rectangle: of a long busy run there would be thousands in every frame.
    for (let first = 0, end = 0; first < columns; first = end) {
      const [height, below] = [heights[first] as number, base[first] as number];
      do {
        end++;
      } while (end < columns && heights[end] === height && base[end] === below);
      if (height > 0) {
        canvas.fillRect(left + first * columnPx, bottom - below - height, (end - first) * columnPx, height);
      }
    }
    for (let column = 0; column < columns; column++) {
      base[column] = (base[column] as number) + (heights[column] as number);
    }
  }
  canvas.globalAlpha = 1;
}

/** Whole pixels, so that more neighbours are alike. */
function measure(
  heights: Float32Array,
  counts: Uint32Array,
  base: Float32Array,
  { most, room, least }: { readonly most: number; readonly room: number; readonly least: number },
): void {
  for (let column = 0; column < heights.length; column++) {
    const count = counts[column] as number;
    const wanted = Math.max(Math.round((count / most) * room), least);
    heights[column] = count === 0 ? 0 : Math.min(wanted, room - (base[column] as number));
  }
}

/**
 * How many operations begin in each column, exactly and at any zoom: two searches in a sorted list for each.
 *
 * @param before those of other clients, which these are added to
 */
export function columnCounts(
  starts: Float64Array,
  columns: number,
  from: number,
  columnNs: number,
  before: Counts = null,
): Counts {
  let first = lowerBound(starts, from);
  if (first === starts.length || (starts[first] as number) >= from + columns * columnNs) {
    return before;
  }
  const counts = before ?? new Uint32Array(columns);
  for (let column = 0; column < columns && first < starts.length; column++) {
    const end = gallop(starts, from + (column + 1) * columnNs, first);
    counts[column] = (counts[column] as number) + end - first;
    first = end;
  }
  return counts;
}

function largestSum(counts: readonly Counts[], columns: number): number {
  const sums = new Uint32Array(columns);
  let most = 1;
  for (const ofMark of counts) {
    for (let column = 0; ofMark !== null && column < columns; column++) {
      const sum = (sums[column] as number) + (ofMark[column] as number);
      sums[column] = sum;
      most = Math.max(most, sum);
    }
  }
  return most;
}
