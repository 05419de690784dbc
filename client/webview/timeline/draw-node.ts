import type { LaneSpan } from '../../../server/src/report/run-report';
import { ROLE_SIGNS } from '../look/vocabulary';
import { lastStarted } from '../run/search';
import { fillSign, type Painter } from './painter';
import type { NodeRow } from './rows';

/** How much of its colour a role shows: the leader stands out, followers stay in the background. */
const ROLE_WEIGHT = {
  leader: 1,
  candidate: 0.95,
  follower: 0.3,
  replica: 0.4,
  recovering: 0.75,
  removed: 0.4,
} as const;
/** Lower lanes than this keep less room around their band. */
const ROOMY = 27;
const STOPPED: readonly LaneSpan['state'][] = ['crashed', 'paused'];

/** A node's life: a band of roles, with what it suffers over it. */
export function drawNode(painter: Painter, row: NodeRow): void {
  const margin = row.height < ROOMY ? 3 : 5;
  const y = row.top + margin;
  const height = row.height - 2 * margin;
  const labelEnds = drawRoles(painter, row.lane.roles, y, height);
  for (const span of row.lane.conditions) {
    if (isVisible(painter, span)) {
      drawCondition(painter, span, y, height, labelEnds);
    }
  }
}

/** Answers where the label of the role that fills each stretch ends, so that conditions do not write over it. */
function drawRoles(painter: Painter, roles: readonly LaneSpan[], y: number, height: number): readonly Label[] {
  const { canvas, palette } = painter;
  const labels: Label[] = [];
  const first = Math.max(
    0,
    lastStarted(roles.length, (at) => roles[at]?.from ?? 0, painter.viewport.from),
  );
  for (let at = first; at < roles.length; at++) {
    const span = roles[at];
    if (span === undefined || span.from > painter.viewport.to) {
      break;
    }
    const sign = ROLE_SIGNS[span.state];
    const x = painter.x(span.from);
    const width = Math.max(painter.x(span.to) - x, 1);
    const weight = span.state in ROLE_WEIGHT ? ROLE_WEIGHT[span.state as keyof typeof ROLE_WEIGHT] : 1;
    canvas.globalAlpha = weight;
    fillSign(painter, sign, x, y, width, height);
    canvas.globalAlpha = 1;
    canvas.fillStyle = palette.tone.surface;
    canvas.fillRect(x, y, 1, height);
    const start = Math.max(x, 0) + 7;
    const end = Math.min(x + width, painter.width) - 4;
    if (end - start > 16) {
      const color = weight === 1 && sign.pattern === 'plain' ? palette.on[sign.tone] : palette.tone.text;
      const ground = sign.pattern !== 'plain';
      const textEnd = drawSignedText(
        painter,
        sign.glyph,
        span.label || sign.word,
        start,
        y + height / 2,
        end,
        color,
        ground,
      );
      labels.push({ from: x, to: x + width, end: textEnd });
    }
  }
  return labels;
}

interface Label {
  readonly from: number;
  readonly to: number;
  readonly end: number;
}

function drawCondition(painter: Painter, span: LaneSpan, y: number, height: number, labels: readonly Label[]): void {
  const { canvas, palette } = painter;
  const sign = ROLE_SIGNS[span.state];
  const x = painter.x(span.from);
  const width = Math.max(painter.x(span.to) - x, 2);
  const stopped = STOPPED.includes(span.state);
  if (stopped) {
    canvas.fillStyle = palette.tone.surface;
    canvas.fillRect(x, y, width, height);
    fillSign(painter, sign, x, y, width, height);
  } else {
    canvas.globalAlpha = 0.8;
    fillSign(painter, sign, x, y + height * 0.5, width, height * 0.5);
    canvas.globalAlpha = 1;
    canvas.strokeStyle = palette.tone[sign.tone];
    canvas.lineWidth = 1.4;
    canvas.strokeRect(x + 0.7, y + 0.7, Math.max(width - 1.4, 0.6), height - 1.4);
  }
  const taken = labels.find((label) => label.from <= x + 1 && x < label.to);
  const start = Math.max(x + 7, 7, stopped || taken === undefined || taken.end < x ? 0 : taken.end + 12);
  const end = Math.min(x + width, painter.width) - 4;
  if (end - start > 14) {
    drawSignedText(painter, sign.glyph, span.label || sign.word, start, y + height / 2, end, palette.tone.text, true);
  }
}

function drawSignedText(
  painter: Painter,
  glyph: Parameters<Painter['glyph']>[0],
  text: string,
  x: number,
  middle: number,
  end: number,
  color: string,
  ground: boolean,
): number {
  const { canvas, palette } = painter;
  if (ground) {
    canvas.font = palette.smallFont;
    canvas.fillStyle = palette.tone.surface;
    canvas.globalAlpha = 0.9;
    const full = canvas.measureText(text).width + 24;
    canvas.fillRect(x - 4, middle - 8, full <= end - x + 6 ? full : Math.min(end - x + 6, full), 16);
    canvas.globalAlpha = 1;
  }
  painter.glyph(glyph, x + 5, middle, 10, color);
  return painter.text(text, x + 14, middle, end, color);
}

function isVisible(painter: Painter, { from, to }: LaneSpan): boolean {
  return to >= painter.viewport.from && from <= painter.viewport.to;
}
