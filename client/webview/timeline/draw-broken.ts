import type { Broken } from '../run/broken-expectations';
import type { Stripe } from './draw-faults';
import type { Painter } from './painter';
import { FAULT_TRACK, type BrokenRow } from './rows';

const SIGN_PX = 16;
const GAP_PX = 10;
/** Kept free before the edge. */
const EDGE_PX = 4;

/** Where an expectation broke: a line over all that led there, a flag where it shows, what was measured, and why. */
export function drawBroken(painter: Painter, row: BrokenRow): void {
  const { canvas, palette } = painter;
  row.broken.forEach((broken, track) => {
    const { x, y, width, height } = brokenStripe(painter, row, broken, track);
    const [from, to] = [painter.x(broken.from), painter.x(broken.to)];
    const middle = y + height / 2;
    canvas.fillStyle = palette.tone.bad;
    canvas.fillRect(from, middle - 1, Math.max(to - from, 2), 2);
    if (x > painter.width || x + width < 0) {
      return;
    }
    canvas.fillStyle = palette.tone.surface;
    canvas.fillRect(x - 1, y - 1, width + 2, height + 2);
    const flag = Math.max(painter.x(broken.at), x);
    canvas.fillStyle = palette.tone.bad;
    canvas.fillRect(Math.min(flag, x + width - SIGN_PX), y, SIGN_PX, height);
    painter.glyph('flag', Math.min(flag, x + width - SIGN_PX) + SIGN_PX / 2, middle, 10, palette.on.bad);
    const start = flag > x + 1 ? x + 4 : x + SIGN_PX + 5;
    const end = painter.text(broken.text, start, middle, x + width, palette.tone.text);
    drawReason(painter, broken.reason, { line: Math.max(from, 0), flag: x, end, middle });
  });
}

interface Words {
  /** Where the line to the flag begins. */
  readonly line: number;
  readonly flag: number;
  /** Where what was measured ends. */
  readonly end: number;
  readonly middle: number;
}

/** After what was measured or, where it has no room there, on the line that leads to the flag; half a sentence is none. */
function drawReason(painter: Painter, reason: string, { line, flag, end, middle }: Words): void {
  for (const text of versionsOf(reason)) {
    const width = painter.textWidth(text);
    if (end + GAP_PX + width + EDGE_PX <= painter.width) {
      painter.text(text, end + GAP_PX, middle, end + GAP_PX + width + 1, painter.palette.tone.muted);
      return;
    }
    const left = flag - width - 2 * GAP_PX;
    if (left - GAP_PX >= line) {
      painter.canvas.fillStyle = painter.palette.tone.surface;
      painter.canvas.fillRect(left - 4, middle - 8, width + 8, 16);
      painter.text(text, left, middle, left + width + 1, painter.palette.tone.muted);
      return;
    }
  }
}

/** The sentence, and without what it measured. */
function versionsOf(reason: string): readonly string[] {
  const head = reason.slice(0, Math.max(reason.lastIndexOf(': '), 0));
  return [reason, head].filter((text) => text !== '');
}

/** The flag with its words to the right; where they do not fit before the edge, without the reason, to the left. */
export function brokenStripe(painter: Painter, row: BrokenRow, { at, text, reason }: Broken, track: number): Stripe {
  const short = SIGN_PX + 10 + painter.textWidth(text);
  const longest = versionsOf(reason).map((words) => short + GAP_PX + painter.textWidth(words) + EDGE_PX);
  const x = painter.x(at);
  const room = painter.width - x;
  const isLeft = room < short && room >= 0;
  const left = Math.max(0, x + SIGN_PX - short);
  return {
    x: isLeft ? left : x,
    ...{ y: row.top + 3 + track * row.trackPx, height: row.trackPx - (row.trackPx < FAULT_TRACK ? 1 : 4) },
    width: isLeft ? x + SIGN_PX - left : (longest.find((width) => width <= room) ?? short),
  };
}
