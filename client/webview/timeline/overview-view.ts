import { html } from '../dom/elements';
import { FAULT_SIGNS } from '../look/vocabulary';
import { MARKS } from '../run/operation-index';
import type { Rehearsal } from '../rehearsal/rehearsal';
import type { RunIndex } from '../run/run-index';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { clampViewport, panViewport, wholeRun, type Viewport } from '../time/viewport';
import { drawComing } from './draw-coming';
import { columnCounts, drawPile, type Counts } from './draw-pile';
import { drawResults, resultsOfJobsAlone } from './draw-results';
import { createPainter, fillSign, type Brushes, type Painter } from './painter';
import { createSurface } from './surface';
import { drag } from './timeline-pointer';

const FAULT_STRIP = 9;
const HANDLE_PX = 7;
const COLUMN_PX = 3;

/** The whole run as a strip. The bright part is what the timeline shows; it is dragged, widened, or drawn anew. */
export function createOverview(
  store: Store<ViewState>,
  brushes: () => Brushes,
  rehearsal: Rehearsal | null,
): HTMLElement {
  const ground = html('canvas', { class: 'overview-ground' });
  const brush = html('canvas', { class: 'overview-brush', role: 'img', 'aria-label': 'Overview of the whole run' });
  const element = html('div', { class: 'overview' }, ground, brush);
  const groundSurface = createSurface(ground);
  const brushSurface = createSurface(brush);
  // Kept, because asking for it in a frame would make the page lay itself out then and there.
  const kept: { width: number; height: number } = { width: 0, height: 0 };
  const width = (): number => kept.width;

  const drawGround = (run: RunIndex): void => {
    const canvas = groundSurface.begin(width(), kept.height);
    if (canvas !== null) {
      const painter = createPainter(canvas, brushes(), wholeRun(run.durationNs), width());
      drawCounts(painter, run, kept.height);
      drawResults(painter, resultsOfJobsAlone(run.report), kept.height - 1, kept.height - FAULT_STRIP - 4);
      drawFaultStrip(painter, run);
      drawComing(painter, run, FAULT_STRIP + 2, kept.height - FAULT_STRIP - 3);
    }
  };
  const drawBrush = (run: RunIndex, state: ViewState): void => {
    const canvas = brushSurface.begin(width(), kept.height);
    if (canvas !== null) {
      drawViewport(createPainter(canvas, brushes(), wholeRun(run.durationNs), width()), kept.height, state);
    }
  };
  const drawAll = (): void => {
    const run = runOf(store.state);
    if (run !== null) {
      drawGround(run);
      drawBrush(run, store.state);
    }
  };
  rehearsal?.add((run) => {
    drawGround(run);
    groundSurface.begin(width(), kept.height);
  });
  enableBrush(brush, store, () => store.state.viewport);
  new ResizeObserver(() => {
    kept.width = element.clientWidth;
    kept.height = element.clientHeight;
    // While a run is waited for, the canvases get their memory.
    groundSurface.begin(kept.width, kept.height);
    brushSurface.begin(kept.width, kept.height);
    drawAll();
  }).observe(element);
  store.listen((state, previous) => {
    const run = runOf(state);
    if (run === null) {
      return;
    }
    if (state.picture !== previous.picture || state.theme !== previous.theme) {
      drawGround(run);
      drawBrush(run, state);
    } else if (state.viewport !== previous.viewport || state.cursor !== previous.cursor) {
      drawBrush(run, state);
    }
  });
  return element;
}

const NONE = new Float64Array(0);

function drawCounts(painter: Painter, run: RunIndex, height: number): void {
  const columns = Math.ceil(painter.width / COLUMN_PX);
  const columnNs = painter.nsPerPx * COLUMN_PX;
  const sums = MARKS.map((_, mark) =>
    run.operations.clients.reduce<Counts>(
      (sum, { startsByMark }) => columnCounts(startsByMark[mark] ?? NONE, columns, 0, columnNs, sum),
      null,
    ),
  );
  const room = height - FAULT_STRIP - 4;
  drawPile(painter, sums, { left: 0, columns, bottom: height - 1, room, columnPx: COLUMN_PX, okAlpha: 0.4 });
}

function drawFaultStrip(painter: Painter, run: RunIndex): void {
  for (const fault of run.report.faults) {
    const x = painter.x(fault.from);
    fillSign(painter, FAULT_SIGNS[fault.kind], x, 1, Math.max(painter.x(fault.to) - x, 3), FAULT_STRIP - 2);
  }
}

function drawViewport(painter: Painter, height: number, { viewport, cursor }: ViewState): void {
  const { canvas, palette } = painter;
  const [from, to] = [painter.x(viewport.from), painter.x(viewport.to)];
  const isWhole = to - from > painter.width - 2;
  canvas.fillStyle = palette.tone.surface;
  canvas.globalAlpha = 0.68;
  canvas.fillRect(0, 0, from, height);
  canvas.fillRect(to, 0, painter.width - to, height);
  canvas.globalAlpha = 1;
  canvas.strokeStyle = isWhole ? palette.tone.line : palette.tone.focus;
  canvas.lineWidth = 1;
  canvas.strokeRect(from + 0.5, 0.5, Math.max(to - from - 1, 2), height - 1);
  canvas.fillStyle = isWhole ? palette.tone.muted : palette.tone.focus;
  canvas.fillRect(from, height / 2 - 7, 3, 14);
  canvas.fillRect(to - 3, height / 2 - 7, 3, 14);
  canvas.fillStyle = palette.tone.cursor;
  canvas.fillRect(painter.x(cursor) - 0.75, 0, 1.5, height);
}

function enableBrush(element: HTMLCanvasElement, store: Store<ViewState>, viewport: () => Viewport): void {
  element.addEventListener('pointerdown', (event) => {
    const run = runOf(store.state);
    if (run === null || event.button !== 0) {
      return;
    }
    const { left, width } = element.getBoundingClientRect();
    const nsPerPx = run.durationNs / width;
    const instant = (clientX: number): number => (clientX - left) * nsPerPx;
    const begun = viewport();
    const grip = gripAt(begun, instant(event.clientX), nsPerPx, run.durationNs);
    const start = instant(event.clientX);
    drag(
      event,
      (moved) => {
        const now = instant(moved.clientX);
        store.change({ viewport: gripped(grip, begun, start, now, run.durationNs), playing: false });
      },
      (_, wasDrag) => {
        if (!wasDrag) {
          const middle = (begun.from + begun.to) / 2;
          store.change({
            cursor: start,
            viewport: panViewport(begun, grip === 'new' ? start - middle : 0, run.durationNs),
          });
        }
      },
    );
  });
  element.addEventListener('dblclick', () => {
    const run = runOf(store.state);
    if (run !== null) {
      store.change({ viewport: wholeRun(run.durationNs) });
    }
  });
}

type Grip = 'from' | 'to' | 'all' | 'new';

function gripAt(viewport: Viewport, at: number, nsPerPx: number, durationNs: number): Grip {
  const reach = HANDLE_PX * nsPerPx;
  if (Math.abs(at - viewport.from) < reach) {
    return 'from';
  }
  if (Math.abs(at - viewport.to) < reach) {
    return 'to';
  }
  const isWhole = viewport.to - viewport.from > durationNs * 0.995;
  return !isWhole && at > viewport.from && at < viewport.to ? 'all' : 'new';
}

function gripped(grip: Grip, begun: Viewport, start: number, now: number, durationNs: number): Viewport {
  switch (grip) {
    case 'from':
      return clampViewport({ from: Math.min(now, begun.to), to: begun.to }, durationNs);
    case 'to':
      return clampViewport({ from: begun.from, to: Math.max(now, begun.from) }, durationNs);
    case 'all':
      return panViewport(begun, now - start, durationNs);
    case 'new':
      return clampViewport({ from: Math.min(start, now), to: Math.max(start, now) }, durationNs);
  }
}
