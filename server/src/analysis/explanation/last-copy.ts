import type { ScenarioModel, StoreModel } from '../../language/model';
import { EventKind, OPERATION_KINDS, Outcome, type Run } from '../../simulation';
import { lossMoments } from '../durability/loss-moments';
import type { LastCopy } from './finding';

/**
 * Who had a write that is lost, and what took its last copy: a crash with it in memory or unflushed, a wiped disk, a log that was
 * cut off. Undefined where it was overwritten, which is told with the write that took its place, and of counters, whose
 * increments nothing tells apart.
 */
export function lastCopy(scenario: ScenarioModel, run: Run, operation: number): LastCopy | undefined {
  const { trace, history } = run;
  const kind = OPERATION_KINDS[history.kind[operation] as number];
  if (history.outcome[operation] !== Outcome.Ok || kind === 'read' || kind === 'poll' || kind === 'increment')
    return undefined;
  const fragments = fragmentsOf(scenario.stores[history.store[operation] as number]);
  const copies = lossMoments(scenario, run, [operation])[0]?.copies.slice(0, fragments?.fatal) ?? [];
  const last = copies.at(-1);
  if (last === undefined || copies.length < (fragments?.fatal ?? 1)) return undefined;
  if (trace.kind[last.event] === EventKind.Apply) return undefined;
  return {
    kind: 'last copy',
    operation,
    copies,
    fragments,
    occurrence: faultBehind(run, last.event),
    follows: trace.kind[last.event] === EventKind.Truncate ? senderBefore(run, last.event) : -1,
  };
}

/** Of a store of coded values: the fragments of a value, how many it takes, and with how many gone it is lost. */
function fragmentsOf(
  store: StoreModel | undefined,
): { readonly of: number; readonly needed: number; readonly fatal: number } | null {
  if (store?.policy.family !== 'erasure') return null;
  const { data, parity } = store.policy;
  return { of: data + parity, needed: data, fatal: parity + 1 };
}

/** The occurrence of a fault that stopped or wiped a place; -1 where a log was cut off. */
function faultBehind({ trace }: Run, event: number): number {
  if (trace.kind[event] === EventKind.Truncate) return -1;
  for (let at = event; at >= 0; at = trace.cause[at] as number)
    if (trace.kind[at] === EventKind.FaultBegin) return trace.b[at] as number;
  return -1;
}

/** Whose message made a place do something; -1 where it was none. */
function senderBefore({ trace }: Run, event: number): number {
  for (let at = trace.cause[event] as number; at >= 0; at = trace.cause[at] as number) {
    if (trace.place[at] !== trace.place[event]) return -1;
    if (trace.kind[at] === EventKind.Deliver) return trace.peer[at] as number;
  }
  return -1;
}
