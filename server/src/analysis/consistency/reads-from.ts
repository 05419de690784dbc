import { Action, INITIAL_VALUE, type CheckedHistory } from './checked-history';
import type { RowsByKey } from './rows-by-key';
import { ValueIndex } from './value-index';

/** The read returned the initial value. */
export const FROM_INITIAL = -1;
/** Nobody wrote the value that the read returned. */
export const FROM_NOWHERE = -2;
/** The row observes no single value. */
export const FROM_NOTHING = -3;

/** Which write each read of a register history returned; known only where no value was written twice to a key. */
export interface ReadsFrom {
  /** For reads, and for each cas by the value it expects: the row of the write, or one of the `FROM_` numbers. */
  readonly source: Int32Array;
  /** For each key index: no value was written twice, and the initial value not at all. */
  readonly unique: Uint8Array;
  readonly allUnique: boolean;
}

export function readsFrom(history: CheckedHistory, byKey: RowsByKey): ReadsFrom {
  const unique = new Uint8Array(byKey.keys.length).fill(1);
  const whole = new ValueIndex(history);
  // Values are usually unique over all keys, so that one index does; otherwise each key gets its own.
  let ofKey: ValueIndex[] | undefined;
  if (whole.repeats) {
    ofKey = byKey.keys.map((_, index) => new ValueIndex(history, byKey.rowsOf(index)));
    ofKey.forEach((index, i) => (unique[i] = index.repeats ? 0 : 1));
  }
  const source = new Int32Array(history.length);
  for (let row = 0; row < history.length; row++) {
    const key = byKey.keyIndex[row] as number;
    const value = observedValue(history, row);
    if (Number.isNaN(value)) source[row] = FROM_NOTHING;
    else if (value === INITIAL_VALUE) source[row] = FROM_INITIAL;
    else {
      const write = (ofKey?.[key] ?? whole).rowOf(value);
      source[row] = write >= 0 && byKey.keyIndex[write] === key ? write : FROM_NOWHERE;
    }
  }
  return { source, unique, allUnique: !unique.includes(0) };
}

function observedValue(history: CheckedHistory, row: number): number {
  const action = history.action[row];
  if (action === Action.Read) return history.output[row] as number;
  if (action === Action.Cas) return history.expected[row] as number;
  return Number.NaN;
}
