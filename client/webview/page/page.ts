import { html } from '../dom/elements';
import { createComparison } from '../campaign/comparison-view';
import { createExportDialog } from '../export/export-dialog';
import { createHelp } from '../help/help-dialog';
import type { HostBridge } from '../host/host-bridge';
import { enableKeyboard } from '../playback/keyboard';
import { createTransport } from '../playback/transport';
import { createRehearsal } from '../rehearsal/rehearsal';
import { createSidePanel } from '../side/side-panel';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { createTimelineView } from '../timeline/timeline-view';
import { createTopologyView } from '../topology/topology-view';
import { createAnnouncer } from './announcer';
import { createBanner } from './banner';
import { createHeader } from './header';
import { createSplitter } from './splitters';

/** Puts the parts of the page together. */
export function createPage(store: Store<ViewState>, actions: Actions, host: HostBridge): HTMLElement {
  const announcer = createAnnouncer();
  const help = createHelp();
  const saving = createExportDialog(store, host, announcer);
  const copyLink = (): void => {
    const run = runOf(store.state);
    if (run !== null) {
      const { file, scenario, seed } = run.report;
      host.send({ kind: 'copyLink', file, scenario, seed, at: Math.round(store.state.cursor) });
      announcer.say('The link to this moment is copied');
    }
  };
  const rehearsal = createRehearsal(store);
  // The timeline comes first to be told of changes, for its canvases are drawn quickest before the page around them changes.
  const timeline = createTimelineView(store, actions, rehearsal);
  const other = createTimelineView(store, actions, null);
  const side = createSidePanel(store, actions, host);
  const waiting = html('p', { class: 'waiting', role: 'status' }, 'Waiting for a run …');
  const main = html('main', { class: 'main', 'data-tab': store.state.tab });
  const upper: HTMLElement = html(
    'div',
    { class: 'upper' },
    createTopologyView(store, actions, rehearsal),
    createSplitter(store, 'left', () => upper.getBoundingClientRect()),
    side.element,
  );
  const lower = html('div', { class: 'lower' }, createTransport(store, actions, announcer), timeline);
  main.append(
    upper,
    createSplitter(store, 'top', () => main.getBoundingClientRect()),
    createSplitter(store, 'beside', () => main.getBoundingClientRect()),
    lower,
  );
  const page = html(
    'div',
    { class: 'page', 'data-picture': 'none' },
    createHeader(store, host, announcer, { showHelp: help.show, save: saving.show, copyLink }),
    createBanner(store, host),
    waiting,
    main,
    createComparison(store, host),
    announcer.element,
    help.element,
    saving.element,
  );
  enableKeyboard(store, actions, announcer, {
    focusSearch: side.focusSearch,
    showHelp: help.show,
    save: saving.show,
    copyLink,
  });
  const showSplit = ({ split }: ViewState): void => {
    main.style.setProperty('--split-top', `${String(split.top * 100)}%`);
    main.style.setProperty('--split-beside', `${String(split.beside * 100)}%`);
    upper.style.setProperty('--split-left', `${String(split.left * 100)}%`);
  };
  showSplit(store.state);
  store.listen((state, previous) => {
    if (state.picture !== previous.picture) {
      page.setAttribute('data-picture', state.picture.kind);
    }
    if (state.other === null) {
      other.remove();
    } else if (other.parentElement === null) {
      lower.append(other);
    }
    if (state.tab !== previous.tab) {
      main.setAttribute('data-tab', state.tab);
    }
    if (state.split !== previous.split) {
      showSplit(state);
    }
  });
  return page;
}
