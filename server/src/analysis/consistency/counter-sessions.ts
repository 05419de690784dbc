import { deedAt } from '../wording/operation-text';
import { Action, contradiction, isIndeterminate, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import type { RowsByKey } from './rows-by-key';
import { SessionOrder } from './session-order';

/**
 * Session guarantees of a counter that only grows: a read shows at least what its session has added itself
 * (read-your-writes) and at least what its session has read before (monotonic reads). A sum does not tell whose
 * increments are in it, so the other two guarantees and causal consistency cannot be told.
 */
export function checkCounterSessions(
  history: CheckedHistory,
  byKey: RowsByKey,
): Partial<Record<'read-your-writes' | 'monotonic-reads', CheckResult>> {
  const order = new SessionOrder(history, byKey);
  const added = new Map<number, number>();
  const lastRead = new Map<number, number>();
  let ryw: CheckResult = PASS;
  let reads: CheckResult = PASS;
  for (let row = 0; row < history.length; row++) {
    const slot = order.slot(order.sessionOf(row), order.keyOf(row));
    if (history.action[row] === Action.Increment) {
      const amount = history.input[row] as number;
      if (amount < 0) return {};
      if (!isIndeterminate(history, row)) added.set(slot, (added.get(slot) ?? 0) + amount);
      continue;
    }
    const total = history.output[row] as number;
    const own = added.get(slot) ?? 0;
    if (total < own && ryw === PASS) {
      const last = order.lastWrite(order.sessionOf(row), order.keyOf(row), order.position[row] as number);
      ryw = contradiction([last, row], `${deedAt(history, row)}, but its session alone had added ${own} by then.`);
    }
    const before = lastRead.get(slot);
    if (before !== undefined && total < (history.output[before] as number) && reads === PASS)
      reads = contradiction([before, row], `${deedAt(history, row)}, after ${deedAt(history, before)}.`);
    lastRead.set(slot, row);
  }
  return { 'read-your-writes': ryw, 'monotonic-reads': reads };
}
