import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { clampViewport, panViewport, zoomViewport } from '../time/viewport';
import type { Hit } from './hit-test';

export interface PointerHost {
  /** The instant under a point of the window. */
  instantAt(clientX: number): number;
  hit(clientX: number, clientY: number): Hit;
  hover(clientX: number | null, clientY: number): void;
  nsPerPx(): number;
}

const ZOOM_PER_PX = 1.002;
const CLICK_PX = 4;

/**
 * On the rows: a click selects and moves the cursor, a drag pans, a drag with Shift zooms into a stretch, the wheel
 * zooms with Ctrl or Cmd and pans sideways. Without them it scrolls the rows, as a page does.
 */
export function enableRowsPointer(
  element: HTMLElement,
  host: PointerHost,
  store: Store<ViewState>,
  actions: Actions,
): void {
  element.addEventListener(
    'wheel',
    (event) => {
      onWheel(event, host, store);
    },
    { passive: false },
  );
  element.addEventListener('pointermove', (event) => {
    host.hover(event.clientX, event.clientY);
  });
  element.addEventListener('pointerleave', () => {
    host.hover(null, 0);
  });
  element.addEventListener('dblclick', (event) => {
    if (host.hit(event.clientX, event.clientY).selection !== null) {
      actions.openSelected();
    }
  });
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) {
      return;
    }
    const startViewport = store.state.viewport;
    const startAt = host.instantAt(event.clientX);
    const isFraming = event.shiftKey;
    drag(
      event,
      (moved) => {
        const run = runOf(store.state);
        if (run !== null && !isFraming) {
          const by = (event.clientX - moved.clientX) * host.nsPerPx();
          store.change({ viewport: panViewport(startViewport, by, run.durationNs), playing: false });
        }
      },
      (ended, wasDrag) => {
        const run = runOf(store.state);
        if (run !== null && wasDrag && isFraming) {
          const endAt = host.instantAt(ended.clientX);
          const stretch = { from: Math.min(startAt, endAt), to: Math.max(startAt, endAt) };
          actions.zoomTo(clampViewport(stretch, run.durationNs));
        } else if (!wasDrag) {
          choose(host, store, actions, event);
        }
      },
    );
  });
}

/** On the axis: pressing or dragging moves the cursor. */
export function enableAxisPointer(
  element: HTMLElement,
  host: PointerHost,
  store: Store<ViewState>,
  actions: Actions,
): void {
  element.addEventListener(
    'wheel',
    (event) => {
      onWheel(event, host, store);
    },
    { passive: false },
  );
  element.addEventListener('pointerdown', (event) => {
    if (event.button === 0) {
      store.change({ playing: false });
      actions.moveCursor(host.instantAt(event.clientX), 'only');
      drag(
        event,
        (moved) => {
          actions.moveCursor(host.instantAt(moved.clientX), 'only');
        },
        () => undefined,
      );
    }
  });
}

/** Follows a pressed pointer wherever it goes. */
export function drag(
  start: PointerEvent,
  moved: (event: PointerEvent) => void,
  ended: (event: PointerEvent, wasDrag: boolean) => void,
): void {
  let wasDrag = false;
  const move = (event: PointerEvent): void => {
    wasDrag ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > CLICK_PX;
    if (wasDrag) {
      moved(event);
    }
  };
  const up = (event: PointerEvent): void => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', up);
    ended(event, wasDrag);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', up);
}

function choose(host: PointerHost, store: Store<ViewState>, actions: Actions, event: PointerEvent): void {
  const { selection } = host.hit(event.clientX, event.clientY);
  store.change({ playing: false });
  actions.moveCursor(host.instantAt(event.clientX), 'only');
  if (selection === null) {
    actions.select(null);
  } else if (selection.kind === 'place') {
    actions.select(selection);
  } else {
    actions.visit(selection);
  }
}

function onWheel(event: WheelEvent, host: PointerHost, store: Store<ViewState>): void {
  const run = runOf(store.state);
  if (run === null) {
    return;
  }
  const { viewport } = store.state;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    const factor = ZOOM_PER_PX ** event.deltaY;
    store.change({ viewport: zoomViewport(viewport, host.instantAt(event.clientX), factor, run.durationNs) });
    return;
  }
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (Math.abs(sideways) > 0) {
    event.preventDefault();
    store.change({ viewport: panViewport(viewport, sideways * host.nsPerPx(), run.durationNs) });
  }
}
