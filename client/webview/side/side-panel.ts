import { html, icon } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import { DECISION_SIGNS } from '../look/vocabulary';
import { isPlaceShared, isTimelineATab, watchSharedPlace } from '../page/shared-place';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { hasNewReport, runOf, type SideTab, type ViewState } from '../state/view-state';
import { createCampaign } from '../campaign/campaign-view';
import { createEventList } from './event-list';
import { createInspector } from './inspector';
import { createTables } from './tables';
import { createVerdict } from './verdict';

export interface SidePanel {
  readonly element: HTMLElement;
  focusSearch(): void;
}

const TABS: readonly { readonly id: SideTab; readonly title: string }[] = [
  { id: 'topology', title: 'Topology' },
  { id: 'timeline', title: 'Timeline' },
  { id: 'verdict', title: 'Verdict' },
  { id: 'events', title: 'Events' },
  { id: 'tables', title: 'Tables' },
  { id: 'seeds', title: 'Seeds' },
];

/** Verdict, events and tables, one at a time, over the inspector, which is always there. */
function shownTab(tab: SideTab): SideTab {
  return isOffered(tab) ? tab : isPlaceShared() ? 'topology' : 'verdict';
}

function isOffered(tab: SideTab): boolean {
  return tab === 'topology' ? isPlaceShared() : tab === 'timeline' ? isTimelineATab() : true;
}

/** How many expectations hold, on the tab that lists them: it may be behind another. */
function count(tab: HTMLElement | undefined, state: ViewState): void {
  const run = runOf(state);
  const expectations = run?.report.expectations ?? [];
  if (tab === undefined || run === null || expectations.length === 0) {
    tab?.replaceChildren('Verdict');
    return;
  }
  const held = expectations.filter(({ decision }) => decision === 'pass').length;
  const { glyph, tone } = DECISION_SIGNS[run.report.decision];
  tab.replaceChildren(
    'Verdict',
    html('span', { class: 'tab-count' }, icon(glyph, tone), `${String(held)}/${String(expectations.length)}`),
  );
}

export function createSidePanel(store: Store<ViewState>, actions: Actions, host: HostBridge): SidePanel {
  const events = createEventList(store, actions);
  const bodies: Readonly<Record<Exclude<SideTab, 'topology' | 'timeline'>, HTMLElement>> = {
    verdict: createVerdict(store, actions, host),
    events: events.element,
    tables: createTables(store, actions),
    seeds: createCampaign(store, host),
  };
  const tabs = TABS.map(({ id, title }) => {
    const tab = html('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` }, title);
    tab.addEventListener('click', () => {
      store.change({ tab: id });
    });
    return tab;
  });
  const panels = TABS.map(({ id }) =>
    id === 'topology' || id === 'timeline'
      ? null
      : html(
          'div',
          { class: 'tab-panel', role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` },
          bodies[id],
        ),
  );
  const bar = html('div', { class: 'tabs', role: 'tablist', 'aria-label': 'About this run' }, ...tabs);
  bar.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const offered = TABS.filter(({ id }) => isOffered(id));
    const now = offered.findIndex(({ id }) => id === shownTab(store.state.tab));
    const next = offered[(now + step + offered.length) % offered.length];
    if (step !== 0 && next !== undefined) {
      store.change({ tab: next.id });
      tabs[TABS.indexOf(next)]?.focus();
      event.preventDefault();
      event.stopPropagation();
    }
  });
  const show = (tab: SideTab): void => {
    TABS.forEach(({ id }, position) => {
      const isShown = id === shownTab(tab);
      tabs[position]?.setAttribute('aria-selected', String(isShown));
      tabs[position]?.setAttribute('tabindex', isShown ? '0' : '-1');
      const panel = panels[position];
      if (panel !== undefined && panel !== null) {
        panel.hidden = !isShown;
      }
    });
  };
  show(store.state.tab);
  watchSharedPlace(() => {
    show(store.state.tab);
  });
  store.listen((state, previous) => {
    if (state.tab !== previous.tab) {
      show(state.tab);
    }
    if (hasNewReport(state, previous)) {
      count(tabs[TABS.findIndex(({ id }) => id === 'verdict')], state);
    }
  });
  return {
    element: html(
      'section',
      { class: 'side', 'aria-label': 'About this run' },
      bar,
      ...panels,
      createInspector(store, actions, host),
    ),
    focusSearch: () => {
      store.change({ tab: 'events' });
      show('events');
      events.focusSearch();
    },
  };
}
