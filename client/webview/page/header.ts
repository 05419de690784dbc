import { button, html, icon, setAttributes } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import { DECISION_SIGNS } from '../look/vocabulary';
import type { RunIndex } from '../run/run-index';
import type { Store } from '../state/store';
import { hasNewReport, type ViewState } from '../state/view-state';
import type { Announcer } from './announcer';
import { headlineNumbers } from './headline-numbers';

const BADGES = { pass: 'PASS', fail: 'FAIL', undecided: 'UNDECIDED' } as const;

export interface HeaderParts {
  readonly showHelp: () => void;
  readonly save: () => void;
  readonly copyLink: () => void;
}

/** The answer in one look: verdict, what was run, what it means, and the first few numbers. */
export function createHeader(
  store: Store<ViewState>,
  host: HostBridge,
  announcer: Announcer,
  parts: HeaderParts,
): HTMLElement {
  const badge = html('div', { class: 'badge' });
  const title = html('h1', {});
  const facts = html('p', { class: 'facts' });
  const summary = html('p', { class: 'summary' });
  const numbers = html('dl', { class: 'numbers' });
  const runAgain = button(
    'Run again',
    () => {
      host.send({ kind: 'runAgain' });
    },
    'Run',
    html('span', { class: 'run-rest' }, ' again'),
  );
  const help = button('Signs and keys', parts.showHelp, '?');
  help.className = 'help-button';
  const tools = html(
    'span',
    { class: 'header-tools' },
    button('Copy link to this moment', parts.copyLink, icon('link')),
  );
  tools.append(button('Save as SVG, PNG, HTML, CSV, JSON or Perfetto trace', parts.save, icon('save')));
  const header = html('header', { class: 'header' });
  const more = createMore(header);
  const choice = createChoice(store, host);
  const against = createAgainst(store, host);
  store.listen((state, previous) => {
    if (!hasNewReport(state, previous)) {
      if (state.picture.kind === 'run' && state.picture !== previous.picture) {
        showFacts(state.picture.run.report);
      }
      return;
    }
    switch (state.picture.kind) {
      case 'none':
        return;
      case 'topology':
        badge.hidden = true;
        runAgain.hidden = true;
        tools.hidden = true;
        numbers.replaceChildren();
        title.textContent = state.picture.title;
        facts.textContent = 'Topology';
        summary.textContent = '';
        document.title = state.picture.title;
        return;
      case 'comparison': {
        const { comparison } = state.picture;
        badge.hidden = true;
        runAgain.hidden = true;
        tools.hidden = true;
        numbers.replaceChildren();
        title.textContent = comparison.name;
        facts.textContent = comparison.file.split(/[\\/]/).at(-1) ?? comparison.file;
        summary.textContent = comparison.title;
        document.title = comparison.name;
        announcer.say(comparison.title);
        return;
      }
      case 'run':
        tools.hidden = false;
        badge.hidden = false;
        runAgain.hidden = false;
        showRun(state.picture.run);
        announcer.say(
          `${state.picture.run.report.title}: ${state.picture.run.report.decision}. ${state.picture.run.report.summary}`,
        );
    }
  });
  const showFacts = (report: RunIndex['report']): void => {
    const file = report.file.split(/[\\/]/).at(-1) ?? report.file;
    const of = [file, report.scenario, `seed ${String(report.seed)}`].join(' · ');
    // About as long as each other: the explanation, which says whether there is harm, comes later, and must move nothing.
    facts.replaceChildren(
      ...(showsHarm(report)
        ? [html('span', { class: 'facts-harm' }, 'harm as expected'), ` · ${of}`]
        : [of, html('span', { class: 'facts-trace' }, ` · trace ${report.traceHash.slice(0, 8)}`)]),
    );
  };
  const showRun = ({ report }: RunIndex): void => {
    const { glyph } = DECISION_SIGNS[report.decision];
    badge.className = `badge ${report.decision}`;
    badge.replaceChildren(icon(glyph), BADGES[report.decision]);
    title.textContent = report.title;
    title.title = report.title;
    showFacts(report);
    facts.title = `${report.file}\ntrace ${report.traceHash}`;
    summary.textContent = report.summary;
    numbers.replaceChildren(
      ...headlineNumbers(report.metrics).map(({ name, value }) =>
        html('div', {}, html('dt', {}, name), html('dd', {}, value)),
      ),
    );
    document.title = `${BADGES[report.decision]}: ${report.title}`;
  };
  header.append(
    badge,
    html('div', { class: 'header-title' }, title, facts),
    summary,
    numbers,
    html('div', { class: 'header-runs' }, choice, against),
    html('div', { class: 'header-actions' }, more, host.canAct ? runAgain : null, tools, help),
  );
  return header;
}

/** It passes because it comes to the harm that it is to show: the badge says that nobody is surprised, and not that all is well. */
function showsHarm({ expectations }: RunIndex['report']): boolean {
  return expectations.some(({ decision, why }) => decision === 'pass' && why?.isShown === true);
}

/** In a small panel the head is one line, and this opens the rest of it over the picture. */
function createMore(header: HTMLElement): HTMLElement {
  const more = button(
    'What the verdict means',
    () => {
      open(more.getAttribute('aria-expanded') === 'false');
    },
    icon('triangle-down'),
  );
  more.className = 'header-more';
  const open = (isOpen: boolean): void => {
    setAttributes(more, { 'aria-expanded': String(isOpen) });
    setAttributes(header, { 'data-open': isOpen });
  };
  open(false);
  header.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && more.getAttribute('aria-expanded') === 'true') {
      open(false);
      more.focus();
      event.stopPropagation();
    }
  });
  return more;
}

/** A choice among the runs of a file. */
function createChoice(store: Store<ViewState>, host: HostBridge): HTMLElement {
  const select = html('select', { class: 'run-choice', 'aria-label': 'Run that is shown', hidden: true });
  select.addEventListener('change', () => {
    host.send({ kind: 'choose', index: Number(select.value) });
  });
  store.listen(({ choices }, previous) => {
    if (choices !== previous.choices && choices !== null) {
      select.hidden = choices.titles.length < 2;
      select.replaceChildren(...choices.titles.map((title, index) => html('option', { value: index }, title)));
      select.value = String(choices.chosen);
    }
  });
  return select;
}

/** A second run to lay beside the first. */
function createAgainst(store: Store<ViewState>, host: HostBridge): HTMLElement {
  const select = html('select', { class: 'run-choice', 'aria-label': 'Compare with', hidden: true });
  select.addEventListener('change', () => {
    host.send({ kind: 'chooseAgainst', index: Number(select.value) });
  });
  store.listen(({ choices }, previous) => {
    if (choices !== previous.choices && choices !== null) {
      select.hidden = choices.titles.length < 2;
      const others = choices.titles.map((title, index) => html('option', { value: index }, `against ${title}`));
      select.replaceChildren(html('option', { value: -1 }, 'compare with \u2026'), ...others);
    }
  });
  return select;
}
