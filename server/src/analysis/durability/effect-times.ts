import { Action, isEffect, observed, type CheckedHistory } from '../consistency/checked-history';
import type { RowsByKey } from '../consistency/rows-by-key';
import { ValueIndex } from '../consistency/value-index';

/**
 * For each write (append, add) the instant by which it surely had taken effect: when it was acknowledged or when the
 * first read that returned it ended, whichever came first. Infinity for an indeterminate one that nobody read.
 */
export function effectTimes(history: CheckedHistory, byKey: RowsByKey): Float64Array {
  const times = Float64Array.from(history.completedAt);
  for (let key = 0; key < byKey.keys.length; key++) {
    const rows = byKey.rowsOf(key);
    const writes = new ValueIndex(history, rows);
    const seen = (value: number, at: number): void => {
      const write = writes.rowOf(value);
      if (write >= 0 && at < (times[write] as number)) times[write] = at;
    };
    for (const row of rows) {
      const completed = history.completedAt[row] as number;
      if (isEffect(history.action[row] as number)) continue;
      if (history.action[row] === Action.Read && history.data === 'register')
        seen(history.output[row] as number, completed);
      else if (history.action[row] === Action.Observe)
        for (const value of observed(history, row)) seen(value, completed);
    }
  }
  return times;
}
