import type { History } from '../../simulation';
import { isAnswered, type Stretches } from './operation-selection';

export interface Outage {
  readonly from: number;
  readonly to: number;
}

/**
 * The longest stretch in which some operation was waiting for an answer or was refused one, and none succeeded.
 *
 * Successes (completions of answered operations) cut the counted time into gaps. A gap counts from its beginning if an
 * operation was under way then, otherwise from the first operation invoked in it: time in which nobody asked for
 * anything is no outage. It ends with the next success, or with the stretch. A gap in which no operation was under way
 * or invoked does not count. So a fault-free run has an outage too: its slowest answer or so, not 0.
 */
export function longestOutage(history: History, operations: Int32Array, stretches: Stretches): Outage | null {
  let longest: Outage | null = null;
  for (const [from, to] of stretches) {
    const end = to;
    const successes: number[] = [];
    const inside = operations.filter((id) => {
      const invoked = history.invokedAt[id] as number;
      return invoked >= from && invoked < to;
    });
    for (const id of inside) {
      const completed = history.completedAt[id] as number;
      if (isAnswered(history, id) && completed < end) successes.push(completed);
    }
    successes.sort((a, b) => a - b);
    longest = longer(longest, outageOfStretch(history, inside, from, end, successes));
  }
  return longest;
}

/** `inside` is in order of invocation; its successes are sorted. */
function outageOfStretch(
  history: History,
  inside: Int32Array,
  from: number,
  end: number,
  successes: readonly number[],
): Outage | null {
  let longest: Outage | null = null;
  let next = 0;
  let underWayUntil = -Infinity;
  let gapFrom = from;
  for (let gap = 0; gap <= successes.length; gap++) {
    const gapTo = successes[gap] ?? end;
    // Of the operations invoked before the gap, the one that ends last tells whether any was under way.
    let start = underWayUntil > gapFrom ? gapFrom : Infinity;
    for (; next < inside.length && (history.invokedAt[inside[next] as number] as number) <= gapTo; next++) {
      const id = inside[next] as number;
      const invoked = history.invokedAt[id] as number;
      if (invoked < gapTo) start = Math.min(start, Math.max(invoked, gapFrom));
      underWayUntil = Math.max(underWayUntil, history.completedAt[id] as number);
    }
    if (start < gapTo) longest = longer(longest, { from: start, to: gapTo });
    gapFrom = gapTo;
  }
  return longest;
}

function longer(a: Outage | null, b: Outage | null): Outage | null {
  if (a === null || b === null) return a ?? b;
  return b.to - b.from > a.to - a.from ? b : a;
}
