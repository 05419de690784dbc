import type { CheckedHistory } from './checked-history';

/** The history without some of its rows. */
export function withoutRows(history: CheckedHistory, isDropped: (row: number) => boolean): CheckedHistory {
  const kept = Array.from({ length: history.length }, (_, row) => row).filter((row) => !isDropped(row));
  const ints = (column: Int32Array): Int32Array => Int32Array.from(kept, (row) => column[row] as number);
  const floats = (column: Float64Array): Float64Array => Float64Array.from(kept, (row) => column[row] as number);
  return {
    ...history,
    length: kept.length,
    id: ints(history.id),
    session: ints(history.session),
    client: ints(history.client),
    key: ints(history.key),
    action: Uint8Array.from(kept, (row) => history.action[row] as number),
    input: floats(history.input),
    expected: floats(history.expected),
    output: floats(history.output),
    invokedAt: floats(history.invokedAt),
    completedAt: floats(history.completedAt),
  };
}
