import { html, icon } from '../dom/elements';
import { createVirtualList } from '../dom/virtual-list';
import { EVENT_SIGNS } from '../look/vocabulary';
import { placeName } from '../run/run-index';
import { lastStarted } from '../run/search';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { hasNewReport, runOf, type ViewState } from '../state/view-state';
import { formatInstant } from '../time/time-format';
import { filteredEvents } from './event-filter';
import { createKindFilter } from './kind-filter';

const RESOLUTION_NS = 1e6;

export interface EventList {
  readonly element: HTMLElement;
  focusSearch(): void;
}

/** Everything worth reading, in order of time, with the row at the cursor marked. */
export function createEventList(store: Store<ViewState>, actions: Actions): EventList {
  let rows: readonly number[] = [];
  const search = html('input', {
    ...{ type: 'search', class: 'search', placeholder: 'Filter: node, key, kind …', 'aria-label': 'Filter events' },
  });
  const found = html('output', { class: 'search-count', 'aria-label': 'Events found' });
  const list = createVirtualList({
    label: 'Events',
    fill: (element, index) => {
      fillRow(element, store.state, rows[index] ?? -1);
    },
    update: (element, index) => {
      const event = runOf(store.state)?.report.events[rows[index] ?? -1];
      element.classList.toggle('future', event !== undefined && event.at > store.state.cursor);
    },
    chosen: (index) => {
      actions.visit({ kind: 'event', row: rows[index] ?? -1 });
    },
    opened: () => {
      actions.openSelected();
    },
  });
  const kinds = createKindFilter(store);
  search.addEventListener('input', () => {
    store.change({ filter: { ...store.state.filter, text: search.value } });
  });
  const refill = (state: ViewState): void => {
    const run = runOf(state);
    rows = run === null ? [] : filteredEvents(run, state.filter);
    const all = run?.report.events.length ?? 0;
    found.textContent = rows.length === all ? String(all) : `${String(rows.length)} of ${String(all)}`;
    list.setCount(rows.length);
    markAtCursor(state);
  };
  const markAtCursor = (state: ViewState): void => {
    const run = runOf(state);
    if (run !== null) {
      const { selection } = state;
      const chosen = selection?.kind === 'event' ? rows.indexOf(selection.row) : -1;
      const atCursor = lastStarted(rows.length, (at) => run.report.events[rows[at] ?? 0]?.at ?? 0, state.cursor);
      list.mark(chosen >= 0 && run.report.events[rows[chosen] ?? -1]?.at === state.cursor ? chosen : atCursor, true);
    }
  };
  store.listen((state, previous) => {
    if (hasNewReport(state, previous) || state.filter !== previous.filter) {
      if (search.value !== state.filter.text) {
        search.value = state.filter.text;
      }
      refill(state);
    } else if (
      state.tab === 'events' &&
      (state.cursor !== previous.cursor || state.selection !== previous.selection || state.tab !== previous.tab)
    ) {
      markAtCursor(state);
    }
  });
  return {
    element: html(
      'div',
      { class: 'event-list' },
      html('div', { class: 'search-row' }, search, found, kinds),
      list.element,
    ),
    focusSearch: () => {
      search.focus();
      search.select();
    },
  };
}

function fillRow(element: HTMLElement, state: ViewState, number: number): void {
  const run = runOf(state);
  const event = run?.report.events[number];
  if (run === null || event === undefined) {
    return;
  }
  const sign = EVENT_SIGNS[event.kind];
  element.title = event.text;
  element.append(
    html('span', { class: 'event-time' }, formatInstant(event.at, RESOLUTION_NS)),
    icon(sign.glyph, sign.tone),
    html('span', { class: 'event-place' }, placeName(run, event.place)),
    html('span', { class: 'event-text' }, event.text),
  );
}
