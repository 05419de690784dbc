import type { Announcer } from '../page/announcer';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { wholeRun, zoomViewport } from '../time/viewport';
import { actionOf, type KeyAction } from './keys';
import { togglePlaying } from './player';
import { otherSpeed } from './speeds';
import { jumpAndTell } from './transport';

export interface KeyTargets {
  focusSearch(): void;
  showHelp(): void;
  save(): void;
  copyLink(): void;
}

/** Keys that a focused control uses itself. */
const CONTROL_KEYS = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

export function enableKeyboard(
  store: Store<ViewState>,
  actions: Actions,
  announcer: Announcer,
  targets: KeyTargets,
): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || belongsToControl(event)) {
      return;
    }
    const action = actionOf(event.key, event.shiftKey);
    if (action !== null) {
      event.preventDefault();
      perform(action, store, actions, announcer, targets);
    }
  });
}

function perform(
  action: KeyAction,
  store: Store<ViewState>,
  actions: Actions,
  announcer: Announcer,
  targets: KeyTargets,
): void {
  const { viewport, cursor, selection, speed, messagesShown } = store.state;
  const run = runOf(store.state);
  switch (action.kind) {
    case 'play':
      togglePlaying(store);
      return;
    case 'step':
      store.change({ playing: false });
      actions.moveCursor(cursor + (viewport.to - viewport.from) * action.share, 'into view');
      return;
    case 'jump':
      jumpAndTell(actions, announcer, action.to, action.direction);
      return;
    case 'zoom':
      if (run !== null) {
        store.change({ viewport: zoomViewport(viewport, cursor, action.factor, run.durationNs) });
      }
      return;
    case 'fit':
      if (run !== null) {
        store.change({ viewport: wholeRun(run.durationNs) });
      }
      return;
    case 'ends':
      actions.moveCursor(action.end === 'start' ? 0 : Infinity, 'into view');
      return;
    case 'speed':
      store.change({ speed: otherSpeed(speed, action.direction) });
      return;
    case 'witness':
      nextWitness(store, actions, announcer);
      return;
    case 'open':
      actions.openSelected();
      return;
    case 'frame':
      if (selection !== null) {
        actions.frame(selection);
      }
      return;
    case 'search':
      targets.focusSearch();
      return;
    case 'messages':
      store.change({ messagesShown: !messagesShown });
      return;
    case 'save':
      targets.save();
      return;
    case 'copyLink':
      targets.copyLink();
      return;
    case 'help':
      targets.showHelp();
      return;
    case 'clear':
      actions.select(null);
  }
}

function nextWitness(store: Store<ViewState>, actions: Actions, announcer: Announcer): void {
  const { selection } = store.state;
  const expectations = runOf(store.state)?.report.expectations ?? [];
  const rows = expectations.flatMap(({ witness }, row) => (witness === null ? [] : [row]));
  const now = selection?.kind === 'expectation' ? rows.indexOf(selection.row) : -1;
  const next = rows[(now + 1) % Math.max(rows.length, 1)];
  const expectation = next === undefined ? undefined : expectations[next];
  if (next === undefined || expectation === undefined) {
    announcer.say('No expectation has a witness');
    return;
  }
  actions.frame({ kind: 'expectation', row: next });
  announcer.say(`${expectation.text}: ${expectation.witness?.sentence ?? ''}`);
}

function belongsToControl(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target.isContentEditable) {
    return true;
  }
  if (document.querySelector('dialog[open]') !== null) {
    return true;
  }
  const isButton = target instanceof HTMLButtonElement;
  return (
    (isButton && (event.key === ' ' || event.key === 'Enter')) ||
    (target.role === 'separator' && CONTROL_KEYS.has(event.key))
  );
}
