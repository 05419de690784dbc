import type { EventRow } from '../../../server/src/report/run-report';
import { html, icon } from '../dom/elements';
import { EVENT_SIGNS } from '../look/vocabulary';
import type { Store } from '../state/store';
import { hasNewReport, runOf, type ViewState } from '../state/view-state';

/** A button for each kind of event that occurs: pressed is shown. */
export function createKindFilter(store: Store<ViewState>): HTMLElement {
  const element = html('div', { class: 'kinds', role: 'group', 'aria-label': 'Kinds of events' });
  store.listen((state, previous) => {
    if (hasNewReport(state, previous)) {
      const present = new Set(runOf(state)?.report.events.map(({ kind }) => kind));
      const kinds = (Object.keys(EVENT_SIGNS) as EventRow['kind'][]).filter((kind) => present.has(kind));
      element.replaceChildren(...kinds.map((kind) => kindButton(kind, store)));
    }
    if (hasNewReport(state, previous) || state.filter !== previous.filter) {
      for (const button of element.querySelectorAll('button')) {
        const kind = button.dataset['kind'] as EventRow['kind'];
        button.setAttribute('aria-pressed', String(!state.filter.hidden.includes(kind)));
      }
    }
  });
  return element;
}

function kindButton(kind: EventRow['kind'], store: Store<ViewState>): HTMLButtonElement {
  const { word, glyph, tone } = EVENT_SIGNS[kind];
  const button = html(
    'button',
    { type: 'button', class: 'kind', title: `Show ${word} events`, 'aria-label': word, 'data-kind': kind },
    icon(glyph, tone),
  );
  button.addEventListener('click', () => {
    const { filter } = store.state;
    const hidden = filter.hidden.includes(kind)
      ? filter.hidden.filter((one) => one !== kind)
      : [...filter.hidden, kind];
    store.change({ filter: { ...filter, hidden } });
  });
  return button;
}
