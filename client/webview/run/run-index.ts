import type { FaultBand, LaneSpan, NodeLane, RunReport, WhyRow } from '../../../server/src/report/run-report';
import { withWhys } from '../../../server/src/report/with-whys';
import { indexMessages, type MessageIndex } from './message-index';
import { indexOperations, type OperationIndex } from './operation-index';
import { ReportTables } from './report-tables';

/** A report without its columns, which live in typed arrays once they have come. */
export type ReportWithoutColumns = Omit<RunReport, 'operations' | 'messages'>;

/** A run, ready to be drawn and searched at any size. */
export interface RunIndex {
  readonly report: ReportWithoutColumns;
  readonly durationNs: number;
  readonly operations: OperationIndex;
  readonly messages: MessageIndex;
  /** Up to when the operations and messages of a large report have come. */
  readonly knownTo: number;
  /** What to call each place. */
  readonly placeNames: ReadonlyMap<number, string>;
  /** The report as it came: what tells whether another one did. */
  readonly sent: ReportWithoutColumns;
  /** Tells runs apart when a report is sent again. */
  readonly key: string;
}

/** @param tables those of the report, as far as they have come */
export function indexRun(report: RunReport, tables = new ReportTables(report)): RunIndex {
  const { operations: _operations, messages: _messages, ...rest } = report;
  const durationNs = Math.max(report.durationNs, 1);
  const untilEnd = <T extends { readonly to: number | null }>(span: T): T => ({ ...span, to: endOf(span, durationNs) });
  const lanes = report.lanes.map((lane): NodeLane => ({
    ...lane,
    roles: lane.roles.map(untilEnd),
    conditions: sorted(lane.conditions.map(untilEnd)),
  }));
  const faults = report.faults.map(untilEnd<FaultBand>);
  const sent = { ...rest, lanes, faults };
  return {
    report: sent,
    sent,
    durationNs,
    operations: indexOperations(tables.operations, report.clients),
    messages: indexMessages(tables.messages),
    knownTo: Math.min(tables.knownTo, durationNs),
    placeNames: namesOf(report),
    key: [report.file, report.scenario, report.seed, report.traceHash].join('\n'),
  };
}

/** Whether all of a run has come. */
export function isWhole(run: RunIndex): boolean {
  return run.knownTo >= run.durationNs;
}

/** The same run, of which more has come: everything but the long tables stays what it is. */
export function withMore(run: RunIndex, tables: ReportTables): RunIndex {
  return {
    ...run,
    operations: indexOperations(tables.operations, run.report.clients),
    messages: indexMessages(tables.messages),
    knownTo: Math.min(tables.knownTo, run.durationNs),
  };
}

/** The same run, of which it is known now why its expectations do not hold. */
export function explainedRun(run: RunIndex, whys: readonly (WhyRow | null)[]): RunIndex {
  return { ...run, report: withWhys(run.report, whys) };
}

export function placeName(run: RunIndex, place: number): string {
  return run.placeNames.get(place) ?? (place < 0 ? '' : `place ${String(place)}`);
}

/** What has no end in the report (JSON has no infinity) lasts until the end of the run. */
function endOf(span: { readonly to: number | null }, durationNs: number): number {
  return span.to === null || !Number.isFinite(span.to) ? durationNs : span.to;
}

function sorted(spans: readonly LaneSpan[]): readonly LaneSpan[] {
  return [...spans].sort((a, b) => a.from - b.from || b.to - a.to);
}

function namesOf(report: RunReport): ReadonlyMap<number, string> {
  const fromGraph = report.graph.nodes
    .filter(({ place }) => place >= 0)
    .map(({ place, label }) => [place, label] as const);
  const fromLanes = [...report.lanes, ...report.clients].map(({ place, label }) => [place, label] as const);
  return new Map([...fromGraph, ...fromLanes]);
}
