import type { ScenarioModel } from '../language/model';
import { CrashReason, EventKind, Role, type Run } from '../simulation';
import { componentEventText } from './component-event-text';
import { placeName } from './judged-run';
import { occurrenceText } from './project-faults';
import { countText, durationText } from './quantity-text';
import type { EventRow } from './run-report';
import { storePartText } from './store-part-text';

/** Kinds that make up nearly all of a trace and have no rows of their own, so that they are passed over at once. */
const PASSED_OVER: ReadonlySet<number> = new Set([
  EventKind.Send,
  EventKind.Deliver,
  EventKind.Drop,
  EventKind.Append,
  EventKind.Commit,
  EventKind.Apply,
  EventKind.Invoke,
  EventKind.Attempt,
  EventKind.Complete,
  EventKind.Acknowledge,
  EventKind.Hint,
  EventKind.Repair,
  EventKind.Refuse,
  EventKind.Snapshot,
  EventKind.Damage,
]);

export function isPassedOver(kind: number): boolean {
  return PASSED_OVER.has(kind);
}

/** What the event list says of an event of the trace; undefined for events that are not worth a row of their own. */
export function traceEventText(
  scenario: ScenarioModel,
  run: Run,
  event: number,
): { readonly kind: EventRow['kind']; readonly text: string } | undefined {
  const { trace } = run;
  const a = trace.a[event] ?? 0;
  const b = trace.b[event] ?? 0;
  const c = trace.c[event] ?? 0;
  const place = placeName(scenario, trace.place[event] ?? -1);
  const peer = (): string => placeName(scenario, trace.peer[event] ?? -1);
  const store = (): string => scenario.stores[a]?.name ?? '?';
  const part = (): string => storePartText(scenario.stores[a], Math.max(0, trace.peer[event] ?? 0));
  switch (trace.kind[event] as EventKind) {
    case EventKind.FaultBegin:
    case EventKind.FaultEnd: {
      const occurrence = run.occurrences[b];
      const what = occurrence === undefined ? 'a fault' : occurrenceText(scenario, occurrence);
      const isEnd = trace.kind[event] === EventKind.FaultEnd;
      // What is over at once, such as an order of an operator, has no end worth a row.
      if (isEnd && occurrence?.beganAt === occurrence?.endedAt) return undefined;
      return { kind: 'fault', text: isEnd ? `${what} ends` : what };
    }
    case EventKind.Crash:
      return { kind: 'crash', text: `${place} crashes${crashText(a)}` };
    case EventKind.Restart:
      return { kind: 'recovery', text: `${place} starts again` };
    case EventKind.Recovered:
      return {
        kind: 'recovery',
        text: `${place} has recovered ${scenario.stores.length > 1 ? `${scenario.stores[c]?.name ?? '?'} ` : ''}in ${durationText(b)}${a > 0 ? ` (${countText(a)} log entries replayed)` : ''}`,
      };
    case EventKind.Pause:
      return { kind: 'fault', text: `${place} is paused` };
    case EventKind.Resume:
      return { kind: 'recovery', text: `${place} runs on` };
    case EventKind.Slow:
      return { kind: 'fault', text: b === 1 ? `${place} is as fast as before` : `${place} is ${b} times slower` };
    case EventKind.SlowDisk:
      return {
        kind: 'storage',
        text: b === 1 ? `disk of ${place} is as fast as before` : `disk of ${place} is ${b} times slower`,
      };
    case EventKind.DiskFull:
      return { kind: 'storage', text: a === 1 ? `disk of ${place} is full` : `disk of ${place} has room again` };
    case EventKind.LostFsync:
      return {
        kind: 'storage',
        text: a === 1 ? `disk of ${place} keeps nothing it is told to` : `disk of ${place} keeps its writes again`,
      };
    case EventKind.Wipe:
      return { kind: 'storage', text: `disk of ${place} is wiped` };
    case EventKind.DiskCorrupt:
      return { kind: 'storage', text: `${countText(a)} records on the disk of ${place} went bad` };
    case EventKind.CorruptionDetected:
      return { kind: 'storage', text: `${place} finds a corrupt record of ${store()}` };
    case EventKind.Clock:
      return {
        kind: 'fault',
        text: `clock of ${place} is off by ${durationText(b)}${c === 0 ? '' : `, drifting ${c} ppm`}`,
      };
    case EventKind.Role:
      return roleText(place, part(), b, c);
    case EventKind.Suspect:
      return { kind: 'detection', text: `${place} suspects ${peer()}` };
    case EventKind.Trust:
      return { kind: 'detection', text: `${place} trusts ${peer()} again` };
    case EventKind.Truncate:
      return {
        kind: 'storage',
        text: `${place} drops ${countText(c)} ${c === 1 ? 'entry' : 'entries'} of ${part()} from index ${countText(b)} on: another log won`,
      };
    case EventKind.Reconfigure:
      return { kind: 'role', text: `${place} sees ${countText(b)} members of ${store()}` };
    case EventKind.Note:
      return { kind: 'note', text: `${place}: ${trace.names[a] ?? ''}` };
    case EventKind.Instance:
    case EventKind.Breaker:
    case EventKind.Shedding:
    case EventKind.Health:
    case EventKind.Scale:
    case EventKind.Deploy:
    case EventKind.Job:
    case EventKind.Checkpoint:
      return componentEventText(scenario, trace, event);
    case EventKind.Send:
    case EventKind.Deliver:
    case EventKind.Drop:
    case EventKind.Append:
    case EventKind.Commit:
    case EventKind.Apply:
    case EventKind.Invoke:
    case EventKind.Attempt:
    case EventKind.Complete:
    case EventKind.Acknowledge:
    case EventKind.Hint:
    case EventKind.Repair:
    case EventKind.Refuse:
    case EventKind.Snapshot:
    case EventKind.Damage:
      return undefined;
  }
}

function crashText(reason: number): string {
  switch (reason as CrashReason) {
    case CrashReason.Fault:
      return '';
    case CrashReason.DiskFull:
      return ': its disk is full';
    case CrashReason.Leak:
      return ': out of memory';
    case CrashReason.Software:
      return ': software error';
  }
}

function roleText(
  place: string,
  store: string,
  role: number,
  term: number,
): { kind: 'role'; text: string } | undefined {
  const inTerm = term > 0 ? ` (term ${term})` : '';
  switch (role as Role) {
    case Role.Leader:
      return { kind: 'role', text: `${place} leads ${store}${inTerm}` };
    case Role.Candidate:
      return { kind: 'role', text: `${place} stands for leader of ${store}${inTerm}` };
    case Role.Follower:
      return { kind: 'role', text: `${place} follows in ${store}${inTerm}` };
    case Role.Removed:
      return { kind: 'role', text: `${place} is no longer a member of ${store}` };
    case Role.Recovering:
      return { kind: 'role', text: `${place} catches up with ${store}` };
    case Role.Replica:
      return undefined;
  }
}
