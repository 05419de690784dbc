import { DECISION_SIGNS } from '../look/vocabulary';
import { leadersText } from '../run/leaders';
import { placeName, type RunIndex } from '../run/run-index';
import { fillSign, type Painter } from './painter';
import type { LeaderRow } from './rows';

/** A narrower stretch says only how many lead. */
const ROOM_FOR_NAMES = 120;

/**
 * Who leads: the name of the leader, a hollow gap for nobody, and a warning where several lead at once. Where a store
 * has shards, the band is as high as the share of them that has a leader.
 */
export function drawLeaders(painter: Painter, run: RunIndex, row: LeaderRow): void {
  const { canvas, palette } = painter;
  const y = row.top + 3;
  const height = row.height - 6;
  const middle = row.top + row.height / 2;
  const { shardCount, spans } = row.leadership;
  for (const span of spans) {
    const x = painter.x(span.from);
    const width = Math.max(painter.x(span.to) - x, 1.5);
    if (x > painter.width || x + width < 0) {
      continue;
    }
    const textStart = Math.max(x, 0) + 8;
    const end = Math.min(x + width, painter.width) - 4;
    const text = leadersText(row.leadership, span, (place) => placeName(run, place));
    if (span.contested.length > 0) {
      canvas.fillStyle = palette.tone.bad;
      canvas.fillRect(x, y - 2, width, height + 4);
      const short = `${String(span.places.length)} leaders`;
      painter.text(end - textStart < ROOM_FOR_NAMES ? short : text, textStart, middle, end, palette.on.bad, 'boldFont');
    } else if (span.led === 0) {
      fillSign(painter, { ...DECISION_SIGNS.fail, pattern: 'hatch' }, x, y + height * 0.3, width, height * 0.4);
      if (width > 74) {
        labelOnGround(painter, text, textStart, middle, end);
      }
    } else if (span.led < shardCount) {
      const led = Math.max(3, height * (span.led / shardCount));
      fillSign(painter, { ...DECISION_SIGNS.fail, pattern: 'hatch' }, x, y, width, height - led);
      canvas.fillStyle = palette.tone.leader;
      canvas.fillRect(x, y + height - led, width, led);
      if (width > 74) {
        labelOnGround(painter, text, textStart, middle, end);
      }
    } else {
      canvas.fillStyle = palette.tone.leader;
      canvas.fillRect(x, y, width, height);
      canvas.fillStyle = palette.tone.surface;
      canvas.fillRect(x, y, 1, height);
      if (end - textStart > 24) {
        painter.glyph('star', textStart + 4, middle, 10, palette.on.leader);
      }
      painter.text(text, textStart + 13, middle, end, palette.on.leader, 'boldFont');
    }
  }
}

function labelOnGround(painter: Painter, text: string, x: number, middle: number, end: number): void {
  const { canvas, palette } = painter;
  const width = Math.min(painter.textWidth(text) + 8, end - x);
  canvas.fillStyle = palette.tone.surface;
  canvas.fillRect(x - 4, middle - 8, width, 16);
  painter.text(text, x, middle, end, palette.tone.text);
}
