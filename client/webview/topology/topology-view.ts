import type { Graph } from '../../../server/src/report/run-report';
import { html, setAttributes, svg } from '../dom/elements';
import { prefersReducedMotion } from '../look/palette';
import type { Rehearsal } from '../rehearsal/rehearsal';
import { faultsAt } from '../run/place-state';
import { quorumAt } from '../run/quorums';
import { placeName } from '../run/run-index';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { hasNewReport, runOf, type ViewState } from '../state/view-state';
import { arrangementFor, type Arrangement, type Size } from './arrangement';
import { createAim } from './aim';
import { fitCamera } from './camera';
import type { TopologyLayout } from './elk-adapter';
import { foldGraph, NO_FOLDS, toggled, type FoldedGraph } from './folding';
import { createFlightLayer } from './flight-layer';
import { gridLayout } from './grid-layout';
import { createLayoutRunner } from './layout-runner';
import { createTextRuler } from './text-width';
import { enablePointer } from './topology-pointer';
import { createScene } from './topology-scene';
import { createTopologySearch } from './topology-search';
import { enableSelection, focusAgain, focusBox, focusedBox, type Shown } from './topology-selection';
import { placeBox } from './what-matters';
import { zoomButtons } from './zoom-buttons';

/** The same topology, opened or closed, stays as it was for this long before a plain grid takes its place. */
const GRID_MEANWHILE_MS = 1_500;
/** A quorum stays lit for this share of what the timeline shows. */
const QUORUM_SHARE = 1 / 150;
/** Messages fly for at least this share of the timeline's width, or nobody would see them. */
const FLIGHT_SHARE = 1 / 100;

/** More faults at once than these do not fit into the caption, so it says how many there are. */
const MOST_NAMED = 3;

/** Plain rows stand in for ELK's layout where everything is drawn so much larger in them. */
const PLAIN_IS_LARGER = 1.1;
/** A new arrangement is looked for once the size of the panel has come to rest. */
const REARRANGE_AFTER_MS = 250;

export function createTopologyView(store: Store<ViewState>, actions: Actions, rehearsal: Rehearsal): HTMLElement {
  const surface = svg('svg', { class: 'topology-surface', role: 'group', 'aria-label': 'Topology', tabindex: -1 });
  const caption = html('p', { class: 'topology-caption' });
  const answer = html('p', { class: 'topology-answer' });
  const notice = html('p', { class: 'topology-notice', role: 'status' });
  const foot = html('div', { class: 'topology-foot' }, html('div', { class: 'topology-captions' }, answer, caption));
  const runner = createLayoutRunner();
  const ruler = createTextRuler();
  const showFlights = createFlightLayer();
  let shown: Shown | null = null;
  /** Of which graph, folded one way or another, something is drawn. */
  let drawn: string | null = null;
  let asked: string | null = null;
  let arranged: { readonly boxes: string; readonly arrangement: Arrangement } | null = null;
  /** The domain that was opened last and is not drawn open yet. */
  let opening: string | null = null;

  const view = createAim(surface, store, () => shown);
  const element = html(
    'section',
    { class: 'topology', id: 'panel-topology', 'aria-label': 'Topology' },
    surface,
    foot,
    view.edges,
    notice,
  );
  /** What the next drawing waits for: whoever reads the screen, or a test, knows that this one will not stay. */
  const awaited = new Set<'frame' | 'rest' | 'layout'>();
  const wait = (what: 'frame' | 'rest' | 'layout', isAwaited: boolean): void => {
    awaited[isAwaited ? 'add' : 'delete'](what);
    setAttributes(surface, { 'aria-busy': String(awaited.size > 0) });
  };
  const showInstant = (state: ViewState): void => {
    const run = runOf(state);
    if (shown === null || run === null) {
      return;
    }
    const span = steppedSpan(state);
    const quorum = quorumAt(run, state.cursor, span * QUORUM_SHARE);
    shown.scene.showInstant(run, state.cursor, quorum?.places ?? []);
    const leastNs = prefersReducedMotion() ? 0 : span * FLIGHT_SHARE;
    showFlights(shown.scene, run, state.cursor, leastNs);
    const active = faultsAt(run, state.cursor).map(({ label }) => label);
    const stood = quorum?.places.map((place) => placeName(run, place)).join(', ') ?? '';
    const count = active.length > MOST_NAMED ? ` ${String(active.length)} faults` : '';
    write(caption, active.length === 0 ? '' : `Now${count}: ${active.join(' · ')}`);
    write(answer, quorum === null ? '' : `Answered by ${stood}: ${quorum.text}`);
  };
  const place = (
    folded: FoldedGraph,
    arrangement: Arrangement,
    layout: TopologyLayout,
    which: 'meanwhile' | 'final',
  ): void => {
    const scene = createScene(folded, layout, ruler, arrangement.density);
    const focused = focusedBox(surface);
    surface.replaceChildren(scene.element);
    shown = { folded, layout, scene };
    setAttributes(surface, { 'data-layout': which });
    const first = scene.boxesById.values().next().value;
    if (first !== undefined) {
      setAttributes(first.element, { tabindex: 0 });
    }
    view.aimAtWhatMatters();
    showInstant(store.state);
    markSelected(shown, store.state);
    search.mark();
    focusAgain(scene, folded, focused);
    if (which === 'meanwhile') {
      return;
    }
    const opened = opening === null ? undefined : layout.boxes.get(opening);
    opening = null;
    if (opened !== undefined) {
      view.fit(opened);
    }
  };
  const layOut = (whole: Graph): void => {
    const folded = foldGraph(whole, store.state.folds);
    const { graph } = folded;
    const boxes = boxesOf(graph);
    const before = arranged?.boxes === boxes ? arranged.arrangement : null;
    const arrangement = arrangementFor(graph, ruler.measure, view.room(), before);
    arranged = { boxes, arrangement };
    // The same boxes and links stay where they are, whatever else the new report says.
    const key = JSON.stringify([
      graph.nodes.map(({ id, parent, label, detail, groups }) => [id, parent, label, detail, groups]),
      graph.edges,
      arrangement,
    ]);
    if (key === asked) {
      return;
    }
    asked = key;
    const showGrid = (): void => {
      place(folded, arrangement, gridLayout(graph, ruler.measure, arrangement), 'meanwhile');
    };
    const isOther = boxesOf(whole) !== drawn;
    drawn = boxesOf(whole);
    // What is drawn of another topology says nothing of this one, and a blank says nothing at all.
    if (isOther) {
      showGrid();
    }
    wait('layout', true);
    const meanwhile = isOther ? undefined : setTimeout(showGrid, GRID_MEANWHILE_MS);
    void runner.layOut(graph, ruler.measure, arrangement).then((result) => {
      clearTimeout(meanwhile);
      if (result !== null) {
        notice.textContent = result.notice ?? foldNotice(folded);
        place(
          folded,
          arrangement,
          largerOf(result.layout, gridLayout(graph, ruler.measure, arrangement), view.room()),
          'final',
        );
        wait('layout', false);
      }
    });
  };

  rehearsal.add((run) => {
    const folded = foldGraph(run.report.graph, NO_FOLDS);
    const arrangement = arrangementFor(folded.graph, ruler.measure, view.room(), null);
    const scene = createScene(folded, gridLayout(folded.graph, ruler.measure, arrangement), ruler, arrangement.density);
    scene.showInstant(run, run.durationNs / 2, []);
    createFlightLayer()(scene, run, run.durationNs / 2, run.durationNs * FLIGHT_SHARE);
    void runner.layOut(folded.graph, ruler.measure, arrangement);
  });
  const toggle = (id: string, open: boolean): void => {
    opening = open ? id : null;
    store.change({ folds: toggled(store.state.folds, id, open), camera: null });
  };
  enableSelection(surface, enablePointer(surface, view.holder, view.showAll).wasDrag, view.holder, actions, {
    shown: () => shown,
    toggle,
  });
  const search = createTopologySearch({
    whole: () => graphOf(store.state),
    shown: () => shown,
    open: (domain) => {
      toggle(domain, true);
    },
    visit: (id) => {
      const found = shown;
      const box = found?.layout.boxes.get(id);
      if (found !== null && box !== undefined) {
        view.holder.change({ ...view.holder.current(), x: box.x + box.width / 2, y: box.y + box.height / 2 });
        focusBox(found.scene, id);
      }
    },
  });
  foot.append(search.element, zoomButtons(view.holder, view.showAll));
  surface.addEventListener('focusin', ({ target }) => {
    // A pointer sees what it goes to.
    if (shown !== null && target instanceof Element && target.matches(':focus-visible')) {
      view.reveal(
        shown.layout.boxes.get(target.getAttribute('data-box') ?? target.getAttribute('data-domain') ?? '') ?? null,
      );
    }
  });
  /** In the next frame, when the page has taken its form: before, the room that there will be is not known. */
  const layOutSoon = (): void => {
    if (!awaited.has('frame')) {
      wait('frame', true);
      requestAnimationFrame(() => {
        const graph = graphOf(store.state);
        if (graph !== null) {
          layOut(graph);
        }
        wait('frame', false);
      });
    }
  };
  let rearrange: ReturnType<typeof setTimeout> | undefined;
  new ResizeObserver(([resized]) => {
    const { width = 0, height = 0 } = resized?.contentRect ?? {};
    view.resize({ width, height });
    clearTimeout(rearrange);
    // Whoever has zoomed in looks at a place that must not run away.
    const isFree = shown !== null && store.state.camera === null;
    wait('rest', isFree);
    if (isFree) {
      rearrange = setTimeout(() => {
        layOutSoon();
        wait('rest', false);
      }, REARRANGE_AFTER_MS);
    }
  }).observe(surface);
  store.listen((state, previous) => {
    if (hasNewReport(state, previous) || state.folds !== previous.folds) {
      layOutSoon();
    }
    if (state.camera !== previous.camera) {
      view.aim();
    }
    if (
      state.cursor !== previous.cursor ||
      state.picture !== previous.picture ||
      steppedSpan(state) !== steppedSpan(previous)
    ) {
      showInstant(state);
    }
    if (state.cursor !== previous.cursor && !state.playing) {
      view.follow();
    }
    if (state.selection !== previous.selection && shown !== null) {
      markSelected(shown, state);
      view.choose(state.selection?.kind === 'place' ? placeBox(shown, state.selection.place) : null);
    }
  });
  return element;
}

/** How long a stretch the timeline shows, in steps of doubling, so that zooming does not change the topology in every frame. */
function steppedSpan({ viewport }: ViewState): number {
  return 2 ** Math.round(Math.log2(viewport.to - viewport.from));
}

/** What does not fit is said when the pointer rests on it. */
function write(line: HTMLElement, text: string): void {
  if (line.textContent !== text) {
    line.textContent = text;
    line.title = text;
  }
}

/** Which boxes there are, and what is in which. */
function boxesOf({ nodes }: Graph): string {
  return JSON.stringify(nodes.map(({ id, parent }) => [id, parent]));
}

function graphOf({ picture }: ViewState): Graph | null {
  switch (picture.kind) {
    case 'none':
    case 'comparison':
      return null;
    case 'topology':
      return picture.graph;
    case 'run':
      return picture.run.report.graph;
  }
}

/** ELK knows no rows of domains and spreads them out: plain rows stand in where everything is drawn so much larger in them. */
function largerOf(layout: TopologyLayout, plain: TopologyLayout, { width, height }: Size): TopologyLayout {
  const scale = (one: TopologyLayout): number => fitCamera({ x: 0, y: 0, ...one }, width, height).scale;
  return scale(plain) > PLAIN_IS_LARGER * scale(layout) ? plain : layout;
}

function markSelected({ scene }: Shown, { selection }: ViewState): void {
  for (const [place, { element }] of scene.boxes) {
    const selected = selection?.kind === 'place' && selection.place === place;
    setAttributes(element, { 'aria-pressed': String(selected) });
  }
}

function foldNotice({ leafCount, members }: FoldedGraph): string {
  return members.size === 0 ? '' : `${String(leafCount)} nodes and clients. A domain opens with a click.`;
}
