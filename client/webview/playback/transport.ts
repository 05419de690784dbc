import { button, html, icon, setAttributes } from '../dom/elements';
import { GLYPHS } from '../look/glyphs';
import { SPEEDS } from './speeds';
import type { Announcer } from '../page/announcer';
import type { JumpKind } from '../run/jump-points';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { formatInstant } from '../time/time-format';
import { wholeRun, zoomViewport } from '../time/viewport';
import { createHint } from './hint';
import { togglePlaying } from './player';

/** Where there is little room, the rest of a name is left out. */
const JUMPS: readonly { readonly kind: JumpKind; readonly name: string; readonly rest: string }[] = [
  { kind: 'faults', name: 'fault', rest: '' },
  { kind: 'failures', name: 'failure', rest: '' },
  { kind: 'leaderChanges', name: 'leader', rest: ' change' },
  { kind: 'events', name: 'event', rest: '' },
];

/** The bar between picture and timeline: play, jump, zoom. */
export function createTransport(store: Store<ViewState>, actions: Actions, announcer: Announcer): HTMLElement {
  const playIcon = icon('play');
  const play = button(
    'Play',
    () => {
      togglePlaying(store);
    },
    playIcon,
  );
  play.className = 'play';
  const speed = html(
    'select',
    { 'aria-label': 'Speed', title: 'Simulated time for each second' },
    ...SPEEDS.map((value) => html('option', { value }, `${String(value)}×`)),
  );
  speed.addEventListener('change', () => {
    store.change({ speed: Number(speed.value) });
  });
  const messages = html(
    'button',
    { type: 'button', class: 'toggle', title: 'Message arrows, when zoomed in' },
    'Messages',
  );
  messages.addEventListener('click', () => {
    store.change({ messagesShown: !store.state.messagesShown });
  });
  const zoom = (factor: number): void => {
    const run = runOf(store.state);
    if (run !== null) {
      const { viewport, cursor } = store.state;
      const isInView = cursor >= viewport.from && cursor <= viewport.to;
      const around = isInView ? cursor : (viewport.from + viewport.to) / 2;
      store.change({ viewport: zoomViewport(viewport, around, factor, run.durationNs) });
    }
  };
  const showSettings = (state: ViewState): void => {
    speed.value = String(state.speed);
    setAttributes(messages, { 'aria-pressed': String(state.messagesShown) });
    setAttributes(play, { 'aria-label': state.playing ? 'Pause' : 'Play', title: state.playing ? 'Pause' : 'Play' });
    playIcon.firstElementChild?.setAttribute('d', GLYPHS[state.playing ? 'bars' : 'play']);
  };
  showSettings(store.state);
  store.listen((state, previous) => {
    if (
      state.speed !== previous.speed ||
      state.messagesShown !== previous.messagesShown ||
      state.playing !== previous.playing
    ) {
      showSettings(state);
    }
  });
  return html(
    'div',
    { class: 'transport', role: 'toolbar', 'aria-label': 'Playback and zoom' },
    html('div', { class: 'transport-group' }, play, speed),
    ...JUMPS.map((jump) => jumpGroup(jump, actions, announcer)),
    html('span', { class: 'transport-space' }, createHint(store)),
    html(
      'div',
      { class: 'transport-group' },
      messages,
      button(
        'Zoom in',
        () => {
          zoom(0.5);
        },
        icon('plus'),
      ),
      button(
        'Zoom out',
        () => {
          zoom(2);
        },
        icon('dash'),
      ),
      button(
        'Show the whole run',
        () => {
          const run = runOf(store.state);
          if (run !== null) {
            store.change({ viewport: wholeRun(run.durationNs) });
          }
        },
        icon('fit'),
      ),
    ),
  );
}

export function jumpAndTell(
  actions: Actions,
  announcer: Announcer,
  kind: JumpKind,
  direction: 'next' | 'previous',
): void {
  const jump = JUMPS.find((candidate) => candidate.kind === kind);
  const name = jump === undefined ? '' : `${jump.name}${jump.rest}`;
  const at = actions.jump(kind, direction);
  announcer.say(at === null ? `No ${direction} ${name}` : `${name} at ${formatInstant(at, 1e6)}`);
}

function jumpGroup(jump: (typeof JUMPS)[number], actions: Actions, announcer: Announcer): HTMLElement {
  const { kind } = jump;
  const name = `${jump.name}${jump.rest}`;
  return html(
    'div',
    { class: 'transport-group jump', role: 'group', 'aria-label': name },
    button(
      `Previous ${name}`,
      () => {
        jumpAndTell(actions, announcer, kind, 'previous');
      },
      icon('left'),
    ),
    html(
      'span',
      { class: 'jump-name', 'aria-hidden': 'true' },
      jump.name,
      html('span', { class: 'jump-rest' }, jump.rest),
    ),
    button(
      `Next ${name}`,
      () => {
        jumpAndTell(actions, announcer, kind, 'next');
      },
      icon('right'),
    ),
  );
}
