import { button, html, icon } from '../dom/elements';
import { DECISION_SIGNS, EVENT_SIGNS, FAULT_SIGNS, MARK_SIGNS, ROLE_SIGNS, type Sign } from '../look/vocabulary';
import { KEY_BINDINGS } from '../playback/keys';

export interface Help {
  readonly element: HTMLDialogElement;
  readonly show: () => void;
}

/** What the signs mean and what the keys do, made from the same tables that draw and obey. */
export function createHelp(): Help {
  const element = html('dialog', { class: 'help', 'aria-label': 'Signs and keys' });
  const close = button('Close', () => {
    element.close();
  });
  element.append(
    html('div', { class: 'help-head' }, html('h2', {}, 'Signs and keys'), close),
    html(
      'div',
      { class: 'help-columns' },
      signs('Nodes', ROLE_SIGNS),
      signs('Operations', MARK_SIGNS),
      signs('Events', EVENT_SIGNS),
      signs('Faults', FAULT_SIGNS),
      signs('Expectations', DECISION_SIGNS),
      mouse(),
      keys(),
    ),
  );
  element.addEventListener('click', (event) => {
    if (event.target === element) {
      element.close();
    }
  });
  return {
    element,
    show: () => {
      if (!element.open) {
        element.showModal();
      }
    },
  };
}

function signs(title: string, table: Readonly<Record<string, Sign>>): HTMLElement {
  return html(
    'section',
    {},
    html('h3', {}, title),
    html(
      'dl',
      { class: 'signs' },
      ...Object.values(table).flatMap(({ glyph, tone, word, meaning }) => [
        html('dt', {}, icon(glyph, tone), word),
        html('dd', {}, meaning),
      ]),
    ),
  );
}

function keys(): HTMLElement {
  return html(
    'section',
    {},
    html('h3', {}, 'Keys'),
    html(
      'dl',
      { class: 'keys' },
      ...KEY_BINDINGS.flatMap(({ shown, what }) => [html('dt', {}, html('kbd', {}, shown)), html('dd', {}, what)]),
    ),
  );
}

const MOUSE: readonly (readonly [string, string])[] = [
  ['Click', 'Selects, and moves the cursor there'],
  ['Double click', 'Opens the line of the model'],
  ['Drag', 'Pans; on the axis, moves the cursor'],
  ['Shift drag', 'Zooms into a stretch'],
  ['Ctrl wheel', 'Zooms at the pointer'],
  ['Overview', 'Drag the frame, its edges, or a new one'],
  ['Topology', 'Wheel zooms, drag pans, arrow keys move between boxes. Fast messages are shown slower than they are.'],
];

function mouse(): HTMLElement {
  return html(
    'section',
    {},
    html('h3', {}, 'Mouse'),
    html('dl', { class: 'keys' }, ...MOUSE.flatMap(([what, does]) => [html('dt', {}, what), html('dd', {}, does)])),
  );
}
