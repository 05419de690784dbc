import { html, setText } from '../dom/elements';
import { readPalette } from '../look/palette';
import { FAULT_SIGNS, MARK_SIGNS, ROLE_SIGNS, type Sign } from '../look/vocabulary';
import type { Rehearsal } from '../rehearsal/rehearsal';
import type { RunIndex } from '../run/run-index';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { formatDuration, formatInstant } from '../time/time-format';
import { wholeRun } from '../time/viewport';
import { createTextRuler } from '../topology/text-width';
import { AXIS_HEIGHT, drawAxis } from './draw-axis';
import { createOtherHead, drawDivergence, memoizedDivergence } from './other-run';
import { drawOverlay } from './draw-overlay';
import { createGutter } from './gutter';
import { hitTest, type Hit, type Scene } from './hit-test';
import { createOverview } from './overview-view';
import { createBrushes, createPainter, type Brushes } from './painter';
import { createComingProgress } from './coming-progress';
import { drawRows } from './draw-rows';
import { layOutRows, type RowLayout } from './rows';
import { createSurface } from './surface';
import { enableAxisPointer, enableRowsPointer, type PointerHost } from './timeline-pointer';
import { namesWidth } from './names-width';
import { createTooltip } from './tooltip';
import { createWarmUp } from './warm-up';

const NOTHING: Hit = { selection: null, lines: [] };

/**
 * The timeline: overview, axis, and rows that scroll. The rows are drawn only when what they show changes; cursor,
 * pointer and selection lie on a canvas of their own above them, so playing draws little.
 */
/** @param rehearsal of the timeline that is shown; the other run's comes after the first, and needs none */
export function createTimelineView(
  store: Store<ViewState>,
  actions: Actions,
  rehearsal: Rehearsal | null,
): HTMLElement {
  const isShown = rehearsal !== null;
  const pick = (state: ViewState): RunIndex | null => (isShown ? runOf(state) : state.other);
  const divergence = memoizedDivergence();
  const warmUp = createWarmUp();
  let painted: { readonly theme: number; readonly brushes: Brushes } | null = null;
  let layout: RowLayout = { rows: [], height: 0, measuredFrom: 0, middleOf: new Map() };
  let scene: Scene | null = null;
  const ruler = createTextRuler();
  let pointer: { readonly clientX: number; readonly clientY: number } | null = null;

  /** Made anew by whoever paints first after the theme has changed. */
  const brushes = (): Brushes => {
    const { theme } = store.state;
    if (painted?.theme !== theme) {
      painted = { theme, brushes: createBrushes(readPalette()) };
    }
    return painted.brushes;
  };
  const axis = html('canvas', { class: 'timeline-axis' });
  const base = html('canvas', { class: 'timeline-base', role: 'img' });
  const over = html('canvas', { class: 'timeline-over' });
  const stage = html('div', { class: 'timeline-stage' }, html('div', { class: 'timeline-sticky' }, base, over));
  const gutter = createGutter(actions);
  const scroller = html(
    'div',
    { class: 'timeline-scroll', tabindex: 0, 'aria-label': 'Rows of the timeline', role: 'group' },
    gutter.element,
    stage,
  );
  const corner = html('output', { class: 'timeline-corner', 'aria-label': 'Time under the cursor' });
  const tooltip = createTooltip();
  const element = html(
    'section',
    {
      class: isShown ? 'timeline' : 'timeline timeline-other',
      ...(isShown ? { id: 'panel-timeline' } : {}),
      'aria-label': isShown ? 'Timeline' : 'Timeline of the other run',
    },
    isShown
      ? html(
          'div',
          { class: 'timeline-head' },
          html('span', { class: 'timeline-corner-label' }, 'whole run', createComingProgress(store)),
          createOverview(store, brushes, rehearsal),
        )
      : createOtherHead(store, actions, divergence),
    html('div', { class: 'timeline-head' }, corner, html('div', { class: 'timeline-axis-box' }, axis)),
    scroller,
  );
  // Within an element whose width is asked for by the style sheets it would not follow the pointer.
  document.body.append(tooltip.element);
  const surfaces = { axis: createSurface(axis), base: createSurface(base), over: createSurface(over) };
  // Asking the page for a size in a frame would make it lay itself out then and there, so sizes are kept.
  const size = { width: 0, height: 0, scrolled: 0 };
  let corners: DOMRect | null = null;
  const measure = (): void => {
    size.width = stage.clientWidth;
    size.height = scroller.clientHeight;
    size.scrolled = scroller.scrollTop;
    corners = null;
  };
  const width = (): number => size.width;
  const height = (): number => size.height;
  const box = (): DOMRect => (corners ??= over.getBoundingClientRect());

  /** Before the page has been laid out there is nothing to arrange: the observer of its size does it then. */
  const arrange = (run: RunIndex): void => {
    if (size.width > 0) {
      layout = layOutRows(run, width(), height());
      gutter.arrange(layout);
      gutter.showInstant(run, store.state.cursor);
      stage.style.height = `${String(layout.height)}px`;
      base.setAttribute('aria-label', describe(run));
    }
  };
  const drawBase = (run: RunIndex, state: ViewState): void => {
    const canvas = surfaces.base.begin(width(), height());
    const axisCanvas = surfaces.axis.begin(width(), AXIS_HEIGHT);
    if (canvas === null || axisCanvas === null) {
      return;
    }
    const painter = createPainter(canvas, brushes(), state.viewport, width());
    const arrows = drawRows(painter, run, layout, {
      scrollTop: size.scrolled,
      height: height(),
      messagesShown: state.messagesShown,
    });
    scene = { painter, run, layout, arrows };
    drawAxis(createPainter(axisCanvas, brushes(), state.viewport, width()), run.report.warmUpNs);
  };
  const drawOver = (state: ViewState): void => {
    const canvas = surfaces.over.begin(width(), height());
    if (canvas === null || scene === null) {
      return;
    }
    canvas.save();
    canvas.translate(0, -size.scrolled);
    const painter = createPainter(canvas, brushes(), state.viewport, width());
    const hoverX = pointer === null ? null : pointer.clientX - box().left;
    const selection = isShown ? state.selection : null;
    drawOverlay({ ...scene, painter }, state.cursor, hoverX, selection, Math.max(layout.height, height()));
    drawDivergence(painter, divergence(state)?.at ?? null, Math.max(layout.height, height()));
    canvas.restore();
    setText(corner, formatInstant(state.cursor, Math.min(painter.nsPerPx, 1e6)));
  };
  const drawAll = (): void => {
    const run = pick(store.state);
    if (run !== null) {
      drawBase(run, store.state);
      drawOver(store.state);
    }
  };
  const host: PointerHost = {
    nsPerPx: () => (store.state.viewport.to - store.state.viewport.from) / Math.max(width(), 1),
    instantAt: (clientX) => store.state.viewport.from + (clientX - box().left) * host.nsPerPx(),
    hit: (clientX, clientY) => {
      const { left, top } = box();
      const hit = scene === null ? NOTHING : hitTest(scene, clientX - left, clientY - top + size.scrolled);
      // Rows of the other run mean nothing to the inspector.
      return isShown ? hit : { ...hit, selection: null };
    },
    hover: (clientX, clientY) => {
      pointer = clientX === null ? null : { clientX, clientY };
      const hit = pointer === null ? NOTHING : host.hit(pointer.clientX, clientY);
      tooltip.show(hit.lines, pointer?.clientX ?? 0, clientY);
      over.classList.toggle('can-click', hit.selection !== null);
      drawOver(store.state);
    },
  };
  enableRowsPointer(over, host, store, actions);
  enableAxisPointer(axis, host, store, actions);
  scroller.addEventListener('scroll', () => {
    size.scrolled = scroller.scrollTop;
    drawAll();
  });
  over.addEventListener('pointerenter', () => {
    corners = null;
  });
  const observer = new ResizeObserver(() => {
    const run = pick(store.state);
    measure();
    if (run === null) {
      prepare();
    } else {
      arrange(run);
      drawAll();
      warmUp(run, layout, brushes(), width());
    }
  });
  observer.observe(scroller);
  /** What costs most the first time, colours, hatches, fonts and the memory of canvases, while a run is waited for. */
  const prepare = (): void => {
    if (isShown) {
      for (const { tone, pattern } of [FAULT_SIGNS, ROLE_SIGNS, MARK_SIGNS].flatMap<Sign>((signs) =>
        Object.values(signs),
      )) {
        if (pattern !== 'plain' && pattern !== 'hollow') {
          brushes().hatch(tone, pattern);
        }
      }
      surfaces.axis.begin(width(), AXIS_HEIGHT);
      surfaces.over.begin(width(), height());
      const canvas = surfaces.base.begin(width(), height());
      if (canvas !== null) {
        const painter = createPainter(canvas, brushes(), wholeRun(1), width());
        painter.textWidth('faults', 'font');
        painter.textWidth('faults', 'smallFont');
        painter.textWidth('faults', 'boldFont');
      }
    }
  };
  rehearsal?.add((run) => {
    const rows = layOutRows(run, width(), height());
    const names = createGutter(actions);
    names.arrange(rows);
    names.showInstant(run, run.durationNs / 2);
    namesWidth(run, ruler);
    createWarmUp(() => pick(store.state) === null)(run, rows, brushes(), width());
  });
  /** The room of another run is known once the head above it has been laid out: the observer draws, in the same frame. */
  const drawOnceLaidOut = (): void => {
    observer.unobserve(scroller);
    observer.observe(scroller);
  };
  store.listen((state, previous) => {
    const run = pick(state);
    element.hidden = run === null;
    if (run === null) {
      return;
    }
    const isRepainted = state.theme !== previous.theme;
    const before = pick(previous);
    if (run.sent !== before?.sent) {
      if (isShown) {
        // Another run below stands on the same axis.
        element.parentElement?.style.setProperty('--names', `${String(namesWidth(run, ruler))}px`);
      }
      drawOnceLaidOut();
      return;
    }
    if (run !== before) {
      arrange(run);
    }
    if (
      run !== before ||
      state.viewport !== previous.viewport ||
      isRepainted ||
      state.messagesShown !== previous.messagesShown
    ) {
      drawBase(run, state);
    }
    drawOver(state);
    // After the canvases: a font that is set on one makes the browser style first what was changed before.
    if (state.cursor !== previous.cursor) {
      gutter.showInstant(run, state.cursor);
    }
  });
  return element;
}

/** What a person who does not see the canvas should know of it, and where the rest is. */
function describe(run: RunIndex): string {
  const { lanes, faults } = run.report;
  const counts = [
    `${String(faults.length)} faults`,
    `${String(lanes.length)} nodes`,
    `${String(run.operations.clients.length)} clients`,
    `${String(run.operations.count)} operations`,
  ];
  return `Timeline of ${formatDuration(run.durationNs)}: ${counts.join(', ')}. The tab "Tables" has the same as text.`;
}
