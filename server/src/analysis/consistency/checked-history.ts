import type { DataType, OperationKind } from '../../language/model';

/**
 * What an operation means to a checker. A cas that was refused because it found another value is an observation
 * (`CasMiss`), not a failure; a read of a whole log or set, and a read that got several siblings, is an `Observe`.
 */
export const Action = {
  Read: 0,
  Write: 1,
  Cas: 2,
  CasMiss: 3,
  Append: 4,
  Observe: 5,
  Increment: 6,
  Add: 7,
  Remove: 8,
} as const;
export type Action = (typeof Action)[keyof typeof Action];

/** `contents`: it read a whole collection or several siblings. `mismatch`: it is a cas that found another value. */
export function actionOf(
  kind: OperationKind,
  { contents, mismatch }: { readonly contents: boolean; readonly mismatch: boolean },
): Action {
  switch (kind) {
    case 'read':
    case 'poll':
      return contents ? Action.Observe : Action.Read;
    case 'write':
      return Action.Write;
    case 'cas':
      return mismatch ? Action.CasMiss : Action.Cas;
    case 'append':
      return Action.Append;
    case 'increment':
      return Action.Increment;
    case 'add':
      return Action.Add;
    case 'remove':
      return Action.Remove;
  }
}

/** The value of every register that nobody has written. */
export const INITIAL_VALUE = 0;

/** What a store holds; a `text` is a register of strings that can be appended to, as key-value stores have it. */
export type CheckedData = DataType | 'text';

/**
 * A history of one store as the checkers read it: columns, one row an operation, in order of invocation. It holds only
 * what constrains the answer: reads that were not answered and operations that surely did not happen are left out.
 * Times may have any unit; intervals are closed, so that one operation precedes another only if it ends strictly
 * before the other begins.
 */
export interface CheckedHistory {
  readonly data: CheckedData;
  readonly length: number;
  /** What the operation is called outside: its id in the run, or its number in a file. */
  readonly id: Int32Array;
  /** Sessions are numbered densely from 0; operations of one session never overlap. */
  readonly session: Int32Array;
  readonly sessions: number;
  /** Index into `clientNames`. */
  readonly client: Int32Array;
  readonly clientNames: readonly string[];
  readonly key: Int32Array;
  /** True where there is more than one key, so that sentences must name it. */
  readonly manyKeys: boolean;
  readonly action: Uint8Array;
  /** Written, appended, added, removed value or increment; for cas the new value. */
  readonly input: Float64Array;
  readonly expected: Float64Array;
  /** Value read; for `Observe` an index into `observations`. */
  readonly output: Float64Array;
  readonly invokedAt: Float64Array;
  /** Infinity for an indeterminate operation: it may take effect at any time after its invocation, or never. */
  readonly completedAt: Float64Array;
  readonly observations: readonly (readonly number[])[];
  /** Values whose write was reported as failed, to its id: reading one is a contradiction worth a sentence of its own. */
  readonly failedWrites: ReadonlyMap<number, number>;
  /** How values and keys read that do not stand for themselves. */
  readonly valueNames?: ReadonlyMap<number, string>;
  readonly keyNames?: ReadonlyMap<number, string>;
  /**
   * The entries of a recording without times are told by their number and not by an instant: the first is at 0, the next
   * ones `ENTRY_STEP_NS` apart.
   */
  readonly isUntimed?: boolean;
  /** For data of type `text`: the text that each value stands for; 0 is the empty one. */
  readonly texts?: readonly string[];
}

/** How far the entries of a recording without times are taken to be apart. */
export const ENTRY_STEP_NS = 1e9;

/** A checker's answer; rows are rows of the checked history. */
export type CheckResult =
  { readonly decision: 'pass' } | Contradiction | { readonly decision: 'undecided'; readonly reason: string };

export interface Contradiction {
  readonly decision: 'fail';
  readonly rows: readonly number[];
  readonly sentence: string;
  /** The operation at which a search for an order ended. */
  readonly stuck?: number;
}

export const PASS: CheckResult = { decision: 'pass' };

/** A contradiction between a few operations; duplicates among the rows are dropped and the rest put in order. */
export function contradiction(rows: readonly number[], sentence: string): Contradiction {
  const distinct = [...new Set(rows)].filter((row) => row >= 0).sort((a, b) => a - b);
  return { decision: 'fail', rows: distinct, sentence };
}

export function isIndeterminate(history: CheckedHistory, row: number): boolean {
  return history.completedAt[row] === Infinity;
}

/** True for operations that change the object; the others only observe it. */
export function isEffect(action: number): boolean {
  switch (action as Action) {
    case Action.Write:
    case Action.Cas:
    case Action.Append:
    case Action.Increment:
    case Action.Add:
    case Action.Remove:
      return true;
    case Action.Read:
    case Action.CasMiss:
    case Action.Observe:
      return false;
  }
}

/** Contents that an `Observe` saw. */
export function observed(history: CheckedHistory, row: number): readonly number[] {
  return history.observations[history.output[row] as number] ?? [];
}
