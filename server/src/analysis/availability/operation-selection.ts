import type { ScenarioModel, SubjectModel, WindowModel } from '../../language/model';
import { FailureReason, OPERATION_KINDS, Outcome, type History, type Run } from '../../simulation';

/** Stretches of time, half open, in order and apart from each other. */
export type Stretches = readonly (readonly [from: number, to: number])[];

/** Operations that a figure is about, by id, and the time in which they were invoked. */
export interface OperationSelection {
  readonly operations: Int32Array;
  readonly stretches: Stretches;
}

/** Whose operations are meant where the subject does not say: those of workloads, or also what services did for them. */
export type Askers = 'workloads' | 'everybody';

/**
 * The operations of a subject that were invoked in a window. Those invoked in the warm-up are never counted, nor are
 * those whose fate was open when the run ended: their timeout had not passed, so nobody can say that they failed.
 */
export function selectOperations(
  scenario: ScenarioModel,
  run: Run,
  subject?: SubjectModel,
  window?: WindowModel,
  askers: Askers = 'workloads',
): OperationSelection {
  const { history } = run;
  const stretches = stretchesOf(scenario, run, window);
  const concerns = subjectFilter(scenario, history, subject, askers);
  const operations = new Int32Array(history.length);
  let count = 0;
  for (let id = 0; id < history.length; id++) {
    if (history.reason[id] === FailureReason.EndOfRun && history.outcome[id] !== Outcome.Ok) continue;
    if (covers(stretches, history.invokedAt[id] as number) && concerns(id)) operations[count++] = id;
  }
  return { operations: operations.subarray(0, count), stretches };
}

/** For each of all operations, 1 if it is selected. */
export function membership({ operations }: OperationSelection, all: number): Uint8Array {
  const selected = new Uint8Array(all);
  for (const id of operations) selected[id] = 1;
  return selected;
}

/** Answered in time and without error; a cas that found another value was answered. */
export function isAnswered(history: History, id: number): boolean {
  return history.outcome[id] === Outcome.Ok || history.reason[id] === FailureReason.CasMismatch;
}

export function isReadKind(kind: number): boolean {
  const name = OPERATION_KINDS[kind];
  return name === 'read' || name === 'poll';
}

/** The counted part of a run, cut to a window. */
export function stretchesOf(scenario: ScenarioModel, run: Run, window?: WindowModel): Stretches {
  // A run that a limit stopped inside its warm-up has no counted part.
  const from = Math.min(scenario.warmUpNs, run.endedAt);
  const whole: Stretches = [[from, run.endedAt]];
  if (window === undefined) return whole;
  if (window.kind === 'interval') return cut([[window.fromNs, window.toNs]], from, run.endedAt);
  const inForce = run.occurrences
    .filter((occurrence) => occurrence.fault === window.fault && !occurrence.vacuous)
    .map((occurrence) => [occurrence.beganAt, Math.min(occurrence.endedAt, run.endedAt)] as const);
  return cut(merged(inForce), from, run.endedAt);
}

export function lengthOf(stretches: Stretches): number {
  return stretches.reduce((sum, [from, to]) => sum + (to - from), 0);
}

export function merged(stretches: Stretches): Stretches {
  const sorted = [...stretches].sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function cut(stretches: Stretches, from: number, to: number): Stretches {
  return stretches.map(([a, b]) => [Math.max(a, from), Math.min(b, to)] as const).filter(([a, b]) => a < b);
}

export function covers(stretches: Stretches, at: number): boolean {
  for (const [from, to] of stretches) if (at >= from && at < to) return true;
  return false;
}

function subjectFilter(
  scenario: ScenarioModel,
  history: History,
  subject: SubjectModel | undefined,
  askers: Askers,
): (id: number) => boolean {
  const isOfWorkload = (id: number): boolean => (history.workload[id] as number) >= 0;
  switch (subject?.kind) {
    case undefined:
      return askers === 'everybody' ? () => true : isOfWorkload;
    case 'reads':
      return (id) => (history.store[id] as number) >= 0 && isReadKind(history.kind[id] as number);
    case 'writes':
      return (id) => (history.store[id] as number) >= 0 && !isReadKind(history.kind[id] as number);
    case 'store':
      return (id) => history.store[id] === subject.store;
    case 'place':
      return (id) => history.client[id] === subject.place && (askers === 'everybody' || isOfWorkload(id));
    case 'workload':
      return (id) => history.workload[id] === subject.workload;
    case 'job':
      return () => false;
    case 'service': {
      const handlers = scenario.services[subject.service]?.handlers ?? [];
      const handler = handlers.findIndex(({ name }) => name === subject.handler);
      const isMeant = (id: number): boolean => handler < 0 || history.handler[id] === handler;
      return (id) => history.service[id] === subject.service && isMeant(id);
    }
    case 'balancer': {
      const workloads = new Set(workloadsThrough(scenario, subject));
      return (id) => workloads.has(history.workload[id] as number);
    }
  }
}

/** Workloads whose requests go through a balancer. */
function workloadsThrough(
  scenario: ScenarioModel,
  { balancer, handler }: Extract<SubjectModel, { kind: 'balancer' }>,
): readonly number[] {
  return scenario.workloads.flatMap(({ target }, index) => {
    if (target.kind !== 'balancer' || target.balancer !== balancer) return [];
    return handler === undefined || target.handler === handler ? [index] : [];
  });
}
