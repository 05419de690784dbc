import type { FaultOccurrence, History, Run } from '../../simulation';
import { isAnswered } from './operation-selection';

/** A success is sustained when the operations that follow it succeed as well: for this long, and this many. */
const SUSTAINED_NS = 1_000_000_000;
const SUSTAINED_OPERATIONS = 10;
/** Where some operations failed even before the fault, this much less than their usual share may succeed. */
const TOLERANCE = 0.05;

export interface Recovery {
  /** Index into `Run.occurrences`. */
  readonly occurrence: number;
  /** From the fault to the first sustained success; null when there was none before the run ended. */
  readonly tookNs: number | null;
  /** How long the run could watch after the fault. */
  readonly watchedNs: number;
}

/**
 * Recovery from each fault that was inflicted and hit something: the time from its beginning to the completion of the
 * first operation that was invoked after it, was answered, and was followed by sustained success. Sustained means that
 * of the operations invoked within the second after it (of the next ten where there are fewer) as many were answered
 * as before the first fault: all of them where all were then, otherwise that share less five points. A fault that
 * disturbed nobody so recovers within one answer's time; it is never exactly 0.
 *
 * Heals, restarts and other actions that mend or change rather than break are not faults here.
 */
export function recoveries(
  run: Run,
  operations: Int32Array,
  breaks: (occurrence: FaultOccurrence) => boolean,
): Recovery[] {
  const { history, occurrences } = run;
  const answeredBefore = prefixOfAnswered(history, operations);
  const first = occurrences.reduce((at, { beganAt }) => Math.min(at, beganAt), Infinity);
  const before = firstFrom(history, operations, first);
  const usual = before === 0 ? 1 : (answeredBefore[before] as number) / before;
  const required = usual === 1 ? 1 : usual - TOLERANCE;
  return occurrences.flatMap((occurrence, index) => {
    if (!breaks(occurrence)) return [];
    const tookNs = recoveryFrom(history, operations, answeredBefore, occurrence.beganAt, required);
    return [{ occurrence: index, tookNs, watchedNs: run.endedAt - occurrence.beganAt }];
  });
}

function recoveryFrom(
  history: History,
  operations: Int32Array,
  answeredBefore: Int32Array,
  began: number,
  required: number,
): number | null {
  let earliest = Infinity;
  for (let i = firstFrom(history, operations, began); i < operations.length; i++) {
    const id = operations[i] as number;
    if ((history.invokedAt[id] as number) >= earliest) break;
    if (!isAnswered(history, id)) continue;
    const after = Math.max(
      firstFrom(history, operations, (history.invokedAt[id] as number) + SUSTAINED_NS),
      Math.min(operations.length, i + SUSTAINED_OPERATIONS),
    );
    const answered = (answeredBefore[after] as number) - (answeredBefore[i] as number);
    if (answered >= required * (after - i)) earliest = Math.min(earliest, history.completedAt[id] as number);
  }
  return earliest === Infinity ? null : earliest - began;
}

function prefixOfAnswered(history: History, operations: Int32Array): Int32Array {
  const counts = new Int32Array(operations.length + 1);
  operations.forEach((id, i) => {
    counts[i + 1] = (counts[i] as number) + (isAnswered(history, id) ? 1 : 0);
  });
  return counts;
}

/** Index of the first operation that was invoked at or after an instant. */
function firstFrom(history: History, operations: Int32Array, at: number): number {
  let low = 0;
  let high = operations.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((history.invokedAt[operations[middle] as number] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
