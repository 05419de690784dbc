import assert from 'node:assert/strict';
import { EventKind, type DropReason } from '../../../server/src/simulation';
import type { JudgedRun } from './run-text';

/** Seconds, the end not included. */
export type Span = readonly [from: number, to: number];

interface Wanted {
  readonly from?: number;
  readonly to?: number;
  /** When the message was sent. */
  readonly sentIn?: Span;
}

/** What became of a message that left a node: delays of its arrivals in milliseconds, or why there was none. */
export interface Journey {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly sentAt: number;
  readonly arrivedAt: readonly number[];
  readonly dropped: DropReason | undefined;
}

/** All that crossed the network, in the order in which it was sent. */
export function journeys({ run: { trace } }: JudgedRun, { from, to, sentIn = [0, Infinity] }: Wanted): Journey[] {
  const arrivals = new Map<number, number[]>();
  const drops = new Map<number, DropReason>();
  for (let event = 0; event < trace.length; event++) {
    const id = trace.c[event] ?? -1;
    if (trace.kind[event] === EventKind.Deliver) {
      const known = arrivals.get(id);
      if (known === undefined) arrivals.set(id, [timeOf(trace.time, event)]);
      else known.push(timeOf(trace.time, event));
    }
    if (trace.kind[event] === EventKind.Drop) drops.set(id, trace.b[event] as DropReason);
  }
  const found: Journey[] = [];
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] !== EventKind.Send) continue;
    const sentAt = timeOf(trace.time, event);
    const [place, peer] = [trace.place[event] ?? -1, trace.peer[event] ?? -1];
    if ((from ?? place) !== place || (to ?? peer) !== peer || sentAt < sentIn[0] || sentAt >= sentIn[1]) continue;
    const id = trace.c[event] ?? -1;
    const name = trace.names[trace.a[event] ?? 0] ?? '';
    found.push({ id, from: place, to: peer, name, sentAt, arrivedAt: arrivals.get(id) ?? [], dropped: drops.get(id) });
  }
  return found;
}

/** Events of a kind, in the order of time. */
export function eventsOf(
  { run: { trace } }: JudgedRun,
  kind: EventKind,
): {
  readonly at: number;
  readonly place: number;
  readonly peer: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}[] {
  const found = [];
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] !== kind) continue;
    const at = timeOf(trace.time, event);
    const [place, peer] = [trace.place[event] ?? -1, trace.peer[event] ?? -1];
    found.push({ at, place, peer, a: trace.a[event] ?? NaN, b: trace.b[event] ?? NaN, c: trace.c[event] ?? NaN });
  }
  return found;
}

/** At a place something begins and ends at the two ends of a span. */
export function assertLasts(run: JudgedRun, place: number, begin: EventKind, end: EventKind, [from, to]: Span): void {
  const times = (kind: EventKind): number[] =>
    eventsOf(run, kind).flatMap((event) => (event.place === place ? [event.at] : []));
  assert.deepEqual(times(begin), [from], 'begins');
  assert.deepEqual(times(end), [to], 'ends');
}

export function share(of: readonly Journey[], is: (journey: Journey) => boolean): number {
  return of.filter(is).length / of.length;
}

/** Pairs of consecutive messages on one link of which the later one arrives first. */
export function overtakings(of: readonly Journey[]): number {
  const latest = new Map<string, number>();
  let count = 0;
  for (const { from, to, arrivedAt } of of) {
    const arrival = arrivedAt[0];
    if (arrival === undefined) continue;
    const link = `${from} ${to}`;
    if (arrival < (latest.get(link) ?? 0)) count++;
    latest.set(link, Math.max(arrival, latest.get(link) ?? 0));
  }
  return count;
}

const timeOf = (time: Float64Array, event: number): number => (time[event] ?? NaN) / 1e9;
