import { EventKind, Role } from '../simulation';
import type { EventCauses } from './event-causes';
import { failureSpells, type FailureSpell } from './failure-spells';
import { failureStreaks, type FailureStreak } from './failure-streaks';
import { placeName, type JudgedRun } from './judged-run';
import { operationText, reasonText } from './operation-text';
import { countText, durationText, instantText, plural } from './quantity-text';
import { REPORT_LIMITS } from './report-limits';
import type { EventRow, SourcePlace } from './run-report';
import { sourcePlace } from './source-place';
import { storePartText } from './store-part-text';
import { isPassedOver, traceEventText } from './trace-event-text';

export interface ProjectedEvents {
  readonly rows: readonly EventRow[];
  /** Row of an event of the trace; -1 where it has none. */
  rowOf(event: number): number;
  readonly omissions: readonly string[];
}

/** Where nobody asks any more for this share of the time since a streak began, it has an end of its own. */
const QUIET_SHARE = 0.1;

interface Candidate {
  readonly row: EventRow;
  /** Event of the trace that the row tells; -1 for rows that were derived. */
  readonly event: number;
  /** Operation id that a derived row is about, and the event of the trace that it came from. */
  readonly about?: number;
  readonly caused?: number;
}

/** The event list: what happened to the system, and what that did to users and data, in order of time. */
export function projectEvents(
  judged: JudgedRun,
  causes: EventCauses,
  operationRows: ReadonlyMap<number, number>,
): ProjectedEvents {
  const all = [
    ...systemEvents(judged, causes),
    ...failureEvents(judged, causes),
    ...wrongDataEvents(judged, causes),
    ...expectationEvents(judged),
  ];
  const kept = withinLimits(all.sort((a, b) => a.row.at - b.row.at));
  const rows = new Map(kept.flatMap(({ event }, row): [number, number][] => (event < 0 ? [] : [[event, row]])));
  const missing = all.length - kept.length;
  const causeOf = rowAbove(judged, rows);
  return {
    rows: kept.map(({ row, event, about, caused }) => {
      const cause = causeOf(event < 0 ? (caused ?? -1) : (judged.run.trace.cause[event] ?? -1));
      const operation = about === undefined ? undefined : operationRows.get(about);
      return { ...row, ...(cause < 0 ? {} : { cause }), ...(operation === undefined ? {} : { operation }) };
    }),
    rowOf: (event) => rows.get(event) ?? -1,
    omissions: missing === 0 ? [] : [omissionText(missing, all.length)],
  };
}

function omissionText(missing: number, all: number): string {
  const limit = countText(REPORT_LIMITS.eventsOfOneKind);
  return `${countText(missing)} of ${countText(all)} events are listed nowhere: the list ends after ${limit} of one kind`;
}

/** The row of an event or, where it has none, of the nearest of its causes that has one; -1 where none has. */
function rowAbove({ run: { trace } }: JudgedRun, rows: ReadonlyMap<number, number>): (event: number) => number {
  const above = new Int32Array(trace.length).fill(-1);
  for (let event = 0; event < trace.length; event += 1) {
    const cause = trace.cause[event] ?? -1;
    above[event] = rows.get(event) ?? (cause >= 0 ? (above[cause] ?? -1) : -1);
  }
  return (event) => (event < 0 ? -1 : (above[event] ?? -1));
}

function systemEvents({ scenario, run }: JudgedRun, causes: EventCauses): readonly Candidate[] {
  const { trace } = run;
  const rows: Candidate[] = [];
  const lastRole = new Map<string, number>();
  const suspicions = new Set<string>();
  for (let event = 0; event < trace.length; event += 1) {
    const kind = trace.kind[event] ?? 0;
    if (isPassedOver(kind) || (kind === EventKind.Role && !changesAnything(event))) continue;
    if (!changesSuspicion(event)) continue;
    const told = traceEventText(scenario, run, event);
    if (told === undefined) continue;
    const at = trace.time[event] ?? 0;
    const source = causes.sourceOf(event, at);
    // A fault as such is nobody's; what it does to a place has rows of its own.
    const place = kind === EventKind.FaultBegin || kind === EventKind.FaultEnd ? -1 : (trace.place[event] ?? -1);
    rows.push({ event, row: { at, kind: told.kind, place, text: told.text, source } });
  }
  return rows;

  /** To hear of a peer for the first time is no news; to hear of one that was suspected is. */
  function changesSuspicion(event: number): boolean {
    const kind = trace.kind[event];
    if (kind !== EventKind.Trust && kind !== EventKind.Suspect) return true;
    const key = `${trace.a[event] ?? 0}/${trace.place[event] ?? 0}/${trace.peer[event] ?? 0}`;
    if (kind === EventKind.Trust) return suspicions.delete(key);
    suspicions.add(key);
    return true;
  }

  /** A follower that follows in the next term is no news; one that led before is. */
  function changesAnything(event: number): boolean {
    const key = `${trace.a[event] ?? 0}/${trace.peer[event] ?? 0}/${trace.place[event] ?? 0}`;
    const role = trace.b[event] ?? Role.Replica;
    const before = lastRole.get(key);
    lastRole.set(key, role);
    if (role === Role.Leader || role === Role.Candidate) return true;
    return role !== before && before !== undefined && before !== Role.Candidate;
  }
}

function failureEvents(judged: JudgedRun, causes: EventCauses): readonly Candidate[] {
  const { scenario, run } = judged;
  const { history } = run;
  const completion = ({ first }: FailureStreak): number => history.completeEvent[first] ?? -1;
  // What was asked just before a fault began may fail because of it.
  const sourceOf = (streak: FailureStreak): SourcePlace | null =>
    (completion(streak) >= 0 ? causes.sourceOf(completion(streak), streak.from) : causes.sourceAt(streak.from)) ??
    causes.sourceAt(history.completedAt[streak.first] ?? Infinity);
  const lineOf = (streak: FailureStreak): string => {
    const source = sourceOf(streak);
    return source === null ? '' : `${source.file}:${source.line}`;
  };
  return failureSpells(failureStreaks(scenario, history), scenario.durationNs, lineOf).flatMap((spell) => {
    const [streak] = spell.streaks;
    if (streak === undefined) return [];
    const row = {
      ...{ at: streak.from, kind: 'operation' as const, place: streak.client, text: spellText(judged, spell, streak) },
      ...{ source: sourceOf(streak), failed: spell.count },
    };
    return { event: -1, about: streak.first, caused: completion(streak), row };
  });
}

/** Until when a streak goes on. That nobody asked any more does not mean that it went on to the end. */
function untilText({ run }: JudgedRun, { from, to, lastAt }: FailureStreak): string {
  if (Number.isFinite(to)) return `until ${instantText(to)} (${durationText(to - from)})`;
  return run.endedAt - lastAt > (run.endedAt - from) * QUIET_SHARE
    ? `until the last of them at ${instantText(lastAt)}`
    : 'to the end of the run';
}

function spellText(judged: JudgedRun, spell: FailureSpell, first: FailureStreak): string {
  const { scenario, run } = judged;
  const { history } = run;
  const client = placeName(scenario, first.client);
  const reason = reasonText(history.reason[first.first] ?? 0);
  if (spell.count === 1) return `${operationText(scenario, history, first.first)} of ${client} fails: ${reason}`;
  const store = scenario.stores[first.store];
  const part =
    store === undefined || (scenario.stores.length === 1 && store.shards === 1)
      ? ''
      : ` to ${storePartText(store, first.shard)}`;
  const subject = `${first.kind} of ${client}${part}`;
  const last = spell.streaks.at(-1);
  if (last !== undefined && last !== first) {
    const share = `${countText(spell.count)} of ${countText(spell.of)}`;
    const when = `between ${instantText(first.from)} and ${instantText(last.lastAt)}`;
    return `${share} ${subject} fail ${when}, the first ${reason}${spell.isOver ? '; none after that' : ''}`;
  }
  return `${subject} fail ${untilText(judged, first)}: ${plural(first.count, 'operation')}, the first ${reason}`;
}

const WRONG = {
  'lost-write': 'was acknowledged and is lost',
  'stale-read': 'is stale',
  'corrupt-read': 'is what nobody wrote',
} as const;

function wrongDataEvents({ scenario, run, verdict }: JudgedRun, causes: EventCauses): readonly Candidate[] {
  const { history } = run;
  const tell = (kind: keyof typeof WRONG, operation: number): Candidate => {
    const done = history.completedAt[operation] ?? 0;
    const at = Number.isFinite(done) ? done : (history.invokedAt[operation] ?? 0);
    const subject = `${operationText(scenario, history, operation)} of ${placeName(scenario, history.client[operation] ?? -1)}`;
    const text = `${subject} ${WRONG[kind]}`;
    const row = { at, kind, place: history.client[operation] ?? -1, text, source: causes.sourceAt(at) };
    return { event: -1, about: operation, caused: history.completeEvent[operation] ?? -1, row };
  };
  return [
    ...verdict.lostOperations.map((operation) => tell('lost-write', operation)),
    ...verdict.staleOperations.map((operation) => tell('stale-read', operation)),
    ...verdict.corruptOperations.map((operation) => tell('corrupt-read', operation)),
  ];
}

function expectationEvents({ scenario, verdict }: JudgedRun): readonly Candidate[] {
  return verdict.expectations.flatMap(({ expectation, decision, witness }) => {
    if (decision !== 'fail' || witness === undefined) return [];
    const text = `expect ${expectation.text} fails: ${witness.sentence}`;
    const source = sourcePlace(scenario, expectation.origin);
    return { event: -1, row: { at: witness.atNs, kind: 'expectation' as const, place: -1, text, source } };
  });
}

/** No kind takes more than its part, and the whole has an end. */
function withinLimits(sorted: readonly Candidate[]): readonly Candidate[] {
  const counts = new Map<EventRow['kind'], number>();
  return sorted
    .filter(({ row }) => {
      const count = (counts.get(row.kind) ?? 0) + 1;
      counts.set(row.kind, count);
      return count <= REPORT_LIMITS.eventsOfOneKind;
    })
    .slice(0, REPORT_LIMITS.events);
}
