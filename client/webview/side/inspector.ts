import { button, html, icon } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import type { Actions } from '../state/actions';
import { sourceOf, stretchOf } from '../state/selection';
import type { Store } from '../state/store';
import { runOf, type Selection, type ViewState } from '../state/view-state';
import type { RunIndex } from '../run/run-index';
import { formatInstant } from '../time/time-format';
import { STEP_SIGNS } from '../look/vocabulary';
import type { PathStep } from '../../../server/src/report/run-report';
import { inspect } from './inspect';
import { sourceButton } from './source-button';

/** Explains what is selected, and leads to its line, its causes and what it caused. */
export function createInspector(store: Store<ViewState>, actions: Actions, host: HostBridge): HTMLElement {
  const element = html('section', { class: 'inspector is-empty', 'aria-label': 'Inspector', tabindex: -1 });
  store.listen((state, previous) => {
    const isPlace = state.selection?.kind === 'place' && state.cursor !== previous.cursor;
    if (state.selection !== previous.selection || state.picture !== previous.picture || isPlace) {
      const run = runOf(state);
      const shown = state.selection !== null && run !== null ? inspect(run, state.selection, state.cursor) : null;
      element.classList.toggle('is-empty', shown === null);
      element.replaceChildren(
        ...(state.selection === null || run === null || shown === null
          ? []
          : contents(state, state.selection, shown, actions, host)),
      );
    }
  });
  return element;
}

function contents(
  state: ViewState,
  selection: Selection,
  shown: NonNullable<ReturnType<typeof inspect>>,
  actions: Actions,
  host: HostBridge,
): readonly HTMLElement[] {
  const run = runOf(state);
  const source = sourceOf(state.picture, selection);
  const canFrame = run !== null && stretchOf(run, selection) !== null;
  return [
    html(
      'h2',
      {},
      shown.sign === null ? null : icon(shown.sign.glyph, shown.sign.tone),
      html('span', { class: 'inspector-kind' }, shown.kind),
      html('span', { class: 'inspector-title' }, shown.title),
      closeButton(actions),
    ),
    html(
      'div',
      { class: 'inspector-actions' },
      source === null ? null : sourceButton(source, actions, host),
      canFrame
        ? button('Zoom to it', () => {
            actions.frame(selection);
          })
        : null,
    ),
    ...stepList(run, shown.steps ?? [], actions),
    html('dl', {}, ...shown.fields.flatMap(([name, value]) => [html('dt', {}, name), html('dd', {}, value)])),
    html(
      'ul',
      { class: 'related' },
      ...shown.related.map(({ label, selection: target }) => {
        const link = button(label, () => {
          actions.visit(target);
        });
        link.className = 'link';
        return html('li', {}, link);
      }),
    ),
  ];
}

/** Each step leads to its instant. */
function stepList(run: RunIndex | null, steps: readonly PathStep[], actions: Actions): readonly HTMLElement[] {
  if (run === null || steps.length === 0) {
    return [];
  }
  const list = html(
    'ol',
    { class: 'steps', 'aria-label': 'What was done on its behalf' },
    ...steps.map(({ at, kind, text }) => {
      const { glyph, tone } = STEP_SIGNS[kind];
      const link = button(text, () => {
        actions.moveCursor(at, 'into view');
      });
      link.className = 'link';
      const time = kind === 'omitted' ? '' : formatInstant(at, 1e5);
      return html(
        'li',
        { class: `step step-${kind}` },
        html('span', { class: 'step-time' }, time),
        icon(glyph, tone),
        link,
      );
    }),
  );
  return [list];
}

function closeButton(actions: Actions): HTMLElement {
  const close = button(
    'Close the inspector',
    () => {
      actions.select(null);
    },
    icon('cross'),
  );
  close.className = 'inspector-close';
  return close;
}
