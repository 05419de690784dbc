import type { GraphEdge } from '../../../server/src/report/run-report';
import { html } from '../dom/elements';
import { createVirtualList } from '../dom/virtual-list';
import { ROLE_SIGNS } from '../look/vocabulary';
import { messageName } from '../run/message-index';
import { markOf, operationText, tookNs } from '../run/operation-index';
import { placeName, type RunIndex } from '../run/run-index';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type Selection, type TableName, type ViewState } from '../state/view-state';
import { formatDuration, formatInstant } from '../time/time-format';
import { mergedLinks } from '../topology/links';

interface Table {
  readonly count: number;
  readonly columns: readonly string[];
  cells(row: number): readonly string[];
  selection(row: number): Selection | null;
}

const TITLES: Readonly<Record<TableName, string>> = {
  operations: 'Operations',
  topology: 'Topology',
  states: 'States of nodes',
  faults: 'Faults',
  messages: 'Messages',
  metrics: 'Numbers over time',
};
const when = (at: number): string => formatInstant(at, 1e5);

/** The whole picture once more as text, for whoever cannot see it or wants to read on. */
export function createTables(store: Store<ViewState>, actions: Actions): HTMLElement {
  let table: Table | null = null;
  const choice = html(
    'select',
    { 'aria-label': 'Table' },
    ...Object.entries(TITLES).map(([value, title]) => html('option', { value }, title)),
  );
  choice.addEventListener('change', () => {
    store.change({ table: choice.value as TableName });
  });
  const head = html('div', { class: 'table-head virtual-row', 'aria-hidden': 'true' });
  const choose = (row: number): void => {
    const selection = table?.selection(row) ?? null;
    if (selection !== null) {
      actions.visit(selection);
    }
  };
  const list = createVirtualList({
    label: 'Rows of the table',
    fill: (element, row) => {
      const cells = table?.cells(row) ?? [];
      element.append(...cells.map((text, column) => cell(text, table?.columns[column] ?? '')));
    },
    chosen: choose,
    opened: () => {
      actions.openSelected();
    },
  });
  store.listen((state, previous) => {
    const run = runOf(state);
    if (run !== null && (state.picture !== previous.picture || state.table !== previous.table)) {
      table = tableOf(run, state.table);
      choice.value = state.table;
      head.replaceChildren(...table.columns.map((name) => html('span', {}, name)));
      list.mark(-1, false);
      list.setCount(table.count);
    }
  });
  return html('div', { class: 'tables' }, html('div', { class: 'search-row' }, choice), head, list.element);
}

function cell(text: string, column: string): HTMLElement {
  return html('span', { title: `${column}: ${text}` }, text);
}

function tableOf(run: RunIndex, name: TableName): Table {
  switch (name) {
    case 'operations':
      return operationTable(run);
    case 'topology':
      return topologyTable(run);
    case 'states':
      return stateTable(run);
    case 'faults':
      return faultTable(run);
    case 'messages':
      return messageTable(run);
    case 'metrics':
      return chartTable(run);
  }
}

function operationTable(run: RunIndex): Table {
  const { operations } = run;
  return {
    count: operations.count,
    columns: ['asked', 'took', 'outcome', 'client', 'operation'],
    cells: (row) => {
      const from = operations.from[row] ?? 0;
      const took = tookNs(operations, row);
      return [
        when(from),
        took === null ? 'no answer' : formatDuration(took),
        markOf(operations, row),
        placeName(run, operations.client[row] ?? -1),
        operationText(operations, row),
      ];
    },
    selection: (row) => ({ kind: 'operation', row }),
  };
}

/** The boxes of the topology and where their links lead; what they are at an instant is in the states of nodes. */
function topologyTable({ report }: RunIndex): Table {
  const { nodes } = report.graph;
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const links = mergedLinks(report.graph);
  const linksOf = (node: string, kind: GraphEdge['kind']): string =>
    links
      .filter((link) => link.kind === kind && (link.from === node || link.to === node))
      .map(({ from, to }) => labels.get(from === node ? to : from) ?? '')
      .join(', ');
  return {
    count: nodes.length,
    columns: ['name', 'kind', 'in', 'runs', 'copies with', 'requests with'],
    cells: (row) => {
      const node = nodes[row];
      return node === undefined
        ? []
        : [
            node.label,
            node.kind,
            labels.get(node.parent ?? '') ?? '',
            node.detail,
            linksOf(node.id, 'replication'),
            linksOf(node.id, 'request'),
          ];
    },
    selection: (row) => {
      const place = nodes[row]?.place ?? -1;
      return place < 0 ? null : { kind: 'place', place };
    },
  };
}

function stateTable(run: RunIndex): Table {
  const spans = run.report.lanes
    .flatMap((lane) => [...lane.roles, ...lane.conditions].map((span) => ({ lane, span })))
    .sort((a, b) => a.span.from - b.span.from);
  return {
    count: spans.length,
    columns: ['from', 'for', 'node', 'state', 'detail'],
    cells: (row) => {
      const entry = spans[row];
      return entry === undefined
        ? []
        : [
            when(entry.span.from),
            formatDuration(entry.span.to - entry.span.from),
            entry.lane.label,
            ROLE_SIGNS[entry.span.state].word,
            entry.span.label,
          ];
    },
    selection: (row) => {
      const entry = spans[row];
      const event = entry?.span.event ?? -1;
      return event >= 0 ? { kind: 'event', row: event } : { kind: 'place', place: entry?.lane.place ?? -1 };
    },
  };
}

function faultTable(run: RunIndex): Table {
  const { faults } = run.report;
  return {
    count: faults.length,
    columns: ['from', 'for', 'kind', 'hits', 'fault'],
    cells: (row) => {
      const fault = faults[row];
      return fault === undefined
        ? []
        : [
            when(fault.from),
            formatDuration(fault.to - fault.from),
            fault.kind,
            fault.places.map((place) => placeName(run, place)).join(', '),
            fault.label,
          ];
    },
    selection: (row) => ({ kind: 'fault', row }),
  };
}

function messageTable(run: RunIndex): Table {
  const { messages } = run;
  return {
    count: messages.count,
    columns: ['sent', 'took', 'from', 'to', 'message'],
    cells: (row) => {
      const sent = messages.sentAt[row] ?? 0;
      const arrived = messages.arrivedAt[row] ?? NaN;
      return [
        when(sent),
        Number.isNaN(arrived) ? 'lost' : formatDuration(arrived - sent),
        placeName(run, messages.sender[row] ?? -1),
        placeName(run, messages.receiver[row] ?? -1),
        messageName(messages, row),
      ];
    },
    selection: (row) => ({ kind: 'message', row }),
  };
}

function chartTable(run: RunIndex): Table {
  const { charts } = run.report;
  const bucketNs = charts[0]?.bucketNs ?? run.durationNs;
  return {
    count: charts.reduce((most, { values }) => Math.max(most, values.length), 0),
    columns: ['from', ...charts.map(({ name, unit }) => `${name} (${unit})`)],
    cells: (row) => [
      when(row * bucketNs),
      ...charts
        .map((chart) => chart.values[row])
        .map((value) => (value === null || value === undefined ? '–' : String(Number(value.toPrecision(4))))),
    ],
    selection: () => null,
  };
}
