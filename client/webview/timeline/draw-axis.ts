import { ticksFor } from '../time/ticks';
import { formatInstant } from '../time/time-format';
import type { Painter } from './painter';

export const AXIS_HEIGHT = 22;

export function drawAxis(painter: Painter, warmUpNs: number): void {
  const { canvas, palette } = painter;
  const warmUpEnd = painter.x(warmUpNs);
  if (warmUpNs > 0 && warmUpEnd > 0) {
    canvas.fillStyle = palette.tone.faint;
    canvas.globalAlpha = 0.35;
    canvas.fillRect(0, AXIS_HEIGHT - 4, Math.min(warmUpEnd, painter.width), 4);
    canvas.globalAlpha = 1;
  }
  const { at, stepNs } = ticksFor(painter.viewport, painter.width);
  for (const tick of at) {
    const x = painter.x(tick);
    canvas.fillStyle = palette.tone.faint;
    canvas.fillRect(x, AXIS_HEIGHT - 5, 1, 5);
    painter.text(formatInstant(tick, stepNs), x + 4, AXIS_HEIGHT / 2 - 1, painter.width, palette.tone.muted);
  }
}

/** Faint lines through all rows at the ticks, and what came before the measuring began a little darker. */
export function drawGrid(painter: Painter, warmUpNs: number, height: number): void {
  const { canvas, palette } = painter;
  canvas.fillStyle = palette.tone.faint;
  canvas.globalAlpha = 0.22;
  for (const tick of ticksFor(painter.viewport, painter.width).at) {
    canvas.fillRect(Math.round(painter.x(tick)), 0, 1, height);
  }
  canvas.globalAlpha = 0.14;
  const warmUpEnd = painter.x(warmUpNs);
  if (warmUpEnd > 0) {
    canvas.fillRect(0, 0, Math.min(warmUpEnd, painter.width), height);
  }
  canvas.globalAlpha = 1;
}
