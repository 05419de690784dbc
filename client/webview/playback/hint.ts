import { html } from '../dom/elements';
import type { Store } from '../state/store';
import type { ViewState } from '../state/view-state';

/** Says that everything can be clicked, until something is. It stands where the bar is empty, and covers nothing. */
export function createHint(store: Store<ViewState>): HTMLElement {
  const element = html(
    'span',
    { class: 'hint' },
    'Click anything to see what led to it, and its line. ',
    html('kbd', {}, 'Space'),
    ' plays, ',
    html('kbd', {}, '?'),
    ' tells signs.',
  );
  store.listen(({ selection }) => {
    if (selection !== null) {
      element.hidden = true;
    }
  });
  return element;
}
