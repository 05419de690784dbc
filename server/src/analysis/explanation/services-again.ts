import type { ExpectationBody } from '../../language/model';
import { BreakerState, EventKind, InstanceState, type Run } from '../../simulation';
import { faultEnds, laterAnswers, OF_ANSWERS } from './served-again';

export interface ServicesAgain {
  readonly operation: number;
  /** What let it through, in order of time: an instance that was ready, a check that passed, a breaker that closed. */
  readonly by: readonly number[];
}

/**
 * What ended it that requests to services were not answered: of the way that the first answer took, the last time that an instance
 * on it was ready again, that a balancer on it found the next one healthy again, and that a breaker on it let a call through.
 * Undefined where nothing of the kind happened meanwhile, and where a fault ended after it, whose end may be what brought the answer.
 */
export function servicesAgain(run: Run, body: ExpectationBody, [first]: readonly number[]): ServicesAgain | undefined {
  if (first === undefined || body.kind !== 'metric' || !OF_ANSWERS.includes(body.metric)) return undefined;
  const { history } = run;
  const begun = history.invokeEvent[first] as number;
  if (begun < 0 || (history.store[first] as number) >= 0) return undefined;
  for (const operation of laterAnswers(run, body, first)) {
    const by = letThrough(run, operation, begun);
    const last = by.at(-1);
    if (last !== undefined)
      return faultEnds(run, last, history.completeEvent[operation] as number) ? undefined : { operation, by };
    // What was asked for before may still have been answered as before.
    if ((history.invokeEvent[operation] as number) >= begun) return undefined;
  }
  return undefined;
}

/** The last event of each kind, after another event, by which an answer could take its way. */
function letThrough({ trace, history }: Run, operation: number, after: number): readonly number[] {
  const answered = history.completeEvent[operation] as number;
  const places = new Set<number>();
  const invoked = history.invokeEvent[operation] as number;
  for (let at = answered; at >= invoked; at = trace.cause[at] as number) places.add(trace.place[at] as number);
  const last = new Map<number, number>();
  for (let event = after + 1; event < answered; event++) {
    const kind = trace.kind[event] as EventKind;
    if (!places.has(trace.place[event] as number)) continue;
    const isOne =
      (kind === EventKind.Instance && trace.b[event] === InstanceState.Ready) ||
      (kind === EventKind.Health && trace.b[event] === 1 && places.has(trace.peer[event] as number)) ||
      (kind === EventKind.Breaker && trace.b[event] !== BreakerState.Open);
    if (isOne) last.set(kind, event);
  }
  return [...last.values()].sort((a, b) => a - b);
}
