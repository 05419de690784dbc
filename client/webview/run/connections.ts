import type { ConnectionSpan } from '../../../server/src/report/run-report';
import type { RunIndex } from './run-index';
import { lastStarted } from './search';

/** Whom a client turns to first at an instant; null before its first request, and of who keeps to nobody. */
export function connectionAt(run: RunIndex, place: number, at: number): ConnectionSpan | null {
  const spans = run.report.clients.find((client) => client.place === place)?.connections ?? [];
  const position = lastStarted(spans.length, (index) => spans[index]?.from ?? 0, at);
  return spans[position] ?? null;
}
