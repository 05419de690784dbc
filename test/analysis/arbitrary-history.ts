import * as fc from 'fast-check';
import type { CheckedHistory } from '../../server/src/analysis/consistency/checked-history';
import { historyFromRows, type OperationRow } from '../../server/src/analysis/consistency/history-from-rows';
import type { DataType, OperationKind } from '../../server/src/language/model';

export interface HistoryShape {
  readonly data: DataType;
  readonly maxLength: number;
  readonly sessions: number;
  readonly keys: number;
  /** Each write has a value of its own; otherwise values are drawn from 0 to 3. */
  readonly unique: boolean;
  /** Registers only: some operations are compare-and-swap. */
  readonly cas: boolean;
}

const EFFECTS: Readonly<Record<DataType, readonly OperationKind[]>> = {
  register: ['write', 'write', 'cas'],
  log: ['append'],
  counter: ['increment'],
  set: ['add', 'add', 'remove'],
};

interface Draft {
  readonly session: number;
  readonly key: number;
  readonly reads: boolean;
  readonly kind: number;
  readonly gap: number;
  readonly length: number;
  readonly fate: number;
  readonly pick: number;
  readonly list: readonly number[];
}

/** Small histories, plausible or not: enough of them are consistent, and enough are not. */
export function arbitraryHistory(shape: HistoryShape): fc.Arbitrary<CheckedHistory> {
  const draft = fc.record({
    session: fc.nat(shape.sessions - 1),
    key: fc.nat(shape.keys - 1),
    reads: fc.boolean(),
    kind: fc.nat(2),
    gap: fc.nat(4),
    length: fc.nat(6),
    fate: fc.nat(5),
    pick: fc.nat(5),
    list: fc.uniqueArray(fc.nat(4), { maxLength: 3 }),
  });
  return fc.array(draft, { maxLength: shape.maxLength }).map((drafts) => toHistory(shape, drafts));
}

function toHistory(shape: HistoryShape, drafts: readonly Draft[]): CheckedHistory {
  const clocks = new Map<number, number>();
  let value = 0;
  const rows = drafts.map((draft): OperationRow => {
    const invokedAt = (clocks.get(draft.session) ?? draft.session) + draft.gap;
    const completedAt = invokedAt + draft.length;
    clocks.set(draft.session, completedAt + 1);
    const base = { session: draft.session, key: draft.key, invokedAt, completedAt };
    const amount = Math.min(draft.pick, drafts.length);
    if (draft.reads) {
      const contents = shape.data === 'log' || shape.data === 'set';
      return { ...base, kind: 'read', output: contents ? draft.list : amount, outcome: 'ok' };
    }
    const kinds = EFFECTS[shape.data].filter((kind) => shape.cas || kind !== 'cas');
    const kind = kinds[draft.kind % kinds.length] as OperationKind;
    const unique = shape.unique ? ++value : draft.pick % 4;
    const input = shape.data === 'counter' ? 1 + (draft.pick % 2) : unique;
    const info = draft.fate === 0;
    if (kind !== 'cas') return { ...base, kind, input, outcome: info ? 'info' : 'ok' };
    const outcome = info ? 'info' : draft.fate === 1 ? 'mismatch' : 'ok';
    return { ...base, kind, input, expected: draft.pick % 4, outcome };
  });
  return historyFromRows(shape.data, rows);
}

/** A history as text, for a readable counterexample. */
export function historyText(history: CheckedHistory): string {
  return Array.from(
    { length: history.length },
    (_, i) =>
      `${history.session[i]} a${history.action[i]} in=${history.input[i]} ex=${history.expected[i]} out=${history.output[i]} ` +
      `@${history.key[i]} ${history.invokedAt[i]}..${history.completedAt[i]}`,
  ).join('\n');
}
