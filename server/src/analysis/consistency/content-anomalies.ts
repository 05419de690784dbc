import { deedAt, valueText } from '../wording/operation-text';
import { Action, observed, type CheckedHistory } from './checked-history';
import { rowsByKey } from './rows-by-key';
import { ValueIndex } from './value-index';

/**
 * What can be wrong with the contents of a log or set, whatever model it keeps to:
 * - `lost`: put in with an acknowledgement, and missing in the last read that began after it;
 * - `duplicate`: in a log more often than it was put in, in a set more than once;
 * - `phantom`: there although its append or add was reported as failed, or had not begun yet;
 * - `corrupt`: there although nobody ever put it in;
 * - `out-of-order`: in a log before an element whose append had ended when its own began.
 */
export type AnomalyKind = 'lost' | 'duplicate' | 'phantom' | 'corrupt' | 'out-of-order';

export interface ContentAnomalies {
  readonly kind: AnomalyKind;
  /** Elements (in a key each) that it befell. */
  readonly count: number;
  /** The first of them: rows of the history, and a sentence. */
  readonly rows: readonly number[];
  readonly sentence: string;
}

/** Anomalies of a log or set, those that befell nothing left out; none for other data. */
export function contentAnomalies(history: CheckedHistory): readonly ContentAnomalies[] {
  if (history.data !== 'log' && history.data !== 'set') return [];
  const found = new Found(history);
  const byKey = rowsByKey(history);
  byKey.keys.forEach((_, key) => inspectKey(history, byKey.rowsOf(key), found));
  return found.all();
}

class Found {
  private readonly elements = new Map<AnomalyKind, { first: ContentAnomalies; values: Set<string> }>();

  constructor(private readonly history: CheckedHistory) {}

  note(kind: AnomalyKind, value: number, rows: readonly number[], sentence: () => string): void {
    const element = `${this.history.key[rows[0] ?? 0]}:${value}`;
    const known = this.elements.get(kind);
    if (known !== undefined) known.values.add(element);
    else
      this.elements.set(kind, {
        first: {
          kind,
          count: 1,
          rows: [...new Set(rows)].filter((row) => row >= 0).sort((a, b) => a - b),
          sentence: sentence(),
        },
        values: new Set([element]),
      });
  }

  all(): readonly ContentAnomalies[] {
    return [...this.elements.values()].map(({ first, values }) => ({ ...first, count: values.size }));
  }
}

function inspectKey(history: CheckedHistory, rows: Int32Array, found: Found): void {
  const isRemoval = (row: number): boolean => history.action[row] === Action.Remove;
  const additions = rows.filter((row) => !isRemoval(row) && history.action[row] !== Action.Observe);
  const index = new ValueIndex(history, additions);
  const times = new Map<number, number>();
  for (const row of additions)
    times.set(history.input[row] as number, (times.get(history.input[row] as number) ?? 0) + 1);
  const reads = rows.filter((row) => history.action[row] === Action.Observe);
  for (const read of reads) inspectRead(history, read, index, times, found);
  const last = reads.at(-1);
  if (last === undefined) return;
  const removed = new Set(Array.from(rows.filter(isRemoval), (row) => history.input[row] as number));
  const seen = new Set(observed(history, last));
  for (const row of additions) {
    const value = history.input[row] as number;
    if (seen.has(value) || removed.has(value)) continue;
    if ((history.completedAt[row] as number) < (history.invokedAt[last] as number))
      found.note(
        'lost',
        value,
        [row, last],
        () => `${deedAt(history, row)}, but the last read does not show it: ${deedAt(history, last)}.`,
      );
  }
}

function inspectRead(
  history: CheckedHistory,
  read: number,
  index: ValueIndex,
  times: ReadonlyMap<number, number>,
  found: Found,
): void {
  const shown = new Map<number, number>();
  let latest = -1;
  for (const value of observed(history, read)) {
    const name = valueText(history, value);
    const count = (shown.get(value) ?? 0) + 1;
    shown.set(value, count);
    const writer = index.rowOf(value);
    if (writer < 0) {
      if (history.failedWrites.has(value))
        found.note(
          'phantom',
          value,
          [read],
          () => `${deedAt(history, read)}, with ${name}, which was reported as failed.`,
        );
      else
        found.note(
          'corrupt',
          value,
          [read],
          () => `${deedAt(history, read)}, with ${name}, which nobody had put there.`,
        );
      continue;
    }
    if (count > (history.data === 'set' ? 1 : (times.get(value) ?? 0)))
      found.note('duplicate', value, [writer, read], () => `${deedAt(history, read)}, with ${name} ${count} times.`);
    if ((history.invokedAt[writer] as number) > (history.completedAt[read] as number))
      found.note(
        'phantom',
        value,
        [read, writer],
        () => `${deedAt(history, read)}, with ${name} before it was put there: ${deedAt(history, writer)}.`,
      );
    if (history.data !== 'log' || (times.get(value) ?? 0) > 1) continue;
    const before = latest;
    if (before >= 0 && (history.completedAt[writer] as number) < (history.invokedAt[before] as number))
      found.note(
        'out-of-order',
        value,
        [writer, before, read],
        () =>
          `${deedAt(history, read)}, with ${name} after ${valueText(history, history.input[before] as number)}, which was appended later: ${deedAt(history, writer)}; ${deedAt(history, before)}.`,
      );
    if (before < 0 || (history.invokedAt[writer] as number) > (history.invokedAt[before] as number)) latest = writer;
  }
}
