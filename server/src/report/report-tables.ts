import { csvText } from './csv-text';
import { unpackNumbers } from './packed-column';
import { OPERATION_MARKS, type RunReport } from './run-report';

/** The parts of a report that are tables. */
export const REPORT_TABLES = ['operations', 'events', 'states', 'faults', 'messages', 'charts', 'metrics'] as const;
export type ReportTable = (typeof REPORT_TABLES)[number];

type Cells = readonly (string | number | null)[];

/** A part of a report as comma-separated values. Times are seconds since the start of the run; what never came is empty. */
export function reportCsv(report: RunReport, table: ReportTable): string {
  return csvText(rowsOf(report, table));
}

function rowsOf(report: RunReport, table: ReportTable): readonly Cells[] {
  const nameOf = placeNames(report);
  switch (table) {
    case 'operations':
      return operationRows(report, nameOf);
    case 'messages':
      return messageRows(report, nameOf);
    case 'events':
      return [
        ['at', 'kind', 'place', 'event', 'file', 'line'],
        ...report.events.map(({ at, kind, place, text, source }) => [
          ...[seconds(at), kind, nameOf(place), text, source?.file ?? null],
          source === null ? null : source.line + 1,
        ]),
      ];
    case 'states':
      return [
        ['from', 'to', 'place', 'state', 'detail'],
        ...report.lanes.flatMap(({ place, roles, conditions }) =>
          [...roles, ...conditions].map(({ from, to, state, label }) => [
            ...[seconds(from), seconds(to), nameOf(place), state, label],
          ]),
        ),
      ];
    case 'faults':
      return [
        ['from', 'to', 'kind', 'fault', 'places'],
        ...report.faults.map(({ from, to, kind, label, places }) => [
          ...[seconds(from), seconds(to), kind, label, places.map(nameOf).join(' ')],
        ]),
      ];
    case 'charts': {
      const bucketNs = report.charts[0]?.bucketNs ?? report.durationNs;
      const rows = Math.max(0, ...report.charts.map(({ values }) => values.length));
      return [
        ['from', ...report.charts.map(({ name, unit }) => `${name} (${unit})`)],
        ...Array.from({ length: rows }, (_, row) => [
          seconds(row * bucketNs),
          ...report.charts.map(({ values }) => values[row] ?? null),
        ]),
      ];
    }
    case 'metrics':
      return [['metric', 'value'], ...report.metrics.map(({ name, value }) => [name, value])];
  }
}

function operationRows({ operations: columns }: RunReport, nameOf: (place: number) => string): readonly Cells[] {
  const [client, session, from, to, mark] = [
    ...[columns.client, columns.session, columns.from, columns.to, columns.mark],
  ].map((column) => unpackNumbers(column));
  const texts = columns.text.split('\n');
  return [
    ['from', 'to', 'client', 'session', 'outcome', 'operation'],
    ...Array.from(from ?? [], (at, row) => [
      ...[seconds(at), seconds(to?.[row] ?? NaN), nameOf(client?.[row] ?? -1), session?.[row] ?? null],
      ...[OPERATION_MARKS[mark?.[row] ?? 0] ?? null, texts[row] ?? null],
    ]),
  ];
}

function messageRows({ messages: columns }: RunReport, nameOf: (place: number) => string): readonly Cells[] {
  const [sender, receiver, sentAt, arrivedAt, name] = [
    ...[columns.sender, columns.receiver, columns.sentAt, columns.arrivedAt, columns.name],
  ].map((column) => unpackNumbers(column));
  return [
    ['sent', 'arrived', 'from', 'to', 'message'],
    ...Array.from(sentAt ?? [], (at, row) => [
      ...[seconds(at), seconds(arrivedAt?.[row] ?? NaN), nameOf(sender?.[row] ?? -1), nameOf(receiver?.[row] ?? -1)],
      columns.names[name?.[row] ?? -1] ?? null,
    ]),
  ];
}

function placeNames({ graph, lanes, clients }: RunReport): (place: number) => string {
  const names = new Map([...graph.nodes, ...lanes, ...clients].map(({ place, label }) => [place, label]));
  return (place) => (place < 0 ? '' : (names.get(place) ?? String(place)));
}

function seconds(ns: number | null): number | null {
  return ns === null || !Number.isFinite(ns) ? null : ns / 1e9;
}
