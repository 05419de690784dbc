import { prefersReducedMotion } from '../look/palette';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { panViewport } from '../time/viewport';

/** With reduced motion, playing moves on in steps instead of gliding. */
const CALM_STEP_MS = 500;
/** While playing, the timeline follows once the cursor has passed this share of it. */
const FOLLOW_FROM = 0.85;

/** Moves the cursor while the state says that it plays. */
export function runPlayer(store: Store<ViewState>, actions: Actions): void {
  let last: number | null = null;
  const step = (now: number): void => {
    const { playing, speed, cursor } = store.state;
    const run = runOf(store.state);
    if (!playing || run === null) {
      last = null;
      return;
    }
    requestAnimationFrame(step);
    const elapsedMs = now - (last ?? now);
    if (last !== null && prefersReducedMotion() && elapsedMs < CALM_STEP_MS) {
      return;
    }
    last = now;
    const next = cursor + elapsedMs * 1e6 * speed;
    actions.moveCursor(next, 'only');
    follow(store, next, run.durationNs);
    if (next >= run.durationNs) {
      store.change({ playing: false });
    }
  };
  store.listen((state, previous) => {
    if (state.playing && !previous.playing) {
      requestAnimationFrame(step);
    }
  });
}

export function togglePlaying(store: Store<ViewState>): void {
  const run = runOf(store.state);
  if (run === null) {
    return;
  }
  const atEnd = store.state.cursor >= run.durationNs;
  store.change(atEnd ? { playing: true, cursor: 0 } : { playing: !store.state.playing });
}

function follow(store: Store<ViewState>, cursor: number, durationNs: number): void {
  const { viewport } = store.state;
  const span = viewport.to - viewport.from;
  if (cursor < viewport.from || cursor > viewport.to) {
    store.change({ viewport: panViewport(viewport, cursor - span / 10 - viewport.from, durationNs) });
  } else if (cursor > viewport.from + span * FOLLOW_FROM && viewport.to < durationNs) {
    store.change({ viewport: panViewport(viewport, cursor - (viewport.from + span * FOLLOW_FROM), durationNs) });
  }
}
