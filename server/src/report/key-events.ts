import { countText } from './quantity-text';
import type { EventRow, RunReport } from './run-report';

/** Lines of the short story of a run; the event list has the rest. */
export const KEY_EVENT_LIMIT = 14;

const RECOVERED = / has recovered /;

export interface KeyEvents {
  readonly rows: readonly EventRow[];
  readonly omitted: number;
}

/**
 * The few events that tell the story: what was done to the system, who led, what users and data felt. Of kinds that
 * come in storms the first rows stand for the others.
 */
export function keyEvents(
  { events, warmUpNs }: Pick<RunReport, 'events' | 'warmUpNs'>,
  limit: number = KEY_EVENT_LIMIT,
): KeyEvents {
  const told = withFiringsTold(
    withStormsTold(events.filter((row) => row.at >= warmUpNs || row.kind === 'role')),
  ).filter((row, index, rows) => isNews(rows, row, index));
  const seen = new Map<EventRow['kind'], number>();
  const ranked = told
    .map((row, index) => ({ row, index }))
    // Of streaks of failures the longest come first, of everything else what was first in time.
    .sort((a, b) => (b.row.failed ?? 0) - (a.row.failed ?? 0) || a.index - b.index)
    .map(({ row, index }) => {
      const before = seen.get(row.kind) ?? 0;
      seen.set(row.kind, before + 1);
      // The n-th row of a kind is n times less worth telling than the first.
      return { row, index, rank: (before + 1) / weightOf(row.kind) };
    })
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, limit)
    .sort((a, b) => a.index - b.index);
  return { rows: ranked.map(({ row }) => row), omitted: events.length - ranked.length };
}

/** A line of the model whose faults come more often than this is told by the first of them. */
const MOST_FIRINGS = 6;

/** Of a schedule that fires by the dozen the first fault says how many there are, and none says that it ends. */
function withFiringsTold(events: readonly EventRow[]): readonly EventRow[] {
  const lineOf = ({ kind, place, source }: EventRow): string | undefined =>
    kind === 'fault' && place < 0 && source !== null ? `${source.file}:${source.line}` : undefined;
  const firings = new Map<string, EventRow[]>();
  for (const row of events) {
    const line = lineOf(row);
    if (line === undefined || / ends$/.test(row.text)) continue;
    firings.set(line, [...(firings.get(line) ?? []), row]);
  }
  return events.flatMap((row) => {
    const all = firings.get(lineOf(row) ?? '') ?? [];
    if (all.length <= MOST_FIRINGS) return row;
    return all[0] === row ? { ...row, text: `${row.text}, the first of ${countText(all.length)} by this line` } : [];
  });
}

/** Of the stale reads and lost writes, which come by the hundred, the first says how many there are. */
function withStormsTold(events: readonly EventRow[]): readonly EventRow[] {
  const storms = new Map<EventRow['kind'], readonly EventRow[]>();
  for (const kind of ['stale-read', 'lost-write'] as const)
    storms.set(
      kind,
      events.filter((row) => row.kind === kind),
    );
  return events.flatMap((row) => {
    const storm = storms.get(row.kind);
    if (storm === undefined || storm.length < 2) return row;
    return storm[0] === row ? { ...row, text: `${row.text}, the first of ${countText(storm.length)}` } : [];
  });
}

/** Whether a row says more than a row of the same instant before it, and belongs to the story at all. */
function isNews(events: readonly EventRow[], row: EventRow, index: number): boolean {
  const sinceFault = (): readonly EventRow[] => {
    const fault = events.slice(0, index).findLastIndex(({ kind }) => kind === 'fault');
    return events.slice(fault + 1, index);
  };
  /** "crash n1" says that n1 crashes, and "crash n1 ends" that it starts again. */
  const saidByFault = (): boolean =>
    events.slice(0, index).some(({ at, kind, place }) => at === row.at && kind === 'fault' && place < 0);
  /** A node with many stores and shards has recovered when the last of them has. */
  const recoversFurther = (): boolean => {
    const fault = events.findIndex(({ kind }, at) => at > index && kind === 'fault');
    const untilFault = events.slice(index + 1, fault < 0 ? undefined : fault);
    return (
      RECOVERED.test(row.text) && untilFault.some(({ place, text }) => place === row.place && RECOVERED.test(text))
    );
  };
  switch (row.kind) {
    case 'role':
      return / leads /.test(row.text);
    case 'recovery':
      return !saidByFault() && !recoversFurther();
    case 'crash':
      return !saidByFault();
    case 'fault':
      return row.place < 0 || !saidByFault();
    case 'detection':
      return / suspects /.test(row.text) && !sinceFault().some(({ kind }) => kind === 'detection');
    case 'service':
      // That it is ready again is said by what ends; a trial of a breaker says nothing until it has an outcome.
      return !/ is ready$| to try$| answers what it has /.test(row.text);
    case 'storage':
    case 'operation':
    case 'lost-write':
    case 'stale-read':
    case 'expectation':
      return true;
    case 'note':
      return false;
  }
}

/** How much a kind tells. */
function weightOf(kind: EventRow['kind']): number {
  switch (kind) {
    case 'fault':
      return 8;
    case 'role':
      return 6;
    case 'lost-write':
    case 'expectation':
      return 4;
    case 'crash':
    case 'recovery':
    case 'operation':
    case 'service':
    case 'storage':
      return 2;
    case 'stale-read':
    case 'detection':
    case 'note':
      return 1;
  }
}
