import { html } from '../dom/elements';
import type { Store } from '../state/store';
import type { ViewState } from '../state/view-state';

/** How much of a large run has come, beside its overview; nothing once all of it is there. */
export function createComingProgress(store: Store<ViewState>): HTMLElement {
  const bar = html('progress', { max: 1, class: 'coming-bar', 'aria-label': 'Operations and messages that have come' });
  const element = html('span', { class: 'coming', hidden: true }, bar);
  store.listen(({ coming }, previous) => {
    if (coming !== previous.coming) {
      element.hidden = coming === null;
      bar.value = coming ?? 1;
    }
  });
  return element;
}
