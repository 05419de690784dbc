import { EventKind, OPERATION_KINDS, type Run } from '../../simulation';
import { operationEvents } from './operation-events';

/**
 * The damage that brought a read the value which nobody had written: of the message, or of the record on a disk, from which
 * whoever answered had it; undefined where it returned no value of which the trace tells that it was damaged. What a liar makes
 * up is not damaged, and of a counter nothing is told.
 *
 * Several messages may have carried a value and been damaged, each by itself, and not all of them to where it was read. So it is
 * followed from the answer back: a damaged message of the read itself, then one to the replica that answered, then to the one from
 * which that replica had it, and so on.
 */
export function damageBehind(run: Run, operation: number): number | undefined {
  const { trace, history } = run;
  const answered = history.completeEvent[operation] as number;
  if (answered < 0) return undefined;
  const seen = new Set(valuesRead(run, operation));
  const all = damages(run, answered).filter(({ value }) => seen.has(value));
  const [any] = all;
  if (any === undefined || isCounter(run, history.store[operation] as number)) return undefined;
  const damaged = all.filter(({ value }) => value === any.value);
  const ends: readonly number[] = [history.client[operation] as number, history.answeredBy[operation] as number];
  const own = new Set(operationEvents(run, operation));
  const ofRead = damaged.findLast(
    ({ event, arrivedAt }) => own.has(event) && ends.includes(trace.place[arrivedAt] as number),
  );
  if (ofRead !== undefined) return ofRead.event;
  const asked = new Set<number>();
  let [place, until] = [history.answeredBy[operation] as number, answered];
  while (!asked.has(place)) {
    asked.add(place);
    const shown = firstShown(run, place, any.value, until);
    const here = damaged.filter(({ arrivedAt }) => trace.place[arrivedAt] === place && arrivedAt < until);
    // It was there by the time that the replica shows it; where none shows it, the first may have been enough.
    const brought = here.findLast(({ arrivedAt }) => arrivedAt <= shown) ?? here[0];
    if (brought !== undefined) return brought.event;
    const arrival = arrivalBefore(run, shown);
    if (arrival < 0) break;
    [place, until] = [trace.peer[arrival] as number, trace.c[arrival] as number];
  }
  return any.event;
}

interface DamagedValue {
  readonly event: number;
  readonly value: number;
  /** The delivery of the message; of a record on a disk, the damage itself. */
  readonly arrivedAt: number;
}

/** What was damaged before an event and has arrived by then, in order of arrival. */
function damages({ trace }: Run, until: number): readonly DamagedValue[] {
  const found: DamagedValue[] = [];
  const underWay = new Map<number, Omit<DamagedValue, 'arrivedAt'>[]>();
  for (let event = 0; event < until; event++) {
    const kind = trace.kind[event];
    if (kind === EventKind.Deliver) {
      const message = trace.c[event] as number;
      for (const each of underWay.get(message) ?? []) found.push({ ...each, arrivedAt: event });
      underWay.delete(message);
    } else if (kind === EventKind.Damage) {
      const damage = { event, value: trace.b[event] as number };
      const message = trace.c[event] as number;
      if (trace.peer[event] === -1) found.push({ ...damage, arrivedAt: event });
      else underWay.set(message, [...(underWay.get(message) ?? []), damage]);
    }
  }
  return found;
}

function valuesRead({ history }: Run, operation: number): readonly number[] {
  const observed = history.observed[operation] as number;
  return observed < 0 ? [history.output[operation] as number] : (history.observations[observed] ?? []);
}

/** Sums repeat, so that one alone tells nothing of where it comes from. */
function isCounter({ history }: Run, store: number): boolean {
  const increment = OPERATION_KINDS.indexOf('increment');
  return history.kind.some((kind, id) => kind === increment && history.store[id] === store);
}

/** The first event with which a replica shows that it has a value; -1 where none does. */
function firstShown({ trace }: Run, place: number, value: number, until: number): number {
  for (let event = 0; event < until; event++) {
    const kind = trace.kind[event];
    const isShown = kind === EventKind.Append || kind === EventKind.Apply;
    if (isShown && trace.place[event] === place && trace.c[event] === value) return event;
  }
  return -1;
}

/** The delivery from another place that made a place do something; -1 where none did. */
function arrivalBefore({ trace }: Run, event: number): number {
  for (let at = event; at >= 0 && trace.place[at] === trace.place[event]; at = trace.cause[at] as number)
    if (trace.kind[at] === EventKind.Deliver && trace.peer[at] !== trace.place[at]) return at;
  return -1;
}
