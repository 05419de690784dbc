import type { ExpectationRow, RunReport } from '../../../server/src/report/run-report';
import { button, html, icon } from '../dom/elements';
import { DECISION_SIGNS } from '../look/vocabulary';
import type { Actions } from '../state/actions';
import { isWhole } from '../run/run-index';
import type { HostBridge } from '../host/host-bridge';
import type { Store } from '../state/store';
import { hasNewReport, runOf, type ViewState } from '../state/view-state';
import { createExplaining } from './explaining';
import { whyView } from './why-view';
import { foundTables } from './found-tables';
import { sourceButton } from './source-button';

/** What was expected and what came of it, what is broken or did harm first; then warnings, numbers and what is not shown. */
export function createVerdict(store: Store<ViewState>, actions: Actions, host: HostBridge): HTMLElement {
  const element = html('div', { class: 'verdict' });
  const progress = createExplaining(host);
  store.listen((state, previous) => {
    const run = runOf(state);
    if (run !== null && state.picture !== previous.picture && (isNews(state, previous) || isWhole(run))) {
      const { report } = run;
      element.replaceChildren(
        progress.element,
        expectationList(report.expectations, actions, host),
        ...listOf(
          'Warnings',
          report.warnings.map((warning) => warningItem(warning, actions, host)),
        ),
        ...foundTables(run, actions),
        metricTable(report.metrics),
        ...listOf(
          'Not shown',
          report.omissions.map((text) => html('li', {}, text)),
        ),
      );
    }
    if (state.explaining !== previous.explaining) {
      progress.show(state.explaining);
    }
    if (state.selection !== previous.selection) {
      const chosen = state.selection?.kind === 'expectation' ? state.selection.row : -1;
      for (const item of element.querySelectorAll('[data-expectation]')) {
        item.classList.toggle('chosen', item.getAttribute('data-expectation') === String(chosen));
      }
    }
  });
  return element;
}

/** Another report, or one of which more is known than before. */
function isNews(state: ViewState, previous: ViewState): boolean {
  return hasNewReport(state, previous) || runOf(state)?.report !== runOf(previous)?.report;
}

const ORDER: readonly ExpectationRow['decision'][] = ['fail', 'undecided', 'pass'];

/** What fails first, and of what holds the harm that was asked for, because there is something to be read about it. */
function rank({ decision, why }: ExpectationRow): number {
  return ORDER.indexOf(decision) + (decision === 'pass' && isTold(why) ? -0.5 : 0);
}

function isTold(why: ExpectationRow['why']): boolean {
  return why !== undefined && why !== null;
}

function expectationList(expectations: readonly ExpectationRow[], actions: Actions, host: HostBridge): HTMLElement {
  if (expectations.length === 0) {
    return html('p', { class: 'empty' }, 'This scenario states no expectations.');
  }
  const rows = expectations.map((expectation, row) => ({ expectation, row }));
  rows.sort((a, b) => rank(a.expectation) - rank(b.expectation) || a.row - b.row);
  return html(
    'ul',
    { class: 'expectations', 'aria-label': 'Expectations' },
    ...rows.map(({ expectation, row }) => expectationItem(expectation, row, actions, host)),
  );
}

function expectationItem(expectation: ExpectationRow, row: number, actions: Actions, host: HostBridge): HTMLElement {
  const { word, glyph, tone } = DECISION_SIGNS[expectation.decision];
  const { witness, source, why } = expectation;
  return html(
    'li',
    { class: `expectation ${expectation.decision}${isTold(why) ? ' told' : ''}`, 'data-expectation': row },
    html(
      'div',
      { class: 'expectation-head' },
      icon(glyph, tone),
      html('span', { class: 'expectation-word' }, word),
      html('code', { class: 'expectation-text' }, expectation.text),
      html('span', { class: 'expectation-measured' }, expectation.measured),
    ),
    html('p', { class: 'expectation-why' }, expectation.explanation),
    why === undefined || why === null ? null : whyView(why, actions, host),
    html(
      'div',
      { class: 'expectation-actions' },
      witness === null
        ? null
        : button('Show witness', () => {
            actions.frame({ kind: 'expectation', row });
          }),
      source === null ? null : sourceButton(source, actions, host),
    ),
  );
}

function warningItem(warning: RunReport['warnings'][number], actions: Actions, host: HostBridge): HTMLElement {
  return html(
    'li',
    {},
    html('code', {}, warning.code),
    ` ${warning.message} `,
    warning.source === null ? null : sourceButton(warning.source, actions, host),
  );
}

function metricTable(metrics: RunReport['metrics']): HTMLElement {
  return html(
    'table',
    { class: 'metrics' },
    html('caption', {}, 'Measured'),
    html(
      'tbody',
      {},
      ...metrics.map(({ name, value }) => html('tr', {}, html('th', { scope: 'row' }, name), html('td', {}, value))),
    ),
  );
}

function listOf(title: string, items: readonly HTMLElement[]): readonly HTMLElement[] {
  return items.length === 0 ? [] : [html('h2', {}, title), html('ul', { class: 'notes' }, ...items)];
}
