import type { SourcePlace } from '../../../server/src/report/run-report';
import { pathOf } from '../run/paths';
import type { RunIndex } from '../run/run-index';
import type { Viewport } from '../time/viewport';
import type { Picture, Selection } from './view-state';

/** The instant that stands for a selection, where it has one. */
export function instantOf(run: RunIndex, selection: Selection): number | null {
  switch (selection.kind) {
    case 'event':
      return run.report.events[selection.row]?.at ?? null;
    case 'operation':
      return run.operations.from[selection.row] ?? null;
    case 'fault':
      return run.report.faults[selection.row]?.from ?? null;
    case 'expectation':
      return run.report.expectations[selection.row]?.witness?.at ?? null;
    case 'message':
      return run.messages.sentAt[selection.row] ?? null;
    case 'place':
      return null;
  }
}

/** The stretch of time a selection covers; for a broken expectation, all operations of its witness. */
export function stretchOf(run: RunIndex, selection: Selection): Viewport | null {
  const at = instantOf(run, selection);
  if (at === null) {
    return null;
  }
  switch (selection.kind) {
    case 'event': {
      const operation = run.report.events[selection.row]?.operation;
      const path = operation === undefined ? null : pathOf(run, operation);
      return operation === undefined || path === null
        ? { from: at, to: at }
        : stretchOf(run, { kind: 'operation', row: operation });
    }
    case 'place':
      return { from: at, to: at };
    case 'operation':
      return { from: at, to: finite(run.operations.to[selection.row], at) };
    case 'message':
      return { from: at, to: finite(run.messages.arrivedAt[selection.row], at) };
    case 'fault':
      return { from: at, to: run.report.faults[selection.row]?.to ?? at };
    case 'expectation': {
      const expectation = run.report.expectations[selection.row];
      const rows = expectation?.witness?.operations ?? [];
      if (rows.length === 0) {
        const steps = (expectation?.why?.path ?? []).map((step) => step.at);
        return { from: Math.min(at, ...steps), to: Math.max(at, ...steps) };
      }
      const starts = rows.map((row) => run.operations.from[row] ?? at);
      const ends = rows.map((row) => finite(run.operations.to[row], run.operations.from[row] ?? at));
      return { from: Math.min(at, ...starts), to: Math.max(at, ...ends) };
    }
  }
}

/** How much of the run is shown at least around a selection: the way of an operation is read message by message. */
export function leastShareOf(run: RunIndex, selection: Selection): number {
  const operation = selection.kind === 'operation' ? selection.row : operationOf(run, selection);
  return operation >= 0 && pathOf(run, operation) !== null ? 1 / 4000 : 1 / 100;
}

function operationOf(run: RunIndex, selection: Selection): number {
  return selection.kind === 'event' ? (run.report.events[selection.row]?.operation ?? -1) : -1;
}

/** The line of the model a selection comes from. */
export function sourceOf(picture: Picture, selection: Selection): SourcePlace | null {
  switch (picture.kind) {
    case 'none':
    case 'comparison':
      return null;
    case 'topology':
      return selection.kind === 'place' ? placeSource(picture.graph.nodes, selection.place) : null;
    case 'run':
      return sourceInRun(picture.run, selection);
  }
}

function sourceInRun(run: RunIndex, selection: Selection): SourcePlace | null {
  const { report } = run;
  switch (selection.kind) {
    case 'event':
      return report.events[selection.row]?.source ?? null;
    case 'fault':
      return report.faults[selection.row]?.source ?? null;
    case 'expectation':
      return report.expectations[selection.row]?.source ?? null;
    case 'place':
      return placeSource(report.graph.nodes, selection.place);
    case 'operation': {
      const event = report.events.find(({ operation }) => operation === selection.row);
      const fault = report.faults[pathOf(run, selection.row)?.fault ?? -1];
      const client = placeSource(report.graph.nodes, run.operations.client[selection.row] ?? -1);
      return event?.source ?? fault?.source ?? client;
    }
    case 'message':
      return placeSource(report.graph.nodes, run.messages.sender[selection.row] ?? -1);
  }
}

/** What is written on a line: an expectation, a fault, or what they led to. */
export function atSource(run: RunIndex, file: string, line: number): Selection | null {
  const here = (source: SourcePlace | null): boolean => source?.file === file && source.line === line;
  const expectation = run.report.expectations.findIndex(({ source }) => here(source));
  if (expectation >= 0) {
    return { kind: 'expectation', row: expectation };
  }
  const fault = run.report.faults.findIndex(({ source }) => here(source));
  if (fault >= 0) {
    return { kind: 'fault', row: fault };
  }
  const place = run.report.graph.nodes.find((node) => node.place >= 0 && here(node.source));
  return place === undefined ? null : { kind: 'place', place: place.place };
}

function placeSource(
  nodes: readonly { readonly place: number; readonly source: SourcePlace | null }[],
  place: number,
): SourcePlace | null {
  return place < 0 ? null : (nodes.find((node) => node.place === place)?.source ?? null);
}

function finite(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}
