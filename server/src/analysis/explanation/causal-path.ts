import { EventKind, type Run } from '../../simulation';
import type { ExpectationVerdict } from '../verdict';
import { causeOf } from './cause-of-step';
import type { NamedFault, PathStep } from './explanation';
import { jobSteps } from './job-steps';
import { operationSteps } from './operation-steps';
import { reactions } from './reactions';
import { servedAgain } from './served-again';
import { servicesAgain } from './services-again';
import type { Step } from './way-step';

/** Operations of a witness that are followed; the others fared alike. */
const MOST_OPERATIONS = 3;
/** Faults that are told whether an operation met them or not. */
const MOST_FAULTS = 6;

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
  const back =
    all.length === 0 || again !== undefined ? undefined : servicesAgain(run, verdict.expectation.body, operations);
  const endedBy = again === undefined ? (back?.by ?? []) : [again.leader];
  const answer = again?.operation ?? back?.operation;
  const told: Step[] = [
    // What one of them got in the end is the end of it, and told as such.
    ...endedBy.map((event) => endingOf(run, event)),
    ...(answer === undefined ? [] : [answerOf(run, answer)]),
    ...operations.flatMap((id) => operationSteps(run, id, servers)),
  ];
  const until = Math.max(endOf(run, verdict, operations, all), ...told.map(({ event }) => event));
  const faults = all.filter(({ event }) => event <= until);
  const { body } = verdict.expectation;
  const reacted =
    body.kind === 'metric' && body.subject?.kind === 'job'
      ? jobSteps(run, body.subject.job, faults, until)
      : reactions(run, stores, began, until);
  const steps = [...faults, ...reacted, ...told]
    .sort((a, b) => a.event - b.event)
    .filter(({ event }, index, all) => event !== all[index - 1]?.event);
  const because = steps.map((_, index) => causeOf(run, steps, index));
  // Whoever asks through services gets answers again by a leader that it never hears of.
  const served = steps.findIndex(({ serves }) => serves === true);
  endedBy.reduce((before, event) => {
    const index = steps.findIndex((step) => step.event === event);
    // One of several follows the other, whatever else its place had felt by then.
    if (before >= 0) because[index] = before;
    return index;
  }, -1);
  const last = endedBy.at(-1) ?? -1;
  if (served >= 0 && !leadsThere(steps, because, served, last))
    because[served] = steps.findIndex(({ event }) => event === last);
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

/** Who led when it was over, or what let requests through again. */
function endingOf({ trace }: Run, event: number): Step {
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
