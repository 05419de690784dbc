import { isWhole, type RunIndex } from '../run/run-index';
import { fillSign, type Painter } from './painter';

/** What is not there yet is not the same as what did not happen. */
const COMING = { word: 'coming', glyph: 'hourglass', tone: 'faint', pattern: 'dots', meaning: '' } as const;
const TEXT = 'still coming …';

/** The stretch of a row of a large run whose operations have not come yet. */
export function drawComing(painter: Painter, run: RunIndex, top: number, height: number): void {
  const { canvas, palette, viewport, width } = painter;
  if (isWhole(run) || run.knownTo >= viewport.to) {
    return;
  }
  const x = Math.max(painter.x(run.knownTo), 0);
  canvas.globalAlpha = 0.5;
  fillSign(painter, COMING, x, top, width - x, height);
  canvas.globalAlpha = 1;
  painter.text(TEXT, x + 8, top + height / 2, width, palette.tone.muted);
}
