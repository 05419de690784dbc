import { countText, instantText, plural } from './quantity-text';
import type { EventRow, RunReport } from './run-report';

/** Lines of the short story of a run; the event list has the rest. */
export const KEY_EVENT_LIMIT = 14;

const RECOVERED = / has recovered /;

/** What is told of the warm-up, too: who leads from the start on, and lost writes, which count whenever they were acknowledged. */
const OF_ALL_TIMES: ReadonlySet<EventRow['kind']> = new Set<EventRow['kind']>(['role', 'lost-write']);

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
    withStormsTold(withStartTold(events.filter((row) => row.at >= warmUpNs || OF_ALL_TIMES.has(row.kind)))),
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
  const placeOf = ({ source }: EventRow): string => (source === null ? '' : `${source.file}:${source.line}`);
  const lineOf = (row: EventRow): string | undefined =>
    row.kind === 'fault' && row.place < 0 && row.source !== null ? placeOf(row) : undefined;
  const firings = new Map<string, EventRow[]>();
  for (const row of events) {
    const line = lineOf(row);
    if (line === undefined || / ends$/.test(row.text)) continue;
    firings.set(line, [...(firings.get(line) ?? []), row]);
  }
  return events.flatMap((row) => {
    // Whom it hits is told with it, and goes down and comes back as often.
    const isFollowing = row.kind === 'crash' || row.kind === 'recovery';
    if (isFollowing && (firings.get(placeOf(row)) ?? []).length > MOST_FIRINGS) return [];
    const all = firings.get(lineOf(row) ?? '') ?? [];
    if (all.length <= MOST_FIRINGS) return row;
    return all[0] === row ? { ...row, text: `${row.text}, the first of ${countText(all.length)} by this line` } : [];
  });
}

/** Leaders that a start brings about and that are told one by one; of a store with many shards there are many. */
const MOST_FIRST_LEADERS = 3;

/** Of the many who lead before any fault, the first says how many there are. */
function withStartTold(events: readonly EventRow[]): readonly EventRow[] {
  const fault = events.findIndex(({ kind }) => kind === 'fault');
  const leaders = (fault < 0 ? events : events.slice(0, fault)).filter(
    ({ kind, text }) => kind === 'role' && / leads /.test(text),
  );
  if (leaders.length <= MOST_FIRST_LEADERS) return events;
  const last = instantText(leaders.at(-1)?.at ?? 0);
  const rest = new Set(leaders.slice(1));
  return events.flatMap((row) => {
    if (rest.has(row)) return [];
    return row === leaders[0]
      ? { ...row, text: `${row.text}, and ${plural(rest.size, 'more leader')} up to ${last}` }
      : row;
  });
}

/** Of what comes by the hundred, such as stale reads, or again and again, such as an open breaker, the first says how often. */
function withStormsTold(events: readonly EventRow[]): readonly EventRow[] {
  const storms = new Map<string, EventRow[]>();
  for (const row of events) {
    const name = stormName(row);
    if (name !== undefined) storms.set(name, [...(storms.get(name) ?? []), row]);
  }
  return events.flatMap((row) => {
    const storm = storms.get(stormName(row) ?? '') ?? [];
    if (storm.length < (row.kind === 'service' ? FEWEST_AGAIN : 2)) return row;
    return storm[0] === row ? { ...row, text: `${row.text}, the first of ${countText(storm.length)}` } : [];
  });
}

/** What a service does at one place so often is told once. */
const FEWEST_AGAIN = 3;

function stormName({ kind, place, text }: EventRow): string | undefined {
  if (kind === 'stale-read' || kind === 'lost-write' || kind === 'corrupt-read') return kind;
  return kind === 'service' ? `${place} ${text}` : undefined;
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
      // That an operator's order took a member out is said by the order; that the others gave one up is news.
      return / leads /.test(row.text) || (/ is no longer a member of /.test(row.text) && !saidByFault());
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
    case 'corrupt-read':
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
    case 'corrupt-read':
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
