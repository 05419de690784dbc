import type { EventRow, RunReport } from './run-report';

/** Lines of the short story of a run; the event list has the rest. */
export const KEY_EVENT_LIMIT = 14;

export interface KeyEvents {
  readonly rows: readonly EventRow[];
  readonly omitted: number;
}

/**
 * The few events that tell the story: what was done to the system, who led, what users and data felt. Rows of one kind
 * that follow each other without end are told by their first.
 */
export function keyEvents({ events }: Pick<RunReport, 'events'>, limit: number = KEY_EVENT_LIMIT): KeyEvents {
  const told = events.filter((row) => weightOf(row) > 0);
  const ranked = told
    .map((row, index) => ({ row, index, rank: rankOf(told, row, index) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, limit)
    .sort((a, b) => a.index - b.index);
  return { rows: ranked.map(({ row }) => row), omitted: events.length - ranked.length };
}

/** The n-th row of a kind is n times less worth telling than the first. */
function rankOf(rows: readonly EventRow[], row: EventRow, index: number): number {
  const before = rows.slice(0, index).filter(({ kind }) => kind === row.kind).length;
  return (before + 1) / weightOf(row);
}

/** How much a kind tells; 0 is never told. */
function weightOf({ kind, text }: EventRow): number {
  switch (kind) {
    case 'fault':
      return 8;
    case 'lost-write':
    case 'expectation':
      return 4;
    case 'role':
      return / leads /.test(text) ? 6 : 0;
    case 'crash':
    case 'recovery':
    case 'operation':
    case 'storage':
      return 2;
    case 'stale-read':
    case 'detection':
      return 1;
    case 'note':
      return 0;
  }
}
