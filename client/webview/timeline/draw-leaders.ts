import { placeName, type RunIndex } from '../run/run-index';
import type { Painter } from './painter';
import { fillSign } from './painter';
import type { LeaderRow } from './rows';
import { DECISION_SIGNS } from '../look/vocabulary';

/** Who leads: the name of the leader, a hollow gap for nobody, and a warning where several lead at once. */
export function drawLeaders(painter: Painter, run: RunIndex, row: LeaderRow): void {
  const { canvas, palette } = painter;
  const y = row.top + 3;
  const height = row.height - 6;
  const middle = row.top + row.height / 2;
  for (const { from, to, places } of row.leadership.spans) {
    const x = painter.x(from);
    const width = Math.max(painter.x(to) - x, 1.5);
    if (x > painter.width || x + width < 0) {
      continue;
    }
    const textStart = Math.max(x, 0) + 8;
    const end = Math.min(x + width, painter.width) - 4;
    if (places.length === 0) {
      fillSign(painter, { ...DECISION_SIGNS.fail, pattern: 'hatch' }, x, y + height * 0.3, width, height * 0.4);
      if (width > 74) {
        labelOnGround(painter, 'no leader', textStart, middle, end);
      }
    } else if (places.length === 1) {
      canvas.fillStyle = palette.tone.leader;
      canvas.fillRect(x, y, width, height);
      canvas.fillStyle = palette.tone.surface;
      canvas.fillRect(x, y, 1, height);
      if (end - textStart > 24) {
        painter.glyph('star', textStart + 4, middle, 10, palette.on.leader);
      }
      painter.text(placeName(run, places[0] ?? -1), textStart + 13, middle, end, palette.on.leader, 'boldFont');
    } else {
      canvas.fillStyle = palette.tone.bad;
      canvas.fillRect(x, y - 2, width, height + 4);
      const names = places.map((place) => placeName(run, place)).join(' + ');
      painter.text(`${String(places.length)} leaders: ${names}`, textStart, middle, end, palette.on.bad, 'boldFont');
    }
  }
}

function labelOnGround(painter: Painter, text: string, x: number, middle: number, end: number): void {
  const { canvas, palette } = painter;
  canvas.font = palette.smallFont;
  const width = Math.min(canvas.measureText(text).width + 8, end - x);
  canvas.fillStyle = palette.tone.surface;
  canvas.fillRect(x - 4, middle - 8, width, 16);
  painter.text(text, x, middle, end, palette.tone.text);
}
