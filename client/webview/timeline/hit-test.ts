import { ROLE_SIGNS } from '../look/vocabulary';
import { isBad, markOf, operationText, tookNs } from '../run/operation-index';
import { messageName } from '../run/message-index';
import { nodeStateAt } from '../run/place-state';
import { leadersText } from '../run/leaders';
import { placeName, type RunIndex } from '../run/run-index';
import type { Selection } from '../state/view-state';
import { formatDuration, formatInstant } from '../time/time-format';
import { brokenStripe } from './draw-broken';
import { faultStripe } from './draw-faults';
import { eventMarks, isOnMark } from './draw-events';
import { valueAt } from './draw-chart';
import { formatValue } from './chart-value';
import type { Arrow } from './draw-messages';
import { operationStripe } from './operation-geometry';
import type { Painter } from './painter';
import type { BrokenRow, ChartRow, ClientRow, LeaderRow, NodeRow, Row, RowLayout } from './rows';

/** What lies under the pointer: what a click selects, and what the tooltip says. */
export interface Hit {
  readonly selection: Selection | null;
  readonly lines: readonly string[];
}

export interface Scene {
  readonly painter: Painter;
  readonly run: RunIndex;
  readonly layout: RowLayout;
  readonly arrows: readonly Arrow[];
}

const REACH_PX = 5;

export function rowAt(layout: RowLayout, y: number): Row | null {
  return layout.rows.find((row) => y >= row.top && y < row.top + row.height) ?? null;
}

export function hitTest(scene: Scene, x: number, y: number): Hit {
  const row = rowAt(scene.layout, y);
  const at = scene.painter.viewport.from + x * scene.painter.nsPerPx;
  const direct = row === null ? null : hitInRow(scene, row, x, y, at);
  if (direct?.selection !== undefined && direct.selection !== null && direct.selection.kind !== 'place') {
    return direct;
  }
  return arrowAt(scene, x, y) ?? direct ?? { selection: null, lines: [] };
}

function hitInRow(scene: Scene, row: Row, x: number, y: number, at: number): Hit | null {
  switch (row.kind) {
    case 'faults':
      return hitFault(scene, row, x, y);
    case 'broken':
      return hitBroken(scene, row, x, y);
    case 'leader':
      return hitLeader(scene, row, at);
    case 'node':
      return hitNode(scene, row, x, y, at);
    case 'client':
      return hitOperation(scene, row, x, y);
    case 'chart':
      return hitChart(row, at);
  }
}

function hitFault({ painter, run }: Scene, row: Extract<Row, { kind: 'faults' }>, x: number, y: number): Hit | null {
  const found = run.report.faults.findLastIndex((_, number) => {
    const stripe = faultStripe(painter, run, row, number);
    const isInside = y >= stripe.y && y <= stripe.y + stripe.height;
    return isInside && x >= stripe.x - 2 && x <= stripe.x + Math.max(stripe.width, 24);
  });
  const fault = run.report.faults[found];
  if (fault === undefined) {
    return null;
  }
  const length = fault.to > fault.from ? `, ${formatDuration(fault.to - fault.from)} long` : '';
  return {
    selection: { kind: 'fault', row: found },
    lines: [fault.label, `${fault.kind} at ${instant(painter, fault.from)}${length}`],
  };
}

function hitBroken({ painter }: Scene, row: BrokenRow, x: number, y: number): Hit | null {
  const found = row.broken.find((broken, track) => {
    const stripe = brokenStripe(painter, row, broken, track);
    return y >= stripe.y && y <= stripe.y + stripe.height && x >= stripe.x - 2 && x <= stripe.x + stripe.width;
  });
  return found === undefined
    ? null
    : {
        selection: { kind: 'expectation', row: found.expectation },
        lines: [found.text, ...(found.reason === '' ? [] : [found.reason])],
      };
}

function hitLeader({ run }: Scene, row: LeaderRow, at: number): Hit | null {
  const span = row.leadership.spans.find(({ from, to }) => from <= at && at < to);
  if (span === undefined) {
    return null;
  }
  const [first] = span.places;
  const { store, shardCount } = row.leadership;
  const text = leadersText(row.leadership, span, (place) => placeName(run, place));
  const shards = shardCount > 1 ? ` (${String(shardCount)} shards)` : '';
  return {
    selection: first === undefined ? null : { kind: 'place', place: first },
    lines: [store === '' ? text : `${store}${shards}: ${text}`, `for ${formatDuration(span.to - span.from)}`],
  };
}

function hitNode({ painter, run }: Scene, row: NodeRow, x: number, y: number, at: number): Hit {
  const mark = eventMarks(painter, run, row).find((candidate) => isOnMark(candidate, x, y));
  const event = mark === undefined ? undefined : run.report.events[mark.row];
  if (mark !== undefined && event !== undefined) {
    return {
      selection: { kind: 'event', row: mark.row },
      lines: [event.text, `${event.kind} at ${instant(painter, event.at)}`],
    };
  }
  const { role, conditions } = nodeStateAt(row.lane, at);
  const spans = [...conditions, ...(role === null ? [] : [role])];
  const began = spans.find((span) => span.event >= 0);
  return {
    selection: began === undefined ? { kind: 'place', place: row.lane.place } : { kind: 'event', row: began.event },
    lines: [
      row.lane.label,
      ...spans.map((span) => `${span.label || ROLE_SIGNS[span.state].word}, ${formatDuration(span.to - span.from)}`),
    ],
  };
}

function hitOperation({ painter, run }: Scene, row: ClientRow, x: number, y: number): Hit | null {
  const { operations } = run;
  const reachNs = REACH_PX * painter.nsPerPx;
  const at = painter.viewport.from + x * painter.nsPerPx;
  let best: { readonly position: number; readonly distance: number } | null = null;
  let looked = 0;
  row.client.intervals.visit(at - reachNs * 6, at + reachNs, (position) => {
    const stripe = operationStripe(painter, operations, row, position);
    const across = Math.max(stripe.x - x, x - stripe.x - stripe.width, 0);
    const down = Math.max(stripe.y - y, y - stripe.y - stripe.height, 0);
    const report = row.client.rows[position] ?? -1;
    // Where many lie under the pointer, one that went wrong is what was meant.
    const distance = across + down * 0.5 - (isBad(operations.mark[report] ?? 0) ? 20 : 0);
    if (across <= REACH_PX && (best === null || distance < best.distance)) {
      best = { position, distance };
    }
    return ++looked < 5_000;
  });
  const found = (best as { readonly position: number } | null)?.position;
  const operation = found === undefined ? -1 : (row.client.rows[found] ?? -1);
  return operation < 0
    ? null
    : { selection: { kind: 'operation', row: operation }, lines: operationLines(run, operation) };
}

export function operationLines(run: RunIndex, row: number): readonly string[] {
  const { operations } = run;
  const from = operations.from[row] ?? 0;
  const ns = tookNs(operations, row);
  const took = ns === null ? 'no answer' : `took ${formatDuration(ns)}`;
  return [
    operationText(operations, row),
    `${markOf(operations, row)}, ${took}, began at ${formatInstant(from, 1e5)}`,
    `session ${String(operations.session[row] ?? 0)} of ${placeName(run, operations.client[row] ?? -1)}`,
  ];
}

function hitChart(row: ChartRow, at: number): Hit {
  return {
    selection: null,
    lines: row.series.map((series) => `${series.name}: ${formatValue(valueAt(series, at), series.unit)}`),
  };
}

function arrowAt({ run, arrows }: Scene, x: number, y: number): Hit | null {
  const found = arrows.find((arrow) => distanceTo(arrow, x, y) < 4);
  if (found === undefined) {
    return null;
  }
  const { messages } = run;
  const sent = messages.sentAt[found.row] ?? 0;
  const took = found.lost ? 'lost' : `${formatDuration((messages.arrivedAt[found.row] ?? sent) - sent)} under way`;
  const way = `${placeName(run, messages.sender[found.row] ?? -1)} → ${placeName(run, messages.receiver[found.row] ?? -1)}`;
  return {
    selection: { kind: 'message', row: found.row },
    lines: [messageName(messages, found.row), `${way}, ${took}`],
  };
}

function distanceTo({ x1, y1, x2, y2 }: Arrow, x: number, y: number): number {
  const squared = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / squared));
  return Math.hypot(x1 + share * (x2 - x1) - x, y1 + share * (y2 - y1) - y);
}

function instant(painter: Painter, at: number): string {
  return formatInstant(at, Math.min(painter.nsPerPx, 1e6));
}
