import type { FaultTimesRow, LossRow, ShareRow, StoreRow } from '../../../server/src/report/run-report';
import { button, html } from '../dom/elements';
import type { RunIndex } from '../run/run-index';
import type { Actions } from '../state/actions';
import type { Selection } from '../state/view-state';
import { formatDuration, formatInstant } from '../time/time-format';

/** What the verdict found out besides the expectations: what each fault cost, who was served how, what is gone, and CAP. */
export function foundTables(run: RunIndex, actions: Actions): readonly HTMLElement[] {
  const { report } = run;
  const { faultTimes = [], shares = [], losses = [], stores = [] } = report;
  return [
    ...faultTable(faultTimes, actions),
    ...shareTable(shares),
    ...lossList(losses, actions),
    ...stores.map((store) => storeView(store, actions)),
  ];
}

function faultTable(rows: readonly FaultTimesRow[], actions: Actions): readonly HTMLElement[] {
  const shown = (ns: number | null): string => (ns === null ? '–' : formatDuration(ns));
  return table(
    'What each fault cost',
    ['fault', 'noticed', 'failed over', 'recovered', 'failed', 'lost'],
    rows.map((row) => [
      link(row.text, actions, { kind: 'fault', row: row.band }),
      shown(row.detectionNs),
      shown(row.failoverNs),
      // What disturbed nobody has nothing to recover from.
      row.recoveryNs === null && row.watchedNs > 0
        ? `not within ${formatDuration(row.watchedNs)}`
        : shown(row.recoveryNs || null),
      String(row.failedOperations),
      row.lostWrites === 0
        ? '0'
        : `${String(row.lostWrites)} ${row.lostWrites === 1 ? 'write' : 'writes'} of ${formatDuration(row.dataLossNs)}`,
    ]),
  );
}

function shareTable(rows: readonly ShareRow[]): readonly HTMLElement[] {
  return table(
    'Who was served',
    ['', 'issued', 'answered', 'degraded'],
    rows.map(({ name, issued, answered, degraded }) => [
      name,
      String(issued),
      issued === 0 ? '–' : `${String(Number(((answered / issued) * 100).toPrecision(4)))} %`,
      String(degraded),
    ]),
  );
}

const MOST_LOSSES = 20;

function lossList(rows: readonly LossRow[], actions: Actions): readonly HTMLElement[] {
  return table(
    rows.length > MOST_LOSSES
      ? `Lost writes, the first ${String(MOST_LOSSES)} of ${String(rows.length)}`
      : 'Lost writes',
    ['acknowledged', 'gone', ''],
    rows
      .slice(0, MOST_LOSSES)
      .map(({ operation, acknowledgedAt, lostAt, event }) => [
        formatInstant(acknowledgedAt, 1e6),
        lostAt === null ? 'unknown' : formatInstant(lostAt, 1e6),
        html(
          'span',
          {},
          operation < 0 ? '' : link('the write', actions, { kind: 'operation', row: operation }),
          ' ',
          event < 0 ? '' : link('what took it', actions, { kind: 'event', row: event }),
        ),
      ]),
  );
}

function storeView(store: StoreRow, actions: Actions): HTMLElement {
  const { name, policy, claimReason, cap, capReason, capOperations, pacelc, pacelcReason, pacelcOperations } = store;
  const evidence = (operations: readonly number[]): readonly HTMLElement[] =>
    operations
      .slice(0, 3)
      .map((row, number) => link(`evidence ${String(number + 1)}`, actions, { kind: 'operation', row }));
  return html(
    'section',
    { class: 'found-store', 'aria-label': name },
    html('h2', {}, `${name} (${policy})`),
    html('p', {}, claimReason),
    html('p', {}, `CAP: ${cap ?? 'no verdict'}. ${capReason} `, ...evidence(capOperations)),
    pacelc === null ? null : html('p', {}, `PACELC: ${pacelc}. ${pacelcReason} `, ...evidence(pacelcOperations)),
  );
}

function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly (string | HTMLElement)[])[],
): readonly HTMLElement[] {
  if (rows.length === 0) {
    return [];
  }
  const head = html('tr', {}, ...columns.map((name) => html('th', { scope: 'col' }, name)));
  return [
    html(
      'div',
      { class: 'found-table' },
      html(
        'table',
        {},
        html('caption', {}, title),
        html('thead', {}, head),
        html('tbody', {}, ...rows.map((cells) => html('tr', {}, ...cells.map((cell) => html('td', {}, cell))))),
      ),
    ),
  ];
}

function link(text: string, actions: Actions, target: Selection): HTMLButtonElement {
  const made = button(text, () => {
    actions.visit(target);
  });
  made.className = 'link';
  return made;
}
