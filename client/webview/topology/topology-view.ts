import type { Graph } from '../../../server/src/report/run-report';
import { button, html, icon, setAttributes, svg } from '../dom/elements';
import { prefersReducedMotion } from '../look/palette';
import { faultsAt } from '../run/place-state';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type Camera, type ViewState } from '../state/view-state';
import { fitCamera, viewBoxOf, zoomCamera, type Extent } from './camera';
import type { TopologyLayout } from './elk-adapter';
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
/** Messages fly for at least this share of the timeline's width, or nobody would see them. */
const FLIGHT_SHARE = 1 / 100;

interface Shown {
  readonly graph: Graph;
  readonly layout: TopologyLayout;
  readonly scene: TopologyScene;
}

export function createTopologyView(store: Store<ViewState>, actions: Actions): HTMLElement {
  const surface = svg('svg', { class: 'topology-surface', role: 'group', 'aria-label': 'Topology', tabindex: -1 });
  const caption = html('p', { class: 'topology-caption' });
  const notice = html('p', { class: 'topology-notice', role: 'status' });
  const element = html(
    'section',
    { class: 'topology', id: 'panel-topology', 'aria-label': 'Topology' },
    surface,
    caption,
    notice,
  );
  const runner = createLayoutRunner();
  const ruler = createTextRuler();
  const showFlights = createFlightLayer();
  let shown: Shown | null = null;
  let asked: string | null = null;

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
    shown.scene.showInstant(run, state.cursor);
    const leastNs = prefersReducedMotion() ? 0 : (state.viewport.to - state.viewport.from) * FLIGHT_SHARE;
    showFlights(shown.scene, run, state.cursor, leastNs);
    const active = faultsAt(run, state.cursor).map(({ label }) => label);
    caption.textContent = active.length === 0 ? '' : `Now: ${active.join(' · ')}`;
  };
  const place = (graph: Graph, layout: TopologyLayout): void => {
    const scene = createScene(graph, layout, ruler);
    surface.replaceChildren(scene.element);
    shown = { graph, layout, scene };
    const first = scene.boxes.values().next().value;
    if (first !== undefined) {
      setAttributes(first.element, { tabindex: 0 });
    }
    aim();
    showInstant(store.state);
    markSelected(shown, store.state);
  };
  const layOut = (graph: Graph): void => {
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
      place(graph, gridLayout(graph, ruler.measure));
    }, GRID_MEANWHILE_MS);
    void runner.layOut(graph, ruler.measure).then((result) => {
      clearTimeout(meanwhile);
      if (result !== null) {
        notice.textContent = result.notice ?? '';
        place(graph, result.layout);
      }
    });
  };

  element.append(zoomButtons(holder));
  enableSelection(surface, enablePointer(surface, holder).wasDrag, store, actions, () => shown);
  new ResizeObserver(aim).observe(surface);
  store.listen((state, previous) => {
    if (state.picture !== previous.picture) {
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
      return null;
    case 'topology':
      return picture.graph;
    case 'run':
      return picture.run.report.graph;
  }
}

function extentOf(layout: TopologyLayout | null): Extent {
  const { width, height } = layout ?? { width: 1, height: 1 };
  return {
    ...{ x: -MARGIN.side, y: -MARGIN.top },
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
  shown: () => Shown | null,
): void {
  const placeAt = (event: Event): number | null => {
    const box = event.target instanceof Element ? event.target.closest('[data-place]') : null;
    const place = box?.getAttribute('data-place');
    return place === null || place === undefined ? null : Number(place);
  };
  surface.addEventListener('click', (event) => {
    const place = placeAt(event);
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
    const now = shown();
    if (place === null || now === null) {
      return;
    }
    switch (event.key) {
      case 'Enter':
      case ' ':
        actions.select({ kind: 'place', place });
        break;
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'ArrowUp':
      case 'ArrowDown':
        moveFocus(now, place, event.key);
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
  { graph, layout, scene }: Shown,
  place: number,
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): void {
  const from = graph.nodes.find((node) => node.place === place);
  const ids = graph.nodes.filter((node) => scene.boxes.has(node.place)).map(({ id }) => id);
  const next = from === undefined ? null : neighbourOf(layout, ids, from.id, key);
  const target = graph.nodes.find(({ id }) => id === next);
  const view = target === undefined ? undefined : scene.boxes.get(target.place);
  if (view !== undefined) {
    for (const { element } of scene.boxes.values()) {
      setAttributes(element, { tabindex: -1 });
    }
    setAttributes(view.element, { tabindex: 0 });
    view.element.focus();
  }
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
