import { MARK_SIGNS } from '../look/vocabulary';
import { MARKS, OK, operationText, type OperationIndex } from '../run/operation-index';
import { gallop, lowerBound } from '../run/search';
import { columnCounts, drawPile } from './draw-pile';
import { operationStripe, showsSingles, signSize } from './operation-geometry';
import { fillSign, type Painter } from './painter';
import type { ClientRow } from './rows';

/** More single operations than this are not drawn in one lane. */
const MOST_SINGLES = 4_000;
/** A column of the density holds this many operations on average, if that does not make it wider than the limit. */
const WANTED_IN_COLUMN = 7;
const COLUMN_PX = { least: 2, most: 8 } as const;
/** Signs of the same kind are at least this far apart. */
const SIGN_EVERY_PX = 34;

/** What a client felt: each operation where there is room, and otherwise how many there were of each kind. */
export function drawOperations(painter: Painter, operations: OperationIndex, row: ClientRow): void {
  if (showsSingles(painter, row.client)) {
    drawSingles(painter, operations, row);
  } else {
    drawDensity(painter, row);
  }
  drawSigns(painter, row);
}

function drawSingles(painter: Painter, operations: OperationIndex, row: ClientRow): void {
  const { from, to } = painter.viewport;
  let drawn = 0;
  row.client.intervals.visit(from - painter.nsPerPx * 30, to, (position) => {
    const report = row.client.rows[position] ?? -1;
    const mark = MARKS[operations.mark[report] ?? 0] ?? 'ok';
    const sign = MARK_SIGNS[mark];
    const { x, y, width, height } = operationStripe(painter, operations, row, position);
    fillSign(painter, sign, x, y, width, height);
    if (mark === 'failed' && width > 8) {
      painter.canvas.fillStyle = painter.palette.tone.surface;
      painter.canvas.fillRect(x + width - 4, y, 1.5, height);
    }
    if (width > 60 && height >= 11) {
      const color = sign.pattern === 'plain' ? painter.palette.on[sign.tone] : painter.palette.tone.text;
      painter.text(operationText(operations, report), Math.max(x, 0) + 4, y + height / 2, x + width - 2, color);
    }
    return ++drawn < MOST_SINGLES;
  });
}

function drawDensity(painter: Painter, row: ClientRow): void {
  const columnNs = columnWidth(painter, row);
  const columnPx = Math.round(columnNs / painter.nsPerPx);
  // Columns begin at multiples of their length, so that they keep their heights while the picture is moved.
  const from = Math.floor(painter.viewport.from / columnNs) * columnNs;
  const left = Math.round(painter.x(from));
  const columns = Math.ceil((painter.width - left) / columnPx);
  const counts = MARKS.map((_, mark) => columnCounts(row.client.startsByMark[mark] ?? NONE, columns, from, columnNs));
  const room = row.height - signSize(row).room - 3;
  drawPile(painter, counts, { left, columns, bottom: row.top + row.height - 2, room, columnPx, okAlpha: 0.55 });
}

/** In nanoseconds. How dense the operations of the whole run are decides, for what is in view changes while panning. */
function columnWidth(painter: Painter, { client }: ClientRow): number {
  const { starts } = client.intervals;
  const meanNs = ((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / Math.max(starts.length, 1);
  const wanted = Math.round((meanNs * WANTED_IN_COLUMN) / painter.nsPerPx);
  return Math.min(Math.max(wanted, COLUMN_PX.least), COLUMN_PX.most) * painter.nsPerPx;
}

const NONE = new Float64Array(0);

/** One sign for each burst of what was not a full answer, in the room above the lane. */
function drawSigns(painter: Painter, row: ClientRow): void {
  const { from, to } = painter.viewport;
  let freeFrom = -Infinity;
  const size = signSize(row).glyph;
  const signs = MARKS.flatMap((mark, number) => (number === OK ? [] : signsOf(painter, row, number, MARK_SIGNS[mark])));
  // The gravest kinds claim their place first.
  const placed: { readonly x: number; readonly sign: (typeof signs)[number]['sign'] }[] = [];
  for (const sign of signs.reverse()) {
    if (placed.every(({ x }) => Math.abs(x - sign.x) >= 12)) {
      placed.push(sign);
    }
  }
  for (const { x, sign } of placed.sort((a, b) => a.x - b.x)) {
    if (x >= freeFrom && x >= painter.x(from) - 6 && x <= painter.x(to) + 6) {
      painter.glyph(sign.glyph, x, row.top + 2 + size / 2, size, painter.palette.tone[sign.tone]);
      freeFrom = x + 11;
    }
  }
}

function signsOf(
  painter: Painter,
  row: ClientRow,
  mark: number,
  sign: (typeof MARK_SIGNS)[keyof typeof MARK_SIGNS],
): readonly { readonly x: number; readonly sign: typeof sign }[] {
  const starts = row.client.startsByMark[mark] ?? NONE;
  const found: { x: number; sign: typeof sign }[] = [];
  let position = lowerBound(starts, painter.viewport.from);
  while (position < starts.length && (starts[position] as number) <= painter.viewport.to) {
    const at = starts[position] as number;
    found.push({ x: painter.x(at) + 3, sign });
    position = gallop(starts, at + painter.nsPerPx * SIGN_EVERY_PX, position);
  }
  return found;
}
