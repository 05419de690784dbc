import type { Graph } from '../../../server/src/report/run-report';
import { button, html, icon, setAttributes, svg } from '../dom/elements';
import { prefersReducedMotion } from '../look/palette';
import { faultsAt } from '../run/place-state';
import { quorumAt } from '../run/quorums';
import { placeName } from '../run/run-index';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type Camera, type ViewState } from '../state/view-state';
import { fitCamera, viewBoxOf, zoomCamera, type Extent } from './camera';
import type { TopologyLayout } from './elk-adapter';
import { foldGraph, toggled, type FoldedGraph } from './folding';
import { createFlightLayer } from './flight-layer';
import { gridLayout } from './grid-layout';
import { createLayoutRunner } from './layout-runner';
import { createTextRuler } from './text-width';
import { neighbourOf } from './topology-focus';
import { enablePointer } from './topology-pointer';
import { createScene, type TopologyScene } from './topology-scene';

const MARGIN = { side: 16, top: 14, bottom: 46 } as const;
/** A layout that takes longer than this is preceded by a plain grid, so that there is something to see. */
const GRID_MEANWHILE_MS = 1_500;
/** A quorum stays lit for this share of what the timeline shows. */
const QUORUM_SHARE = 1 / 150;
/** Messages fly for at least this share of the timeline's width, or nobody would see them. */
const FLIGHT_SHARE = 1 / 100;

interface Shown {
  readonly folded: FoldedGraph;
  readonly layout: TopologyLayout;
  readonly scene: TopologyScene;
}

export function createTopologyView(store: Store<ViewState>, actions: Actions): HTMLElement {
  const surface = svg('svg', { class: 'topology-surface', role: 'group', 'aria-label': 'Topology', tabindex: -1 });
  const caption = html('p', { class: 'topology-caption' });
  const answer = html('p', { class: 'topology-answer' });
  const notice = html('p', { class: 'topology-notice', role: 'status' });
  const element = html(
    'section',
    { class: 'topology', id: 'panel-topology', 'aria-label': 'Topology' },
    surface,
    html('div', { class: 'topology-captions' }, answer, caption),
    notice,
  );
  const runner = createLayoutRunner();
  const ruler = createTextRuler();
  const showFlights = createFlightLayer();
  let shown: Shown | null = null;
  let asked: string | null = null;
  /** The domain that was opened last and is not drawn open yet. */
  let opening: string | null = null;

  const camera = (): Camera => {
    const { width, height } = surface.getBoundingClientRect();
    return store.state.camera ?? fitCamera(extentOf(shown?.layout ?? null), width, height);
  };
  const holder = {
    current: camera,
    change: (next: Camera | null) => {
      store.change({ camera: next });
    },
  };
  const aim = (): void => {
    const { width, height } = surface.getBoundingClientRect();
    if (width > 0 && height > 0) {
      setAttributes(surface, { viewBox: viewBoxOf(camera(), width, height) });
    }
  };
  const showInstant = (state: ViewState): void => {
    const run = runOf(state);
    if (shown === null || run === null) {
      return;
    }
    const quorum = quorumAt(run, state.cursor, (state.viewport.to - state.viewport.from) * QUORUM_SHARE);
    shown.scene.showInstant(run, state.cursor, quorum?.places ?? []);
    const leastNs = prefersReducedMotion() ? 0 : (state.viewport.to - state.viewport.from) * FLIGHT_SHARE;
    showFlights(shown.scene, run, state.cursor, leastNs);
    const active = faultsAt(run, state.cursor).map(({ label }) => label);
    const stood = quorum?.places.map((place) => placeName(run, place)).join(', ') ?? '';
    const answered = quorum === null ? [] : [`${quorum.text}: ${stood}`];
    caption.textContent = active.length === 0 ? '' : `Now: ${active.join(' · ')}`;
    answer.textContent = answered.join('');
  };
  const place = (folded: FoldedGraph, layout: TopologyLayout): void => {
    const scene = createScene(folded, layout, ruler);
    const focused = focusedBox(surface);
    surface.replaceChildren(scene.element);
    shown = { folded, layout, scene };
    const first = scene.boxesById.values().next().value;
    if (first !== undefined) {
      setAttributes(first.element, { tabindex: 0 });
    }
    aim();
    showInstant(store.state);
    markSelected(shown, store.state);
    focusAgain(scene, folded, focused);
    const opened = opening === null ? undefined : layout.boxes.get(opening);
    opening = null;
    if (opened !== undefined) {
      const { width, height } = surface.getBoundingClientRect();
      store.change({ camera: fitCamera(withMargin(opened), width, height) });
    }
  };
  const layOut = (whole: Graph): void => {
    const folded = foldGraph(whole, store.state.folds);
    const { graph } = folded;
    // The same boxes and links stay where they are, whatever else the new report says.
    const key = JSON.stringify([
      graph.nodes.map(({ id, parent, label, detail }) => [id, parent, label, detail]),
      graph.edges,
    ]);
    if (key === asked) {
      return;
    }
    asked = key;
    const meanwhile = setTimeout(() => {
      place(folded, gridLayout(graph, ruler.measure));
      setAttributes(surface, { 'data-layout': 'meanwhile' });
    }, GRID_MEANWHILE_MS);
    void runner.layOut(graph, ruler.measure).then((result) => {
      clearTimeout(meanwhile);
      if (result !== null) {
        notice.textContent = result.notice ?? foldNotice(folded);
        place(folded, result.layout);
        setAttributes(surface, { 'data-layout': 'final' });
      }
    });
  };

  element.append(zoomButtons(holder));
  const toggle = (id: string, open: boolean): void => {
    opening = open ? id : null;
    store.change({ folds: toggled(store.state.folds, id, open), camera: null });
  };
  enableSelection(surface, enablePointer(surface, holder).wasDrag, store, actions, { shown: () => shown, toggle });
  new ResizeObserver(aim).observe(surface);
  store.listen((state, previous) => {
    if (state.picture !== previous.picture || state.folds !== previous.folds) {
      const graph = graphOf(state);
      if (graph !== null) {
        layOut(graph);
      }
    }
    if (state.camera !== previous.camera) {
      aim();
    }
    if (
      state.cursor !== previous.cursor ||
      state.picture !== previous.picture ||
      state.viewport !== previous.viewport
    ) {
      showInstant(state);
    }
    if (state.selection !== previous.selection && shown !== null) {
      markSelected(shown, state);
    }
  });
  return element;
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

function extentOf(layout: TopologyLayout | null): Extent {
  const { width, height } = layout ?? { width: 1, height: 1 };
  return withMargin({ x: 0, y: 0, width, height });
}

function withMargin({ x, y, width, height }: Extent): Extent {
  return {
    ...{ x: x - MARGIN.side, y: y - MARGIN.top },
    ...{ width: width + 2 * MARGIN.side, height: height + MARGIN.top + MARGIN.bottom },
  };
}

function markSelected({ scene }: Shown, { selection }: ViewState): void {
  for (const [place, { element }] of scene.boxes) {
    const selected = selection?.kind === 'place' && selection.place === place;
    setAttributes(element, { 'aria-pressed': String(selected) });
  }
}

function enableSelection(
  surface: SVGSVGElement,
  wasDrag: () => boolean,
  store: Store<ViewState>,
  actions: Actions,
  { shown, toggle }: { shown(): Shown | null; toggle(domain: string, open: boolean): void },
): void {
  const placeAt = (event: Event): number | null => {
    const box = event.target instanceof Element ? event.target.closest('[data-place]') : null;
    const place = box?.getAttribute('data-place');
    return place === null || place === undefined ? null : Number(place);
  };
  const toggleAt = (event: Event): boolean => {
    const domain = event.target instanceof Element ? event.target.closest('[data-domain]') : null;
    const id = domain?.getAttribute('data-domain') ?? null;
    if (id === null) {
      return false;
    }
    toggle(id, domain?.getAttribute('aria-expanded') === 'false');
    return true;
  };
  surface.addEventListener('click', (event) => {
    const place = placeAt(event);
    if (!wasDrag() && toggleAt(event)) {
      return;
    }
    if (place !== null && !wasDrag()) {
      actions.select({ kind: 'place', place });
    }
  });
  surface.addEventListener('dblclick', (event) => {
    if (placeAt(event) !== null) {
      actions.openSelected();
    }
  });
  surface.addEventListener('keydown', (event) => {
    const place = placeAt(event);
    const box = event.target instanceof Element ? (event.target.getAttribute('data-box') ?? null) : null;
    const now = shown();
    if (now === null || !(event.target instanceof Element) || event.target === surface) {
      return;
    }
    switch (event.key) {
      case 'Enter':
      case ' ':
        if (place !== null) {
          actions.select({ kind: 'place', place });
        } else {
          toggleAt(event);
        }
        break;
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'ArrowUp':
      case 'ArrowDown':
        moveFocus(now, box, event.key);
        break;
      case '+':
      case '-':
        store.change({
          camera: zoomCamera(cameraNow(store, surface, now), event.key === '+' ? 1.25 : 0.8, { x: 0, y: 0 }),
        });
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

function cameraNow(store: Store<ViewState>, surface: SVGSVGElement, shown: Shown): Camera {
  const { width, height } = surface.getBoundingClientRect();
  return store.state.camera ?? fitCamera(extentOf(shown.layout), width, height);
}

function moveFocus(
  { folded, layout, scene }: Shown,
  from: string | null,
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): void {
  const ids = folded.graph.nodes.map(({ id }) => id).filter((id) => scene.boxesById.has(id));
  const next = from === null ? null : neighbourOf(layout, ids, from, key);
  if (next !== null) {
    focusBox(scene, next);
  }
}

function focusBox(scene: TopologyScene, id: string): void {
  const view = scene.boxesById.get(id);
  if (view !== undefined) {
    for (const { element } of scene.boxesById.values()) {
      setAttributes(element, { tabindex: -1 });
    }
    setAttributes(view.element, { tabindex: 0 });
    view.element.focus();
  }
}

/** Which box or domain of the topology has the focus. */
function focusedBox(surface: SVGSVGElement): string | null {
  const focused = document.activeElement;
  return focused !== null && surface.contains(focused)
    ? (focused.getAttribute('data-box') ?? focused.getAttribute('data-domain'))
    : null;
}

/** A new drawing keeps the focus where it was; in a domain that has just been opened, on its first box. */
function focusAgain(scene: TopologyScene, { graph }: FoldedGraph, focused: string | null): void {
  if (focused === null) {
    return;
  }
  const inside = graph.nodes.find(({ parent, id }) => parent === focused && scene.boxesById.has(id));
  focusBox(scene, scene.boxesById.has(focused) ? focused : (inside?.id ?? ''));
}

function foldNotice({ leafCount, members }: FoldedGraph): string {
  return members.size === 0 ? '' : `${String(leafCount)} nodes and clients. A domain opens with a click.`;
}

function zoomButtons(holder: { current(): Camera; change(camera: Camera | null): void }): HTMLElement {
  const middle = { x: 0, y: 0 };
  return html(
    'div',
    { class: 'topology-zoom', role: 'group', 'aria-label': 'Zoom of the topology' },
    button(
      'Zoom in',
      () => {
        holder.change(zoomCamera(holder.current(), 1.25, middle));
      },
      icon('plus'),
    ),
    button(
      'Zoom out',
      () => {
        holder.change(zoomCamera(holder.current(), 0.8, middle));
      },
      icon('dash'),
    ),
    button(
      'Show all',
      () => {
        holder.change(null);
      },
      icon('fit'),
    ),
  );
}
