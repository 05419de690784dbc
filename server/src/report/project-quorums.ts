import { EventKind, Outcome } from '../simulation';
import type { JudgedRun } from './judged-run';

export interface ProjectedQuorums {
  /** Distinct sets of places, each sorted. */
  readonly sets: readonly (readonly number[])[];
  /** By operation id: the set that answered it, or -1 where nobody but one place is known to have taken part. */
  readonly setOf: Int32Array;
}

/**
 * Who stood behind each answer: the replica that gave it and those whose messages reached it on behalf of the operation.
 * Taken from the trace, so that it is what did happen and not what a policy promises.
 */
export function projectQuorums({ scenario, run }: JudgedRun, origins: Int32Array): ProjectedQuorums {
  const { trace, history } = run;
  const numbers = new Map<string, number>();
  const sets: number[][] = [];
  const setOf = new Int32Array(history.length).fill(-1);
  const heard = new Map<number, number[]>();
  for (let event = 0; event < trace.length; event += 1) {
    const operation = origins[event] ?? -1;
    if (operation < 0) continue;
    switch (trace.kind[event]) {
      case EventKind.Invoke:
        heard.set(operation, []);
        break;
      case EventKind.Deliver:
        heard.get(operation)?.push(trace.place[event] ?? -1, trace.peer[event] ?? -1);
        break;
      case EventKind.Complete: {
        const pairs = heard.get(operation) ?? [];
        heard.delete(operation);
        if (trace.b[event] !== Outcome.Ok) break;
        const members = membersOf(history.answeredBy[operation] ?? -1, pairs, scenario.nodeCount);
        if (members.length > 1) setOf[operation] = numberOf(members);
        break;
      }
      default:
    }
  }
  return { sets, setOf };

  function numberOf(members: readonly number[]): number {
    const key = members.join(',');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    return sets.push([...members]) - 1;
  }
}

/** `pairs`: receiver and sender of each message that arrived on behalf of the operation, one after the other. */
function membersOf(answeredBy: number, pairs: readonly number[], nodeCount: number): readonly number[] {
  const members = new Set(answeredBy < 0 ? [] : [answeredBy]);
  for (let at = 0; at < pairs.length; at += 2) {
    const sender = pairs[at + 1] ?? -1;
    if (pairs[at] === answeredBy && sender >= 0 && sender < nodeCount) members.add(sender);
  }
  return [...members].sort((a, b) => a - b);
}
