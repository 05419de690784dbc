import type { LaneLog, LaneSpan } from '../../../server/src/report/run-report';
import { ROLE_SIGNS, type Sign } from '../look/vocabulary';
import { lastStarted } from '../run/search';
import { fillSign, type Painter } from './painter';
import type { NodeRow } from './rows';

/** How much of its colour a role shows: the leader stands out, followers stay in the background. */
const ROLE_WEIGHT: Readonly<Partial<Record<LaneSpan['state'], number>>> = {
  ...{ candidate: 0.95, follower: 0.3, replica: 0.4, recovering: 0.75, removed: 0.4, serving: 0.35 },
};
/** Lower lanes than this keep less room around their band. */
const ROOMY = 27;
/** A node in one of these states does nothing that its role would tell. */
const STOPPED: readonly LaneSpan['state'][] = ['crashed', 'paused', 'dead'];
const SIGN_WIDTH = 14;
const INDENT = 7;
/** Conditions of one kind with less than this between them are one. */
const JOIN_PX = 6;
/** Less room than this holds no words. */
const LEAST_WORDS_PX = 40;
/** What a sign of an event takes on either side of its middle. */
const MARK_PX = 9;

interface Band {
  readonly y: number;
  readonly height: number;
}

/** A stretch of the lane that a label takes, or that no label may be written in. */
interface Taken {
  readonly from: number;
  readonly to: number;
}

/** A node's life: a band of roles, and over it what it suffers. `marks` are where signs of events lie. */
export function drawNode(painter: Painter, row: NodeRow, marks: readonly number[]): void {
  const margin = row.height < ROOMY ? 3 : 5;
  const band = { y: row.top + margin, height: row.height - 2 * margin };
  const roles = visibleRoles(painter, row.lane.roles);
  const conditions = joined(
    painter,
    row.lane.conditions.filter(({ from, to }) => to >= painter.viewport.from && from <= painter.viewport.to),
  );
  const stops = conditions.filter(({ state }) => STOPPED.includes(state));
  for (const span of roles) {
    drawRole(painter, span, band);
  }
  for (const span of [...conditions.filter((condition) => !stops.includes(condition)), ...stops]) {
    drawCondition(painter, span, band);
  }
  for (const log of row.lane.logs ?? []) {
    drawLog(painter, log, row.longestLogs.get(log.store) ?? 1, band);
  }
  const taken: Taken[] = [];
  for (const span of conditions) {
    const { word } = ROLE_SIGNS[span.state];
    taken.push(...labelOf(painter, span, [span.label, word], band, taken, marks, true));
    if (STOPPED.includes(span.state)) {
      taken.push({ from: painter.x(span.from), to: painter.x(span.to) });
    } else if (!stops.some(({ from, to }) => from <= span.from && span.from < to)) {
      drawOutline(painter, span, band);
    }
  }
  taken.push(...labelBeside(painter, conditions, band, taken, marks));
  for (const span of roles) {
    const isUnder = conditions.some(({ from, to }) => from < span.to && to > span.from && from <= span.from);
    const onGround = isUnder || ROLE_SIGNS[span.state].pattern !== 'plain';
    labelOf(painter, span, [span.label], band, taken, marks, onGround);
  }
}

/** Conditions of one kind that follow each other within a few pixels are drawn as one, until the zoom parts them. */
function joined(painter: Painter, spans: readonly LaneSpan[]): readonly LaneSpan[] {
  const positions = new Map<string, number>();
  const result: LaneSpan[] = [];
  for (const span of spans) {
    const key = `${span.state} ${span.label}`;
    const position = positions.get(key) ?? -1;
    const before = result[position];
    if (before !== undefined && span.from - before.to < JOIN_PX * painter.nsPerPx) {
      result[position] = { ...before, to: Math.max(before.to, span.to) };
    } else {
      positions.set(key, result.length);
      result.push(span);
    }
  }
  return result;
}

function visibleRoles(painter: Painter, roles: readonly LaneSpan[]): readonly LaneSpan[] {
  const first = Math.max(
    0,
    lastStarted(roles.length, (at) => roles[at]?.from ?? 0, painter.viewport.from),
  );
  const last = lastStarted(roles.length, (at) => roles[at]?.from ?? 0, painter.viewport.to);
  return roles.slice(first, last + 1);
}

function drawRole(painter: Painter, span: LaneSpan, { y, height }: Band): void {
  const { canvas, palette } = painter;
  const x = painter.x(span.from);
  canvas.globalAlpha = ROLE_WEIGHT[span.state] ?? 1;
  fillSign(painter, ROLE_SIGNS[span.state], x, y, Math.max(painter.x(span.to) - x, 1), height);
  canvas.globalAlpha = 1;
  canvas.fillStyle = palette.tone.surface;
  canvas.fillRect(x, y, 1, height);
}

function drawCondition(painter: Painter, span: LaneSpan, { y, height }: Band): void {
  const { canvas, palette } = painter;
  const sign = ROLE_SIGNS[span.state];
  const x = painter.x(span.from);
  const width = Math.max(painter.x(span.to) - x, 2);
  if (STOPPED.includes(span.state)) {
    canvas.fillStyle = palette.tone.surface;
    canvas.fillRect(x, y, width, height);
    fillSign(painter, sign, x, y, width, height);
    return;
  }
  canvas.globalAlpha = 0.8;
  fillSign(painter, sign, x, y + height * 0.5, width, height * 0.5);
  canvas.globalAlpha = 1;
}

/** How long the node's log is, against the longest of the store: who lags, and who loses entries again. */
function drawLog(painter: Painter, { bucketNs, entries }: LaneLog, longest: number, { y, height }: Band): void {
  const { canvas, palette, viewport } = painter;
  const first = Math.max(0, Math.floor(viewport.from / bucketNs));
  const last = Math.min(entries.length - 1, Math.ceil(viewport.to / bucketNs));
  const edge = y + height;
  // An area and no line, which would strike out the words in the lane.
  canvas.fillStyle = palette.tone.text;
  canvas.globalAlpha = 0.16;
  canvas.beginPath();
  canvas.moveTo(painter.x((first + 1) * bucketNs), edge);
  for (let bucket = first; bucket <= last; bucket++) {
    // What stands in a bucket is how it was at the bucket's end.
    canvas.lineTo(painter.x((bucket + 1) * bucketNs), edge - height * ((entries[bucket] as number) / longest));
  }
  canvas.lineTo(painter.x((last + 1) * bucketNs), edge);
  canvas.fill();
  canvas.globalAlpha = 1;
}

/** Over the words, whose ground would else hide a short condition. */
function drawOutline({ canvas, palette, x }: Painter, span: LaneSpan, { y, height }: Band): void {
  const left = x(span.from);
  const width = Math.max(x(span.to) - left, 2);
  canvas.strokeStyle = palette.tone[ROLE_SIGNS[span.state].tone];
  canvas.lineWidth = 1.4;
  canvas.strokeRect(left + 0.7, y + 0.7, Math.max(width - 1.4, 0.6), height - 1.4);
}

/** Writes the first of some words that fits where there is room for it, and answers the stretch that this took. */
function labelOf(
  painter: Painter,
  span: LaneSpan,
  words: readonly string[],
  band: Band,
  taken: readonly Taken[],
  marks: readonly number[],
  onGround: boolean,
): readonly Taken[] {
  const sign = ROLE_SIGNS[span.state];
  const [label = ''] = words;
  const full = label === '' ? sign.word : label;
  const begin = Math.max(painter.x(span.from), 0);
  const free = taken.reduce((x, { from, to }) => (from - 4 <= x && x < to ? to + INDENT : x), begin + INDENT);
  const next = taken.reduce((x, { from }) => (from > free ? Math.min(x, from) : x), painter.width);
  const limit = Math.min(painter.x(span.to), next) - 4;
  const { start, end } = betweenMarks(marks, free, limit, painter.textWidth(full) + SIGN_WIDTH);
  if (end - start < SIGN_WIDTH) {
    return [];
  }
  const text =
    words.find((some) => some !== '' && painter.textWidth(some) + SIGN_WIDTH <= end - start) ?? words.at(-1) ?? full;
  return [{ from: start - 4, to: writeLabel(painter, sign, text, start, end, band, onGround) }];
}

/** What comes again and again and is short: named once, at the edge of one of them. A state would be taken for one of what follows. */
const NAMED_BESIDE: Readonly<Partial<Record<LaneSpan['state'], string>>> = { checkpointing: 'checkpoint' };

function labelBeside(
  painter: Painter,
  conditions: readonly LaneSpan[],
  band: Band,
  taken: readonly Taken[],
  marks: readonly number[],
): readonly Taken[] {
  const candidates = conditions.filter(({ state }) => state in NAMED_BESIDE);
  // More than its sign.
  const isNamed = ({ from, to }: LaneSpan): boolean =>
    taken.some((one) => one.to - one.from > 2 * SIGN_WIDTH && one.from >= painter.x(from) && one.to <= painter.x(to));
  if (candidates.some(isNamed)) {
    return [];
  }
  for (const { to, state } of candidates) {
    const [sign, word = ''] = [ROLE_SIGNS[state], NAMED_BESIDE[state]];
    const start = painter.x(to) + 4;
    const end = start + SIGN_WIDTH + painter.textWidth(word) + 4;
    const isFree =
      start > 0 &&
      end < painter.width &&
      conditions.every((other) => painter.x(other.from) > end || painter.x(other.to) < start) &&
      taken.every((other) => other.from > end || other.to < start) &&
      marks.every((mark) => mark - MARK_PX > end || mark + MARK_PX < start);
    if (isFree) {
      return [{ from: start - 4, to: writeLabel(painter, sign, word, start, end, band, true) }];
    }
  }
  return [];
}

/** The first room between signs that holds the label, or else the widest. */
function betweenMarks(
  marks: readonly number[],
  from: number,
  to: number,
  wanted: number,
): { readonly start: number; readonly end: number } {
  let best = { start: from, end: from };
  let start = from;
  for (const mark of [...marks.filter((x) => x > from - MARK_PX && x < to + MARK_PX), Infinity]) {
    const end = Math.min(mark - MARK_PX, to);
    if (end - start > best.end - best.start) {
      best = { start, end };
    }
    if (best.end - best.start >= wanted) {
      break;
    }
    start = mark + MARK_PX;
  }
  return best;
}

function writeLabel(
  painter: Painter,
  sign: Sign,
  text: string,
  x: number,
  end: number,
  { y, height }: Band,
  onGround: boolean,
): number {
  const { canvas, palette } = painter;
  const middle = y + height / 2;
  if (onGround) {
    // Ground for the sign alone where no word fits, or a short stretch would be all ground and no band.
    const hasRoom = end - x - SIGN_WIDTH >= LEAST_WORDS_PX;
    const wanted = hasRoom ? painter.textWidth(text) + SIGN_WIDTH + 8 : SIGN_WIDTH;
    canvas.fillStyle = palette.tone.surface;
    canvas.globalAlpha = 0.9;
    canvas.fillRect(x - 4, middle - 8, Math.min(wanted, end - x + 6), 16);
    canvas.globalAlpha = 1;
  }
  const isLeader = sign === ROLE_SIGNS.leader;
  const color = isLeader && !onGround ? palette.on.leader : palette.tone.text;
  painter.glyph(sign.glyph, x + 5, middle, 10, color);
  return end - x - SIGN_WIDTH < LEAST_WORDS_PX && painter.textWidth(text) > end - x - SIGN_WIDTH
    ? x + SIGN_WIDTH
    : painter.text(text, x + SIGN_WIDTH, middle, end, color) + 4;
}
