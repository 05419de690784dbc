import { isBad } from './operation-index';
import type { RunIndex } from './run-index';

/** Instants worth jumping to, each list sorted and without repetition. */
export interface JumpPoints {
  readonly faults: readonly number[];
  /** Where a burst of failures begins: ten thousand failing operations are one thing to look at. */
  readonly failures: readonly number[];
  readonly leaderChanges: readonly number[];
  readonly events: readonly number[];
}

export type JumpKind = keyof JumpPoints;

export function jumpPoints(run: RunIndex): JumpPoints {
  const { lanes, events } = run.report;
  return {
    faults: faultStarts(run),
    failures: failureStarts(run),
    leaderChanges: unique(
      lanes.flatMap(({ roles }) => roles.filter(({ state }) => state === 'leader').map(({ from }) => from)),
    ),
    events: unique(events.map(({ at }) => at)),
  };
}

export function faultStarts({ report }: RunIndex): readonly number[] {
  return unique(report.faults.map(({ from }) => from));
}

/** Where bursts of failures begin. */
export function failureStarts(run: RunIndex): readonly number[] {
  return burstStarts(badStarts(run), quietNs(run));
}

export function nextAfter(points: readonly number[], at: number): number | null {
  return points.find((point) => point > at) ?? null;
}

export function lastBefore(points: readonly number[], at: number): number | null {
  return points.findLast((point) => point < at) ?? null;
}

/** Failures with less than this between them belong together. */
function quietNs(run: RunIndex): number {
  return Math.min(5e8, run.durationNs / 50);
}

/** When what went wrong began, sorted. */
export function badStarts(run: RunIndex): readonly number[] {
  const fromOperations = run.operations.clients.flatMap(({ startsByMark }) =>
    startsByMark.flatMap((starts, mark) => (isBad(mark) ? [...starts] : [])),
  );
  const fromEvents = run.report.events
    .filter(({ kind }) => kind === 'lost-write' || kind === 'stale-read' || kind === 'corrupt-read')
    .map(({ at }) => at);
  return fromOperations.concat(fromEvents).sort((a, b) => a - b);
}

function burstStarts(instants: readonly number[], quiet: number): readonly number[] {
  return instants.filter((at, position) => position === 0 || at - (instants[position - 1] ?? 0) > quiet);
}

function unique(instants: readonly number[]): readonly number[] {
  return [...new Set(instants)].sort((a, b) => a - b);
}
