import type { Broken } from '../run/broken-expectations';
import type { Stripe } from './draw-faults';
import type { Painter } from './painter';
import { FAULT_TRACK, type BrokenRow } from './rows';

const SIGN_PX = 16;
const GAP_PX = 10;
/** A reason with less room than this is left to the verdict. */
const LEAST_REASON_PX = 140;

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
    if (broken.reason !== '' && x + width - end > LEAST_REASON_PX) {
      painter.text(broken.reason, end + GAP_PX, middle, x + width - 4, palette.tone.muted);
    } else if (broken.reason !== '') {
      drawReasonBefore(painter, broken.reason, Math.max(from, 0), x, middle);
    }
  });
}

/** On the line that leads to the flag, where the reason has no room after it. */
function drawReasonBefore(painter: Painter, reason: string, from: number, to: number, middle: number): void {
  const { canvas, palette } = painter;
  const room = to - from - 3 * GAP_PX;
  if (room < LEAST_REASON_PX) {
    return;
  }
  const width = Math.min(painter.textWidth(reason), room);
  const left = to - width - 2 * GAP_PX;
  canvas.fillStyle = palette.tone.surface;
  canvas.fillRect(left - 4, middle - 8, width + 8, 16);
  painter.text(reason, left, middle, left + width + 1, palette.tone.muted);
}

/** The flag with its words to the right; where they do not fit before the edge, without the reason, to the left. */
export function brokenStripe(painter: Painter, row: BrokenRow, { at, text, reason }: Broken, track: number): Stripe {
  const short = SIGN_PX + 10 + painter.textWidth(text);
  const long = reason === '' ? short : short + GAP_PX + painter.textWidth(reason) + 4;
  const x = painter.x(at);
  const room = painter.width - x;
  const isLeft = room < short && room >= 0;
  const left = Math.max(0, x + SIGN_PX - short);
  return {
    x: isLeft ? left : x,
    ...{ y: row.top + 3 + track * row.trackPx, height: row.trackPx - (row.trackPx < FAULT_TRACK ? 1 : 4) },
    width: isLeft ? x + SIGN_PX - left : Math.min(long, Math.max(room, short)),
  };
}
