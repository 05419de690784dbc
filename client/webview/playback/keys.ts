import type { JumpKind } from '../run/jump-points';

/** What a key does, wherever on the page it is pressed (except while typing). The help shows this table. */
export type KeyAction =
  | { readonly kind: 'play' }
  | { readonly kind: 'step'; readonly share: number }
  | { readonly kind: 'jump'; readonly to: JumpKind; readonly direction: 'next' | 'previous' }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'fit' }
  | { readonly kind: 'ends'; readonly end: 'start' | 'end' }
  | { readonly kind: 'speed'; readonly direction: 'faster' | 'slower' }
  | { readonly kind: 'witness' }
  | { readonly kind: 'open' }
  | { readonly kind: 'frame' }
  | { readonly kind: 'search' }
  | { readonly kind: 'messages' }
  | { readonly kind: 'save' }
  | { readonly kind: 'copyLink' }
  | { readonly kind: 'help' }
  | { readonly kind: 'clear' };

export interface KeyBinding {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly what: string;
  readonly action: KeyAction;
}

const bind = (keys: readonly string[], shown: string, what: string, action: KeyAction): KeyBinding => ({
  ...{ keys, shown, what, action },
});
const jump = (to: JumpKind, direction: 'next' | 'previous'): KeyAction => ({ kind: 'jump', to, direction });

export const KEY_BINDINGS: readonly KeyBinding[] = [
  bind([' '], 'Space', 'Play or pause', { kind: 'play' }),
  bind(['ArrowRight'], '→', 'A little later', { kind: 'step', share: 0.01 }),
  bind(['ArrowLeft'], '←', 'A little earlier', { kind: 'step', share: -0.01 }),
  bind(['Shift+ArrowRight'], 'Shift →', 'Later by a tenth of what is shown', { kind: 'step', share: 0.1 }),
  bind(['Shift+ArrowLeft'], 'Shift ←', 'Earlier by a tenth of what is shown', { kind: 'step', share: -0.1 }),
  bind(['.'], '.', 'Next event', jump('events', 'next')),
  bind([','], ',', 'Previous event', jump('events', 'previous')),
  bind(['f'], 'F', 'Next fault', jump('faults', 'next')),
  bind(['Shift+F'], 'Shift F', 'Previous fault', jump('faults', 'previous')),
  bind(['x'], 'X', 'Next failure of an operation', jump('failures', 'next')),
  bind(['Shift+X'], 'Shift X', 'Previous failure', jump('failures', 'previous')),
  bind(['l'], 'L', 'Next leader change', jump('leaderChanges', 'next')),
  bind(['Shift+L'], 'Shift L', 'Previous leader change', jump('leaderChanges', 'previous')),
  bind(['w'], 'W', 'Show the next witness of a broken expectation', { kind: 'witness' }),
  bind(['+', '='], '+', 'Zoom in at the cursor', { kind: 'zoom', factor: 0.5 }),
  bind(['-'], '−', 'Zoom out', { kind: 'zoom', factor: 2 }),
  bind(['0'], '0', 'Show the whole run', { kind: 'fit' }),
  bind(['z'], 'Z', 'Zoom to what is selected', { kind: 'frame' }),
  bind(['Home'], 'Home', 'Start of the run', { kind: 'ends', end: 'start' }),
  bind(['End'], 'End', 'End of the run', { kind: 'ends', end: 'end' }),
  bind([']'], ']', 'Play faster', { kind: 'speed', direction: 'faster' }),
  bind(['['], '[', 'Play slower', { kind: 'speed', direction: 'slower' }),
  bind(['o', 'Enter'], 'O', 'Open the line of what is selected', { kind: 'open' }),
  bind(['m'], 'M', 'Show or hide message arrows', { kind: 'messages' }),
  bind(['/'], '/', 'Search events', { kind: 'search' }),
  bind(['c'], 'C', 'Copy a link to this moment', { kind: 'copyLink' }),
  bind(['s'], 'S', 'Save as SVG, PNG, HTML, CSV, JSON or Perfetto trace', { kind: 'save' }),
  bind(['?', 'Shift+?'], '?', 'Signs and keys', { kind: 'help' }),
  bind(['Escape'], 'Esc', 'Select nothing', { kind: 'clear' }),
];

export function actionOf(key: string, shift: boolean): KeyAction | null {
  const name = shift ? `Shift+${key}` : key;
  return KEY_BINDINGS.find(({ keys }) => keys.includes(name) || keys.includes(key))?.action ?? null;
}
