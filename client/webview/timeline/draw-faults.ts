import { FAULT_SIGNS } from '../look/vocabulary';
import type { RunIndex } from '../run/run-index';
import type { Shade } from './fault-shades';
import type { Painter } from './painter';
import { fillSign } from './painter';
import { FAULT_TRACK, type FaultsRow } from './rows';

export interface Stripe {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Words need this much height. */
const LABEL_PX = 13;
/** A fault without length is still seen and clicked. */
const NARROWEST = 4;

export function faultStripe(painter: Painter, run: RunIndex, row: FaultsRow, fault: number): Stripe {
  const { from = 0, to = 0 } = run.report.faults[fault] ?? {};
  const x = painter.x(from);
  return {
    ...{ x, y: row.top + 3 + (row.tracks[fault] ?? 0) * row.trackPx },
    ...{ width: Math.max(painter.x(to) - x, NARROWEST), height: row.trackPx - (row.trackPx < FAULT_TRACK ? 1 : 3) },
  };
}

export function drawFaults(painter: Painter, run: RunIndex, row: FaultsRow): void {
  const { canvas, palette } = painter;
  run.report.faults.forEach((fault, number) => {
    const { x, y, width, height } = faultStripe(painter, run, row, number);
    if (x > painter.width || x + width < -200) {
      return;
    }
    const sign = FAULT_SIGNS[fault.kind];
    canvas.globalAlpha = 0.75;
    fillSign(painter, sign, x, y, width, height);
    canvas.globalAlpha = 1;
    canvas.fillStyle = palette.tone[sign.tone];
    canvas.fillRect(x, y, 3, height);
    if (height >= LABEL_PX) {
      drawLabel(painter, fault.label, sign, { x, y, width, height });
    }
  });
}

/** The label stands on its own ground, inside the band when it fits and after its start otherwise. */
function drawLabel(
  painter: Painter,
  label: string,
  sign: (typeof FAULT_SIGNS)[keyof typeof FAULT_SIGNS],
  at: Stripe,
): void {
  const { canvas, palette } = painter;
  const x = Math.max(at.x + 3, 0);
  const middle = at.y + at.height / 2;
  const wanted = painter.textWidth(label) + 26;
  const end = Math.min(x + wanted, painter.width);
  canvas.fillStyle = palette.tone.surface;
  canvas.globalAlpha = 0.88;
  canvas.fillRect(x, at.y + 1, end - x, at.height - 2);
  canvas.globalAlpha = 1;
  painter.glyph(sign.glyph, x + 10, middle, 10, palette.tone[sign.tone]);
  painter.text(label, x + 19, middle, end, palette.tone.text);
}

/** Everything below the fault row is shaded while a fault lasts, so that cause and effect line up. */
export function drawFaultShade(painter: Painter, shades: readonly Shade[], top: number, bottom: number): void {
  const { canvas, palette } = painter;
  for (const shade of shades) {
    const from = painter.x(shade.from);
    const to = Math.max(painter.x(shade.to), from + 1);
    if (to < 0 || from > painter.width) {
      continue;
    }
    const { tone } = shade;
    canvas.fillStyle = palette.tone[tone];
    canvas.globalAlpha = 0.07;
    canvas.fillRect(from, top, to - from, bottom - top);
    canvas.globalAlpha = 0.45;
    canvas.fillRect(from, top, 1, bottom - top);
    canvas.fillRect(to - 1, top, 1, bottom - top);
    canvas.globalAlpha = 1;
  }
}
