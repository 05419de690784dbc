import type { SourcePlace } from '../../../server/src/report/run-report';
import type { HostBridge } from '../host/host-bridge';
import { jumpPoints, lastBefore, nextAfter, type JumpKind, type JumpPoints } from '../run/jump-points';
import type { RunIndex } from '../run/run-index';
import { framing, withInstant, type Viewport } from '../time/viewport';
import { instantOf, leastShareOf, sourceOf, stretchOf, atSource } from './selection';
import type { Store } from './store';
import { runOf, type Selection, type ViewState } from './view-state';

/** Everything a person can do to the picture, whichever part of the page they do it in. */
export interface Actions {
  /** 'into view' also moves the timeline so that the instant is on the screen. */
  moveCursor(at: number, manner: 'only' | 'into view'): void;
  select(selection: Selection | null): void;
  /** Selects, moves the cursor there, and shows it on the timeline. */
  visit(selection: Selection): void;
  /** Zooms the timeline to the whole of what is selected. */
  frame(selection: Selection): void;
  selectSource(file: string, line: number): void;
  openSource(source: SourcePlace): void;
  openSelected(): void;
  /** Answers where it went, or null if there is nothing further. */
  jump(kind: JumpKind, direction: 'next' | 'previous'): number | null;
  zoomTo(viewport: Viewport): void;
}

export function createActions(store: Store<ViewState>, host: HostBridge): Actions {
  const points = memoizedJumpPoints();
  const moveCursor = (at: number, manner: 'only' | 'into view'): void => {
    const run = runOf(store.state);
    if (run === null) {
      return;
    }
    const cursor = Math.min(Math.max(at, 0), run.durationNs);
    const viewport =
      manner === 'into view' ? withInstant(store.state.viewport, cursor, run.durationNs) : store.state.viewport;
    store.change({ cursor, viewport });
  };
  const visit = (selection: Selection): void => {
    const run = runOf(store.state);
    const at = run === null ? null : instantOf(run, selection);
    store.change({ selection, playing: false });
    if (at !== null) {
      moveCursor(at, 'into view');
    }
  };
  const openSource = (source: SourcePlace): void => {
    host.send({ kind: 'openSource', source });
  };
  return {
    moveCursor,
    visit,
    openSource,
    select: (selection) => {
      store.change({ selection });
    },
    frame: (selection) => {
      const run = runOf(store.state);
      const stretch = run === null ? null : stretchOf(run, selection);
      visit(selection);
      if (run !== null && stretch !== null) {
        store.change({ viewport: framing(stretch, run.durationNs, leastShareOf(run, selection)) });
      }
    },
    selectSource: (file, line) => {
      const run = runOf(store.state);
      const found = run === null ? null : atSource(run, file, line);
      if (found !== null) {
        visit(found);
      }
    },
    openSelected: () => {
      const { selection, picture } = store.state;
      const source = selection === null ? null : sourceOf(picture, selection);
      if (source !== null) {
        openSource(source);
      }
    },
    jump: (kind, direction) => {
      const run = runOf(store.state);
      if (run === null) {
        return null;
      }
      const instants = points(run)[kind];
      const { cursor } = store.state;
      const at = direction === 'next' ? nextAfter(instants, cursor) : lastBefore(instants, cursor);
      if (at !== null) {
        store.change({ playing: false });
        moveCursor(at, 'into view');
      }
      return at;
    },
    zoomTo: (viewport) => {
      store.change({ viewport });
    },
  };
}

function memoizedJumpPoints(): (run: RunIndex) => JumpPoints {
  const known = new WeakMap<RunIndex, JumpPoints>();
  return (run) => {
    const points = known.get(run) ?? jumpPoints(run);
    known.set(run, points);
    return points;
  };
}
