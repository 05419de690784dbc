import type { ScenarioModel } from '../../language/model';
import { EventKind, shardOfKey, type Run } from '../../simulation';
import type { Spread } from './finding';

/**
 * How far a write had spread when a read was answered without it, and how it came later to whoever answered. Told of registers,
 * where a replica that holds a newer value has no need of it; newer is what was not invoked before it. Undefined where the
 * replica that answered had it already (it was read elsewhere, or answered from a cache), or where no replica shows it.
 */
export function spread(scenario: ScenarioModel, run: Run, write: number, read: number): Spread | undefined {
  const { trace, history } = run;
  const index = history.store[read] as number;
  const store = scenario.stores[index];
  const reader = history.answeredBy[read] as number;
  if (store?.data !== 'register' || reader < 0 || history.store[write] !== index) return undefined;
  const key = history.key[write] as number;
  const replicas = store.placement[shardOfKey(key, store.shards)] ?? [];
  const answered = answerOf(run, read);
  if (!replicas.includes(reader) || answered < 0) return undefined;
  const isNew = newerThan(run, write);
  const held = new Set<number>();
  const stopped = new Set<number>();
  for (let event = 0; event < answered; event++) {
    const place = trace.place[event] as number;
    switch (trace.kind[event] as EventKind) {
      case EventKind.Apply:
        if (trace.a[event] !== index || trace.b[event] !== key) break;
        if (isNew.has(trace.c[event] as number)) held.add(place);
        else held.delete(place);
        break;
      case EventKind.Wipe:
        held.delete(place);
        break;
      case EventKind.Crash:
        stopped.add(place);
        break;
      case EventKind.Restart:
        stopped.delete(place);
        break;
      default:
    }
  }
  const holders = replicas.filter((place) => held.has(place));
  if (holders.length === 0 || held.has(reader)) return undefined;
  const arrival = arrivalOf(run, answered, (event) => {
    const isHere = trace.place[event] === reader && trace.a[event] === index && trace.b[event] === key;
    return isHere && isNew.has(trace.c[event] as number);
  });
  return {
    kind: 'spread',
    write,
    read,
    held: holders,
    of: replicas.length,
    stopped: holders.filter((place) => stopped.has(place)),
    arrival,
    ...messageOf(run, arrival),
  };
}

/** The event with which a replica answered an operation: the last of its causes that happened there. */
function answerOf({ trace, history }: Run, operation: number): number {
  for (let at = history.completeEvent[operation] as number; at >= 0; at = trace.cause[at] as number)
    if (trace.place[at] === history.answeredBy[operation]) return at;
  return -1;
}

/** The value of a write, and those of all that were not invoked before it. */
function newerThan({ history }: Run, write: number): ReadonlySet<number> {
  const values = new Set<number>();
  for (let id = 0; id < history.length; id++)
    if (
      history.store[id] === history.store[write] &&
      history.key[id] === history.key[write] &&
      (history.invokedAt[id] as number) >= (history.invokedAt[write] as number)
    )
      values.add(history.input[id] as number);
  return values;
}

function arrivalOf({ trace }: Run, after: number, isWanted: (event: number) => boolean): number {
  for (let event = after + 1; event < trace.length; event++)
    if (trace.kind[event] === EventKind.Apply && isWanted(event)) return event;
  return -1;
}

/** The message from another place with which a value came, where it came by one. */
function messageOf({ trace }: Run, event: number): Pick<Spread, 'sender' | 'message'> {
  for (let at = event; at >= 0 && trace.place[at] === trace.place[event]; at = trace.cause[at] as number)
    if (trace.kind[at] === EventKind.Deliver && trace.peer[at] !== trace.place[at])
      return { sender: trace.peer[at] as number, message: trace.a[at] as number };
  return { sender: -1, message: -1 };
}
