import { EventKind, FailureReason, type Run } from '../../simulation';
import type { Step } from './way-step';

/** What such an answer is about: a reaction of that kind led to it, whatever else happened on the way. */
const REACTION_BEHIND: ReadonlyMap<number, ReadonlySet<number>> = new Map<number, ReadonlySet<number>>([
  [FailureReason.Overloaded, new Set([EventKind.Shedding])],
  [FailureReason.CircuitOpen, new Set([EventKind.Breaker])],
  [FailureReason.NoInstance, new Set([EventKind.Health, EventKind.Instance])],
]);

/**
 * The step before that leads to this one, or -1: the reaction that an answer speaks of, failing that the nearest among its causes
 * in the trace, failing that the latest that was felt at another place where its causes passed, failing that the latest at its own place.
 */
export function causeOf(run: Run, steps: readonly Step[], index: number): number {
  const { trace } = run;
  const step = steps[index] as Step;
  const kind = trace.kind[step.event];
  if (kind === EventKind.FaultBegin) return -1;
  const felt = (event: number, isWanted: (other: Step) => boolean): number =>
    steps.findLastIndex(
      (other, at) =>
        at < index && other.event < event && isMaterial(step, other) && isWanted(other) && meets(run, event, other),
    );
  if (step.broughtBy !== undefined) return steps.findIndex(({ event }) => event === step.broughtBy);
  // A message is lost or damaged because of the fault that was in force between its two ends, whoever led by then.
  if (isOnTheWay(run, step.event)) {
    const fault = felt(step.event, (other) => trace.kind[other.event] === EventKind.FaultBegin);
    if (fault >= 0) return fault;
  }
  const behind = kind === EventKind.Complete ? REACTION_BEHIND.get(trace.c[step.event] as number) : undefined;
  if (behind !== undefined)
    for (let event = trace.cause[step.event] as number; event >= 0; event = trace.cause[event] as number) {
      const reaction = felt(event, (other) => behind.has(trace.kind[other.event] as number));
      if (reaction >= 0) return reaction;
    }
  const byEvent = new Map(steps.map(({ event }, at) => [event, at]));
  for (let event = trace.cause[step.event] as number; event >= 0; event = trace.cause[event] as number) {
    const known = byEvent.get(event);
    if (known !== undefined) return known;
    if (trace.place[event] === trace.place[step.event]) continue;
    const other = felt(event, () => true);
    if (other >= 0) return other;
  }
  // Of an operation that was not answered, what became of its messages says why.
  const own = steps.findLastIndex(
    (other, at) => at < index && step.operation >= 0 && other.operation === step.operation,
  );
  const before = own >= 0 ? own : felt(step.event, () => true);
  if (before >= 0 || kind !== EventKind.Suspect) return before;
  // What makes a peer fall silent is felt at that peer, and leaves nothing behind at whoever misses it.
  const peer = trace.peer[step.event] as number;
  return steps.findLastIndex(
    (other, at) => at < index && trace.kind[other.event] === EventKind.FaultBegin && other.places.includes(peer),
  );
}

/** What became of one operation leads to the end of that operation and to no other's. */
function isMaterial(step: Step, other: Step): boolean {
  return other.operation < 0 || other.operation === step.operation;
}

function meets(run: Run, event: number, { places }: Step): boolean {
  const { place, peer } = run.trace;
  return places.includes(place[event] as number) || (isOnTheWay(run, event) && places.includes(peer[event] as number));
}

/** Whether it happened to a message between two places. */
function isOnTheWay({ trace: { kind, peer } }: Run, event: number): boolean {
  return kind[event] === EventKind.Drop || (kind[event] === EventKind.Damage && (peer[event] as number) >= 0);
}
