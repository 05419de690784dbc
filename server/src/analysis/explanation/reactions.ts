import { BreakerState, CrashReason, EventKind, InstanceState, Role, type Run } from '../../simulation';
import type { Step } from './way-step';

/** Changes of leader and of logs that are looked at between the fault and the violation. */
const MOST_REACTIONS = 40;

/** Reactions of nodes and of services: whatever store it is about, they are part of the story. */
const OF_NO_STORE: ReadonlySet<EventKind> = new Set<EventKind>([
  EventKind.Wipe,
  EventKind.Crash,
  EventKind.Restart,
  EventKind.DiskCorrupt,
  EventKind.Shedding,
  EventKind.Health,
  EventKind.Breaker,
  EventKind.Instance,
]);

/**
 * What replicas and services made of it: suspicions, leaders, logs cut off, recoveries, full queues, open breakers. Only the
 * first of each kind and place.
 */
export function reactions(run: Run, stores: ReadonlySet<number>, began: number, until: number): Step[] {
  const { trace } = run;
  const steps = new Map<string, Step & { count: number }>();
  for (let event = began + 1; event <= until && event < trace.length; event++) {
    const kind = trace.kind[event] as EventKind;
    if (!isReaction(kind, trace.b[event] as number)) continue;
    // That a node crashes when a fault crashes it is no reaction.
    if (kind === EventKind.Crash && trace.a[event] === CrashReason.Fault) continue;
    const store = kind === EventKind.Recovered ? (trace.c[event] as number) : (trace.a[event] as number);
    if (isOfStore(kind) && !stores.has(store)) continue;
    const place = trace.place[event] as number;
    // Leaders are told apart by their terms; of what repeats at a place, the first stands for all.
    const name = `${kind}/${place}/${kind === EventKind.Role ? `${store}/${trace.c[event]}` : ''}`;
    const known = steps.get(name);
    if (known !== undefined) known.count++;
    else if (steps.size < MOST_REACTIONS) steps.set(name, { event, operation: -1, count: 1, places: [place] });
  }
  return [...steps.values()];
}

function isReaction(kind: EventKind, b: number): boolean {
  switch (kind) {
    case EventKind.Suspect:
    case EventKind.Truncate:
    case EventKind.Wipe:
    case EventKind.Crash:
    case EventKind.Restart:
    case EventKind.Recovered:
    case EventKind.CorruptionDetected:
    case EventKind.DiskCorrupt:
      return true;
    case EventKind.Role:
      return b === Role.Leader;
    case EventKind.Shedding:
      return b === 1;
    case EventKind.Health:
      return b === 0;
    case EventKind.Breaker:
      return b === BreakerState.Open;
    case EventKind.Instance:
      return b === InstanceState.Dead || b === InstanceState.BackingOff;
    default:
      return false;
  }
}

function isOfStore(kind: EventKind): boolean {
  return !OF_NO_STORE.has(kind);
}
