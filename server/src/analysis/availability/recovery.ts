import type { ScenarioModel } from '../../language/model';
import type { History, Run } from '../../simulation';
import { isBreaking } from './breaking-faults';
import { FaultReach } from './fault-reach';
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
  /** Ids of the operations that it may have disturbed. */
  readonly reached: Int32Array;
}

/**
 * Recovery from each fault that was inflicted and hit something: the time from its beginning to the completion of the
 * first operation that was invoked after it, was answered, and was followed by sustained success, of those operations that
 * it may have disturbed (`FaultReach`). Sustained means that
 * of the operations invoked within the second after it (of the next ten where there are fewer) as many were answered
 * as before the first fault: all of them where all were then, otherwise that share less five points. A good second counts
 * for nothing if a bad one follows (five points below that share) while the same fault is in force, and no other has begun:
 * what fails then has not recovered. What was under way when another began, and would usually have been answered after that,
 * is not held against the former. A fault that disturbed nobody so recovers within one answer's time; it is never
 * exactly 0.
 *
 * Faults of the warm-up are left out.
 *
 * Heals, restarts and other actions that mend or change rather than break are not faults here.
 */
export function recoveries(scenario: ScenarioModel, run: Run, operations: Int32Array): Recovery[] {
  const { history, occurrences } = run;
  const first = occurrences.reduce((at, { beganAt }) => Math.min(at, beganAt), Infinity);
  const reach = new FaultReach(scenario, run, operations);
  const views = new Map<Int32Array, View>();
  return occurrences.flatMap((occurrence, index) => {
    const { beganAt, endedAt } = occurrence;
    // What users felt of a fault in the warm-up is not counted, and so there is nothing to measure.
    if (!isBreaking(scenario, occurrence) || beganAt < scenario.warmUpNs) return [];
    const next =
      occurrences.find((other) => other.beganAt > beganAt && isBreaking(scenario, other))?.beganAt ?? Infinity;
    const reached = reach.of(occurrence);
    const view = views.get(reached) ?? viewOf(history, reached, first);
    views.set(reached, view);
    const until = firstFrom(history, reached, Math.min(endedAt, next));
    const undisturbed = firstFrom(history, reached, next - view.usualWait);
    const tookNs = recoveryOf({ ...view, undisturbed }, beganAt, Math.min(until, undisturbed));
    return [{ occurrence: index, tookNs, watchedNs: run.endedAt - occurrence.beganAt, reached }];
  });
}

/** How operations fared. */
interface View {
  readonly history: History;
  readonly operations: Int32Array;
  readonly answeredBefore: Int32Array;
  /** The share of answers that is success, and the share below which it is failure. */
  readonly required: number;
  readonly bearable: number;
  /** The longest that an answer took before the first fault. */
  readonly usualWait: number;
}

/** The same, as far as one fault is concerned. */
interface Watch extends View {
  /** Index of the first operation whose fate the next fault may have changed. */
  readonly undisturbed: number;
}

/** Success is what was usual before the first fault. */
function viewOf(history: History, operations: Int32Array, firstFaultAt: number): View {
  const answeredBefore = prefixOfAnswered(history, operations);
  const before = firstFrom(history, operations, firstFaultAt);
  const usual = before === 0 ? 1 : (answeredBefore[before] as number) / before;
  const required = usual === 1 ? 1 : usual - TOLERANCE;
  const usualWait = longestWait(history, operations.subarray(0, before));
  return { history, operations, answeredBefore, required, bearable: required - TOLERANCE, usualWait };
}

/** `until`: index of the first operation that is no longer put down to the fault. */
function recoveryOf(watch: Watch, began: number, until: number): number | null {
  const { history, operations } = watch;
  for (let from = firstFrom(history, operations, began); ;) {
    const success = sustainedSuccess(watch, from);
    if (success === null) return null;
    const relapse = lastRelapse(watch, success.index + 1, until);
    if (relapse < 0) return success.at - began;
    from = relapse + 1;
  }
}

/** The first answer to an operation from an index on that was followed by sustained success. */
function sustainedSuccess(watch: Watch, from: number): { readonly index: number; readonly at: number } | null {
  const { history, operations, required } = watch;
  let index = -1;
  let at = Infinity;
  for (let i = from; i < operations.length; i++) {
    const id = operations[i] as number;
    if ((history.invokedAt[id] as number) >= at) break;
    if (!isAnswered(history, id) || shareAfter(watch, i) < required) continue;
    if ((history.completedAt[id] as number) >= at) continue;
    at = history.completedAt[id] as number;
    index = i;
  }
  return index < 0 ? null : { index, at };
}

/** The last operation between two indices with which a bad second began; -1 where there is none. */
function lastRelapse(watch: Watch, from: number, until: number): number {
  for (let i = until - 1; i >= from; i--)
    if (!isAnswered(watch.history, watch.operations[i] as number) && shareAround(watch, i) < watch.bearable) return i;
  return -1;
}

/** Of the operations invoked within the second that begins with one, or of ten, the share that was answered. */
function shareAfter({ history, operations, answeredBefore }: View, i: number): number {
  const invoked = history.invokedAt[operations[i] as number] as number;
  const after = Math.max(
    firstFrom(history, operations, invoked + SUSTAINED_NS),
    Math.min(operations.length, i + SUSTAINED_OPERATIONS),
  );
  return ((answeredBefore[after] as number) - (answeredBefore[i] as number)) / (after - i);
}

/** The same; of the last second before the next fault, where that one would end it. */
function shareAround(watch: Watch, i: number): number {
  const { history, operations, answeredBefore, undisturbed } = watch;
  const invoked = history.invokedAt[operations[i] as number] as number;
  if (undisturbed === operations.length || firstFrom(history, operations, invoked + SUSTAINED_NS) <= undisturbed)
    return shareAfter(watch, i);
  const last = history.invokedAt[operations[undisturbed] as number] as number;
  const from = Math.min(i, firstFrom(history, operations, last - SUSTAINED_NS));
  return ((answeredBefore[undisturbed] as number) - (answeredBefore[from] as number)) / (undisturbed - from);
}

/** The longest that an answer took. */
function longestWait(history: History, operations: Int32Array): number {
  return operations.reduce((longest, id) => {
    const took = (history.completedAt[id] as number) - (history.invokedAt[id] as number);
    return isAnswered(history, id) ? Math.max(longest, took) : longest;
  }, 0);
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
