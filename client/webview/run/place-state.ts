import type { FaultBand, LaneSpan, NodeLane } from '../../../server/src/report/run-report';
import { DEGRADED, isBad, LATE, MARKS, OK } from './operation-index';
import type { RunIndex } from './run-index';
import { lastStarted, lowerBound } from './search';

/** What a node is and suffers at one instant. */
export interface NodeState {
  readonly role: LaneSpan | null;
  readonly conditions: readonly LaneSpan[];
}

export function nodeStateAt(lane: NodeLane, at: number): NodeState {
  const position = lastStarted(lane.roles.length, (index) => lane.roles[index]?.from ?? 0, at);
  const role = lane.roles[position] ?? null;
  return {
    role: role !== null && at <= role.to ? role : null,
    conditions: lane.conditions.filter((span) => span.from <= at && at < span.to),
  };
}

export function faultsAt(run: RunIndex, at: number): readonly FaultBand[] {
  return run.report.faults.filter((fault) => isActive(fault, at));
}

/** A fault without length, such as a restart, counts as active for a moment, so that stopping on it shows it. */
export function isActive(fault: FaultBand, at: number): boolean {
  return fault.from <= at && (at < fault.to || at === fault.from);
}

/** How the operations of a client that began lately went. */
export interface ClientState {
  readonly good: number;
  readonly bad: number;
  /** For each of `MARKS`. */
  readonly counts: readonly number[];
  /** Number in `MARKS` of the worst that happened, or -1 when nothing began. */
  readonly worst: number;
  /** False where its operations have not come yet. */
  readonly isKnown: boolean;
}

export function clientStateAt(run: RunIndex, place: number, at: number): ClientState | null {
  const client = run.operations.clients.find((candidate) => candidate.place === place);
  if (client === undefined) {
    return null;
  }
  const from = at - recentlyNs(run);
  const counts = client.startsByMark.map((starts) => lowerBound(starts, at + 1) - lowerBound(starts, from));
  const good = (counts[OK] ?? 0) + (counts[LATE] ?? 0) + (counts[DEGRADED] ?? 0);
  const bad = counts.reduce((sum, count, mark) => (isBad(mark) ? sum + count : sum), 0);
  return { good, bad, counts, worst: counts.findLastIndex((count) => count > 0), isKnown: at <= run.knownTo };
}

/** "1 lost, 14 ok": what happened lately, the gravest first, for the end may not fit. */
export function clientStateText({ counts, worst, isKnown }: ClientState): string {
  if (worst < 0) {
    return isKnown ? 'asks nothing' : 'still coming …';
  }
  return counts
    .flatMap((count, mark) => (count === 0 ? [] : [`${String(count)} ${MARKS[mark] ?? ''}`]))
    .reverse()
    .join(', ');
}

/** The stretch before the cursor that a client's state speaks of: a second, or less in a short run. */
export function recentlyNs(run: RunIndex): number {
  return Math.min(1e9, run.durationNs / 20);
}
