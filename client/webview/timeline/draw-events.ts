import type { EventRow } from '../../../server/src/report/run-report';
import { EVENT_SIGNS } from '../look/vocabulary';
import type { RunIndex } from '../run/run-index';
import { lastStarted } from '../run/search';
import type { Painter } from './painter';
import type { NodeRow } from './rows';

/** Kinds that the bands do not show already. */
const MARKED: ReadonlySet<EventRow['kind']> = new Set([
  ...([
    'detection',
    'lost-write',
    'stale-read',
    'corrupt-read',
    'storage',
    'expectation',
    'recovery',
    'service',
  ] as const),
]);
const SPACING_PX = 13;
/** Signs of services come in rows, one for each try of a breaker: between two of them there is room for what it is called. */
const SERVICE_SPACING_PX = 118;
const RADIUS = 8;

export interface EventMark {
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** Where the events of a lane are marked; those too close to one before are left out until the zoom parts them. */
export function eventMarks(painter: Painter, run: RunIndex, row: NodeRow): readonly EventMark[] {
  const { events } = run.report;
  const marks: EventMark[] = [];
  const first = Math.max(
    0,
    lastStarted(row.events.length, (at) => events[row.events[at] ?? 0]?.at ?? 0, painter.viewport.from),
  );
  for (let at = first; at < row.events.length; at++) {
    const number = row.events[at] ?? -1;
    const event = events[number];
    if (event === undefined || event.at > painter.viewport.to) {
      break;
    }
    const x = painter.x(event.at);
    const last = marks.at(-1);
    const isRepeated = event.kind === 'service' && events[last?.row ?? -1]?.kind === 'service';
    const spacing = isRepeated ? SERVICE_SPACING_PX : SPACING_PX;
    if (MARKED.has(event.kind) && x - (last?.x ?? -Infinity) >= spacing) {
      marks.push({ row: number, x, y: row.top + row.height - 8 });
    }
  }
  return marks;
}

export function drawEvents(painter: Painter, run: RunIndex, marks: readonly EventMark[]): void {
  const { canvas, palette } = painter;
  for (const { row: number, x, y } of marks) {
    const event = run.report.events[number];
    if (event !== undefined) {
      const sign = EVENT_SIGNS[event.kind];
      canvas.beginPath();
      canvas.arc(x, y, RADIUS - 1, 0, 7);
      canvas.fillStyle = palette.tone.surface;
      canvas.fill();
      canvas.strokeStyle = palette.tone[sign.tone];
      canvas.lineWidth = 1.2;
      canvas.stroke();
      painter.glyph(sign.glyph, x, y, 9, palette.tone[sign.tone]);
    }
  }
}

export function isOnMark(mark: EventMark, x: number, y: number): boolean {
  return Math.hypot(mark.x - x, mark.y - y) <= RADIUS;
}
