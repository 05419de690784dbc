import { messageName } from '../run/message-index';
import type { RunIndex } from '../run/run-index';
import type { Painter } from './painter';
import type { RowLayout } from './rows';

/** More arrows than this say nothing any more. */
export const MOST_ARROWS = 1_500;
const MOST_HEADS = 400;
const MOST_NAMES = 60;
/** Arrows steeper than this are all vertical: no space-time diagram yet. */
const LEAST_SLANT_PX = 1.5;
const SAMPLE = 64;

export interface Arrow {
  readonly row: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly lost: boolean;
}

/** The messages of the stretch as arrows between lanes; null while they are too many or too steep to be read. */
export function messageArrows(painter: Painter, run: RunIndex, layout: RowLayout): readonly Arrow[] | null {
  const { messages } = run;
  const { from, to } = painter.viewport;
  if (messages.intervals.countStarting(from, to) > MOST_ARROWS || typicalFlight(painter, run) < LEAST_SLANT_PX) {
    return null;
  }
  const arrows: Arrow[] = [];
  messages.intervals.visit(from, to, (row) => {
    const y1 = layout.middleOf.get(messages.sender[row] ?? -1);
    const y2 = layout.middleOf.get(messages.receiver[row] ?? -1);
    const arrivedAt = messages.arrivedAt[row] ?? NaN;
    const lost = Number.isNaN(arrivedAt);
    if (y1 !== undefined && y2 !== undefined && y1 !== y2) {
      const x1 = painter.x(messages.sentAt[row] ?? 0);
      arrows.push({ row, x1, y1, x2: lost ? x1 + 10 : painter.x(arrivedAt), y2, lost });
    }
    return arrows.length < MOST_ARROWS;
  });
  return arrows;
}

export function drawMessages(painter: Painter, run: RunIndex, arrows: readonly Arrow[]): void {
  const { canvas, palette } = painter;
  canvas.strokeStyle = palette.tone.muted;
  canvas.fillStyle = palette.tone.muted;
  canvas.globalAlpha = arrows.length > 300 ? 0.45 : 0.8;
  canvas.lineWidth = 1;
  canvas.beginPath();
  for (const { x1, y1, x2, y2, lost } of arrows) {
    canvas.moveTo(x1, y1);
    canvas.lineTo(lost ? (x1 + x2) / 2 : x2, lost ? (y1 + y2) / 2 : y2);
  }
  canvas.stroke();
  if (arrows.length <= MOST_HEADS) {
    // One path for all: filling each by itself takes as long as everything else in a frame.
    canvas.beginPath();
    for (const arrow of arrows) {
      addHead(painter, arrow);
    }
    canvas.fill();
  }
  canvas.globalAlpha = 1;
  for (const { x1, y1, x2, y2, lost } of arrows) {
    if (lost) {
      painter.glyph('cross', (x1 + x2) / 2, (y1 + y2) / 2, 7, palette.tone.bad);
    }
  }
  drawNames(painter, run, arrows);
}

/** Names stand beside the arrows while they are few and do not write over each other. */
function drawNames(painter: Painter, run: RunIndex, arrows: readonly Arrow[]): void {
  const taken: { readonly x: number; readonly y: number }[] = [];
  for (const { row, x1, y1, x2, y2 } of arrows.length <= MOST_NAMES ? arrows : []) {
    const x = x1 + (x2 - x1) * 0.3 + 6;
    const y = y1 + (y2 - y1) * 0.3;
    if (taken.every((other) => Math.abs(other.y - y) > 13 || Math.abs(other.x - x) > 120)) {
      labelOnGround(painter, messageName(run.messages, row), x, y, x + 130);
      taken.push({ x, y });
    }
  }
}

/** Lanes have words of their own where an arrow passes. */
function labelOnGround(painter: Painter, name: string, x: number, middle: number, end: number): void {
  const { canvas, palette } = painter;
  canvas.fillStyle = palette.tone.surface;
  canvas.globalAlpha = 0.85;
  canvas.fillRect(x - 2, middle - 7, Math.min(painter.textWidth(name) + 4, end - x), 14);
  canvas.globalAlpha = 1;
  painter.text(name, x, middle, end, palette.tone.text);
}

function addHead({ canvas }: Painter, { x1, y1, x2, y2, lost }: Arrow): void {
  if (lost) {
    return;
  }
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  canvas.moveTo(x2, y2);
  canvas.lineTo(x2 - 7 * ux - 3 * uy, y2 - 7 * uy + 3 * ux);
  canvas.lineTo(x2 - 7 * ux + 3 * uy, y2 - 7 * uy - 3 * ux);
}

/** How many pixels long the flight of a message in view usually is. */
function typicalFlight(painter: Painter, { messages }: RunIndex): number {
  const flights: number[] = [];
  let seen = 0;
  messages.intervals.visit(painter.viewport.from, painter.viewport.to, (row) => {
    const flight = (messages.arrivedAt[row] ?? NaN) - (messages.sentAt[row] ?? 0);
    if (!Number.isNaN(flight)) {
      flights.push(flight);
    }
    return ++seen < SAMPLE;
  });
  const middle = flights.sort((a, b) => a - b)[flights.length >> 1];
  return middle === undefined ? Infinity : middle / painter.nsPerPx;
}
