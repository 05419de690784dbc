import {
  BreakerState,
  CrashReason,
  EventKind,
  FailureReason,
  InstanceState,
  Outcome,
  Role,
  type Run,
} from '../../simulation';
import type { ExpectationVerdict } from '../verdict';
import { heldRequest } from './held-request';
import { operationEvents } from './operation-events';
import { servedAgain } from './served-again';
import type { NamedFault, PathStep } from './explanation';

/** Operations of a witness that are followed; the others fared alike. */
const MOST_OPERATIONS = 3;
/** Changes of leader and of logs that are looked at between the fault and the violation. */
const MOST_REACTIONS = 40;
/** Faults that are told whether an operation met them or not. */
const MOST_FAULTS = 6;

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

/** What such an answer is about: a reaction of that kind led to it, whatever else happened on the way. */
const REACTION_BEHIND: ReadonlyMap<number, ReadonlySet<number>> = new Map<number, ReadonlySet<number>>([
  [FailureReason.Overloaded, new Set([EventKind.Shedding])],
  [FailureReason.CircuitOpen, new Set([EventKind.Breaker])],
  [FailureReason.NoInstance, new Set([EventKind.Health, EventKind.Instance])],
]);

interface Step {
  readonly event: number;
  readonly operation: number;
  readonly count: number;
  /** Where it was felt: what comes later at one of these places may come from it. */
  readonly places: readonly number[];
  readonly holds?: true;
  readonly serves?: true;
}

/** The first event of its kind, or the first that tells most. */
interface FirstStep extends Step {
  event: number;
  places: readonly number[];
  count: number;
  isTelling: boolean;
}

/**
 * The way from the faults to the violation, in order of time. A step leads to a later one if the trace says so (the
 * later event's causes go back to it), or if it was felt before at a place where those causes passed: what a fault
 * keeps from happening leaves no cause in the trace, and a follower that suspects its leader does so because messages
 * were lost on the way to it. That is Lamport's happened-before (*Time, Clocks, and the Ordering of Events*, CACM 1978,
 * section 2) with lost messages felt where they were due. Steps that lead nowhere are left out.
 */
export function causalPath(
  run: Run,
  verdict: ExpectationVerdict,
  needed: readonly NamedFault[],
  failsInCalm = false,
): readonly PathStep[] {
  if (run.trace.length === 0) return [];
  const operations = (verdict.witness?.operations ?? []).slice(0, MOST_OPERATIONS);
  if (operations.length === 0 && needed.length === 0) return [];
  const all = faultSteps(run, needed);
  const began = all[0]?.event ?? 0;
  const servers = new Set(operations.map((id) => run.history.answeredBy[id] as number));
  const stores = storesOf(run, verdict, operations);
  const again = all.length === 0 ? undefined : servedAgain(run, verdict.expectation.body, operations, stores);
  const told: Step[] = [
    // What one of them got in the end is the end of it, and told as such.
    ...(again === undefined ? [] : [leaderOf(run, again.leader), answerOf(run, again.operation)]),
    ...operations.flatMap((id) => operationSteps(run, id, servers)),
  ];
  const until = Math.max(endOf(run, verdict, operations, all), ...told.map(({ event }) => event));
  const faults = all.filter(({ event }) => event <= until);
  const steps = [...faults, ...reactions(run, stores, began, until), ...told]
    .sort((a, b) => a.event - b.event)
    .filter(({ event }, index, all) => event !== all[index - 1]?.event);
  const because = steps.map((_, index) => causeOf(run, steps, index));
  // Whoever asks through services gets answers again by a leader that it never hears of.
  const [served, leader] = [
    steps.findIndex(({ serves }) => serves === true),
    steps.findIndex(({ event }) => event === again?.leader),
  ];
  if (served >= 0 && !leadsThere(steps, because, served, again?.leader ?? -1)) because[served] = leader;
  // Of a schedule that fires by the dozen, and of one that is not to blame, only what an operation met is part of the way.
  const onlyMet = operations.length > 0 && (failsInCalm || faults.length > MOST_FAULTS);
  return onTheWay(steps, because, run, verdict, operations, onlyMet);
}

function faultSteps(run: Run, needed: readonly NamedFault[]): Step[] {
  const { trace, occurrences } = run;
  const seen = new Map<number, number>();
  const wanted = new Set<number>();
  occurrences.forEach(({ fault, vacuous }, index) => {
    const firing = seen.get(fault) ?? 0;
    seen.set(fault, firing + 1);
    if (vacuous) return;
    if (needed.some((each) => each.fault === fault && (each.firing === null || each.firing === firing)))
      wanted.add(index);
  });
  const steps: Step[] = [];
  for (let event = 0; event < trace.length && steps.length < wanted.size; event++) {
    if (trace.kind[event] !== EventKind.FaultBegin || !wanted.has(trace.b[event] as number)) continue;
    const { places = [] } = occurrences[trace.b[event] as number] ?? {};
    steps.push({ event, operation: -1, count: 1, places });
  }
  return steps;
}

/**
 * What replicas and services made of it: suspicions, leaders, logs cut off, recoveries, full queues, open breakers. Only the
 * first of each kind and place.
 */
function reactions(run: Run, stores: ReadonlySet<number>, began: number, until: number): Step[] {
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

/**
 * What became of an operation: the first of each sender's messages that was lost, who refused it or kept silent, and how it
 * ended. A message lost on the way to one of `servers`, who answered the operations of the witness, says more than one lost
 * elsewhere.
 */
function operationSteps(run: Run, operation: number, servers: ReadonlySet<number>): Step[] {
  const { trace, history } = run;
  const invoked = history.invokeEvent[operation] as number;
  const completed = history.completeEvent[operation] as number;
  if (invoked < 0) return [];
  const client = history.client[operation] as number;
  const steps: FirstStep[] = [];
  /** By kind and, of lost messages, by sender. */
  const first = new Map<string, FirstStep>();
  for (const event of operationEvents(run, operation)) {
    const kind = trace.kind[event] as EventKind;
    if (kind !== EventKind.Drop && kind !== EventKind.Refuse && kind !== EventKind.Acknowledge) continue;
    // What became of its messages once the client had given up changed nothing for it.
    if (kind !== EventKind.Acknowledge && completed >= 0 && event > completed) continue;
    const name = kind === EventKind.Drop ? `${kind}/${trace.place[event]}` : `${kind}`;
    const known = first.get(name);
    const peer = kind === EventKind.Drop ? (trace.peer[event] as number) : -1;
    const isTelling = servers.has(peer);
    const places = [trace.place[event] as number, ...(peer >= 0 ? [peer] : [])];
    if (known !== undefined) {
      known.count++;
      if (isTelling && !known.isTelling) Object.assign(known, { event, places, isTelling });
      continue;
    }
    const step = { event, operation, count: 1, places, isTelling };
    first.set(name, step);
    steps.push(step);
  }
  const held = heldRequest(run, operation);
  if (held !== undefined) steps.push({ ...held, operation, holds: true, isTelling: true });
  const end = completed >= 0 ? completed : invoked;
  const answered = history.outcome[operation] === Outcome.Ok;
  // An answer that the client got says all that its acknowledgement says.
  const told = answered ? steps.filter(({ event }) => trace.kind[event] !== EventKind.Acknowledge) : steps;
  return [...told, { event: end, operation, count: 1, places: [client] }];
}

/** Who led when it was over. */
function leaderOf({ trace }: Run, event: number): Step {
  return { event, operation: -1, count: 1, places: [trace.place[event] as number] };
}

/** Whether an event is among the steps that lead to one of them. */
function leadsThere(steps: readonly Step[], because: readonly number[], index: number, event: number): boolean {
  for (let at = index; at >= 0; at = because[at] as number) if (steps[at]?.event === event) return true;
  return false;
}

/** The answer that shows that it is over. */
function answerOf({ history }: Run, operation: number): Step {
  const [event, client] = [history.completeEvent[operation] as number, history.client[operation] as number];
  return { event, operation, count: 1, places: [client], serves: true };
}

/** Where the story ends: with the witness, and with what later took away what it had been told; else where another one begins. */
function endOf(run: Run, verdict: ExpectationVerdict, operations: readonly number[], faults: readonly Step[]): number {
  const { trace, history } = run;
  const { body } = verdict.expectation;
  if (body.kind === 'metric' && body.metric === 'lost writes') return trace.length - 1;
  if (operations.length === 0) {
    const last = faults.at(-1)?.event ?? trace.length;
    const another = trace.kind.findIndex((kind, event) => event > last && kind === EventKind.FaultBegin);
    return another < 0 ? trace.length - 1 : another;
  }
  return Math.max(...operations.map((id) => Math.max(history.completeEvent[id] as number, 0)));
}

function storesOf(
  run: Run,
  { expectation: { body }, stores: guilty }: ExpectationVerdict,
  operations: readonly number[],
): ReadonlySet<number> {
  if (guilty !== undefined) return new Set(guilty);
  if (body.kind !== 'metric') return new Set([body.store]);
  if (body.subject?.kind === 'store') return new Set([body.subject.store]);
  const touched = operations.map((id) => run.history.store[id] as number).filter((store) => store >= 0);
  return new Set(touched.length > 0 ? touched : run.replicas.map(({ store }) => store));
}

/**
 * The step before that leads to this one, or -1: the reaction that an answer speaks of, failing that the nearest among its causes
 * in the trace, failing that the latest that was felt at another place where its causes passed, failing that the latest at its own place.
 */
function causeOf(run: Run, steps: readonly Step[], index: number): number {
  const { trace } = run;
  const step = steps[index] as Step;
  const kind = trace.kind[step.event];
  if (kind === EventKind.FaultBegin) return -1;
  const felt = (event: number, isWanted: (other: Step) => boolean): number =>
    steps.findLastIndex(
      (other, at) =>
        at < index && other.event < event && isMaterial(step, other) && isWanted(other) && meets(run, event, other),
    );
  // A message is lost because of the fault that was in force between its two ends, whoever led by then.
  if (kind === EventKind.Drop) {
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

function meets({ trace }: Run, event: number, { places }: Step): boolean {
  const isLost = trace.kind[event] === EventKind.Drop;
  return places.includes(trace.place[event] as number) || (isLost && places.includes(trace.peer[event] as number));
}

/** Keeps what leads to an operation of the witness; where there is none, to the last step. */
function onTheWay(
  steps: readonly Step[],
  because: readonly number[],
  run: Run,
  { expectation: { body } }: ExpectationVerdict,
  operations: readonly number[],
  onlyMet: boolean,
): readonly PathStep[] {
  const kept = new Set<number>();
  const keep = (index: number): void => {
    for (let at = index; at >= 0 && !kept.has(at); at = because[at] as number) kept.add(at);
  };
  const isLoss = body.kind === 'metric' && body.metric === 'lost writes';
  const told = new Set(operations.map((id) => run.history.answeredBy[id]));
  steps.forEach(({ event, operation }, index) => {
    const kind = run.trace.kind[event];
    if (operation >= 0 || (kind === EventKind.FaultBegin && !onlyMet)) keep(index);
    // What was taken away was taken by these.
    if (kind === EventKind.Truncate || kind === EventKind.Wipe) keep(index);
    // Whoever had said that it was done came back without it.
    if (isLoss && kind === EventKind.Recovered && told.has(run.trace.place[event])) keep(index);
  });
  if (operations.length === 0) steps.forEach((_, index) => keep(index));
  const order = [...kept].sort((a, b) => a - b);
  const place = new Map(order.map((old, now) => [old, now]));
  return order.map((index) => {
    const { event, operation, count, holds, serves } = steps[index] as Step;
    const cause = place.get(because[index] as number) ?? -1;
    return {
      ...{ event, operation, count, because: cause },
      ...(holds === true ? { holds } : {}),
      ...(serves === true ? { serves } : {}),
    };
  });
}
