import { EventKind } from '../simulation';
import { failureStreaks } from './failure-streaks';
import { placeName, type JudgedRun } from './judged-run';
import { pathStep } from './path-step';
import { countText, instantText, plural } from './quantity-text';
import { REPORT_LIMITS } from './report-limits';
import type { OperationPath, PathStep } from './run-report';

export interface PathSources {
  /** Operation that each event descends from. */
  readonly origins: Int32Array;
  /** Row of an operation in the operations table; undefined where it was left out. */
  readonly rowOf: ReadonlyMap<number, number>;
}

/** Why operations ended as they did: the way of each from the first attempt to its end, as the trace has it. */
export function projectPaths(
  judged: JudgedRun,
  { origins, rowOf }: PathSources,
  limit: number = REPORT_LIMITS.paths,
): readonly OperationPath[] {
  const { trace, history } = judged.run;
  const wanted = worthTelling(judged)
    .filter((operation) => rowOf.has(operation))
    .slice(0, limit);
  const events = new Map(wanted.map((operation): [number, number[]] => [operation, []]));
  for (let event = 0; event < trace.length; event += 1) {
    const operation = origins[event] ?? -1;
    const list = operation < 0 ? undefined : events.get(operation);
    // What goes on because of it after it has ended is no reason for its end.
    if (list !== undefined && (trace.time[event] ?? 0) <= (history.completedAt[operation] ?? Infinity))
      list.push(event);
  }
  const lost = new Set(judged.verdict.lostOperations);
  return [...events].flatMap(([operation, own]) => {
    const steps = stepsOf(judged, operation, own);
    const all = lost.has(operation) ? [...steps, ...undoing(judged, operation)] : steps;
    const fault = faultBehind(judged, all, operation);
    return all.length === 0 ? [] : [{ operation: rowOf.get(operation) ?? -1, steps: shortened(all), fault }];
  });
}

/** Operation ids, the most telling first: witnesses, what was lost, made up or stale, the first of each streak of failures, the rest. */
function worthTelling({ scenario, run, verdict }: JudgedRun): readonly number[] {
  const streaks = failureStreaks(scenario, run.history);
  const spread = (operations: readonly number[], most: number): readonly number[] =>
    operations.filter((_, index) => index % Math.max(1, Math.ceil(operations.length / most)) === 0);
  return [
    ...new Set([
      ...verdict.expectations.flatMap(({ witness }) => witness?.operations ?? []),
      ...streaks.map(({ first }) => first),
      ...spread(verdict.lostOperations, REPORT_LIMITS.paths / 4),
      ...spread(verdict.corruptOperations, REPORT_LIMITS.paths / 4),
      ...spread(verdict.staleOperations, REPORT_LIMITS.paths / 4),
      ...spread(failures(run.history.outcome), REPORT_LIMITS.paths / 2),
    ]),
  ];
}

function failures(outcomes: Uint8Array): readonly number[] {
  const rows: number[] = [];
  outcomes.forEach((outcome, row) => {
    if (outcome !== 0) rows.push(row);
  });
  return rows;
}

function stepsOf(judged: JudgedRun, operation: number, events: readonly number[]): readonly PathStep[] {
  const { trace } = judged.run;
  const told = new Set<string>();
  return events.flatMap((event) => {
    // The same message of the same replica says nothing new the second time.
    const key = [trace.kind[event], trace.place[event], trace.peer[event], trace.a[event]].join('/');
    const step =
      trace.kind[event] === EventKind.Deliver && told.has(key) ? undefined : pathStep(judged, event, operation);
    told.add(key);
    return step ?? [];
  });
}

/** What became of an acknowledged write where it was accepted: another log won there, or the disk was lost. */
function undoing(judged: JudgedRun, operation: number): readonly PathStep[] {
  const { scenario, run } = judged;
  const { trace, history } = run;
  const done = history.completedAt[operation] ?? Infinity;
  const place = history.answeredBy[operation] ?? -1;
  const index = indexInLog(judged, operation, place);
  for (let event = history.completeEvent[operation] ?? trace.length; event < trace.length; event += 1) {
    if (trace.place[event] !== place || event < 0) continue;
    const at = trace.time[event] ?? 0;
    const kind = trace.kind[event];
    const name = placeName(scenario, place);
    if (kind === EventKind.Truncate && index !== null && (trace.b[event] ?? Infinity) <= index) {
      const text = `${name} drops it with ${plural(trace.c[event] ?? 0, 'entry', 'entries')} from index ${countText(trace.b[event] ?? 0)} on: another log won`;
      return [{ at, kind: 'lost', place, peer: -1, text }];
    }
    if (kind === EventKind.Wipe)
      return [{ at, kind: 'lost', place, peer: -1, text: `the disk of ${name} is wiped, and it with it` }];
  }
  const text = `no replica can return it at the end, acknowledged at ${instantText(done)}`;
  return [{ at: run.endedAt, kind: 'lost', place, peer: -1, text }];
}

function indexInLog({ run }: JudgedRun, operation: number, place: number): number | null {
  const { trace, history } = run;
  const until = history.completeEvent[operation] ?? trace.length;
  for (let event = until; event >= 0; event -= 1) {
    const isIt = trace.kind[event] === EventKind.Append && trace.place[event] === place;
    if (isIt && trace.c[event] === history.input[operation]) return trace.b[event] ?? null;
  }
  return null;
}

/** The occurrence that stood in the way: one that hit a place of the way, else the last in force while it lasted. */
function faultBehind({ run }: JudgedRun, steps: readonly PathStep[], operation: number): number {
  const from = run.history.invokedAt[operation] ?? 0;
  const to = Math.max(...steps.map(({ at }) => at), from);
  const active = run.occurrences.flatMap((occurrence, row) =>
    !occurrence.vacuous && occurrence.beganAt <= to && occurrence.endedAt >= from ? [{ occurrence, row }] : [],
  );
  const touched = new Set(steps.flatMap(({ kind, place, peer }) => (kind === 'asked' ? [peer] : [place, peer])));
  const direct = active.findLast(({ occurrence }) => occurrence.places.some((place) => touched.has(place)));
  return (direct ?? active.at(-1))?.row ?? -1;
}

const MOST_STEPS = 18;

/** A long way is told by its beginning and its end. */
function shortened(steps: readonly PathStep[]): readonly PathStep[] {
  if (steps.length <= MOST_STEPS) return steps;
  const before = steps.slice(0, MOST_STEPS / 2);
  const after = steps.slice(1 - MOST_STEPS / 2);
  const left = steps.length - before.length - after.length;
  const at = after[0]?.at ?? 0;
  return [
    ...before,
    { at, kind: 'omitted', place: -1, peer: -1, text: `${countText(left)} more steps like these` },
    ...after,
  ];
}
