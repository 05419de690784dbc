import { isEffect, type CheckedHistory } from './checked-history';
import { withoutRows } from './without-rows';

/** A witness is told in so many operations at most. */
export const MOST_OPERATIONS = 5;
/** Histories that are longer are not made smaller: each try costs a pass. */
export const LONGEST_HISTORY = 1500;
const MOST_TRIES = 250;

/**
 * The few operations of a history that contradict each other whatever became of the others, by leaving out what is not needed
 * as long as the rest still fails (delta debugging): a whole key or an observation is dropped, an effect set free, so that it may
 * take place at any time or never. With any one of those that are left less nothing is proved. Undefined where more than five are
 * left, or where it takes too long to tell.
 */
export function fewestOperations(
  history: CheckedHistory,
  fails: (history: CheckedHistory) => boolean,
): readonly number[] | undefined {
  if (history.length > LONGEST_HISTORY || !fails(history)) return undefined;
  const keyed = withoutKeys(history, fails);
  if (keyed.length < history.length) {
    const kept = Array.from({ length: history.length }, (_, row) => row).filter((row) =>
      keyed.key.includes(history.key[row] as number),
    );
    return fewestOperations(keyed, fails)?.map((row) => kept[row] as number);
  }
  const needed = new Set(Array.from({ length: history.length }, (_, row) => row));
  let tries = 0;
  const isEffectRow = (row: number): boolean => isEffect(history.action[row] as number);
  const without = (candidates: readonly number[]): boolean => {
    if (++tries > MOST_TRIES) return false;
    for (const row of candidates) needed.delete(row);
    if (fails(reduced(history, needed))) return true;
    for (const row of candidates) needed.add(row);
    return false;
  };
  // Observations first: without them most effects do not matter.
  for (const ofEffects of [false, true])
    for (let size = needed.size; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      const rows = [...needed].filter((row) => isEffectRow(row) === ofEffects);
      for (let at = 0; at < rows.length; at += size) without(rows.slice(at, at + size));
    }
  if (tries > MOST_TRIES || needed.size > MOST_OPERATIONS || needed.size === 0) return undefined;
  return [...needed].sort((a, b) => a - b);
}

/** Without the keys that are not needed: what contradicts itself on a few keys does so whatever happened to the others. */
function withoutKeys(history: CheckedHistory, fails: (history: CheckedHistory) => boolean): CheckedHistory {
  let kept = history;
  const keys = [...new Set(history.key)];
  for (let size = Math.ceil(keys.length / 2); keys.length > 1 && size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < keys.length; at += size) {
      const dropped = new Set(keys.slice(at, at + size));
      const fewer = withoutRows(kept, (row) => dropped.has(kept.key[row] as number));
      if (fewer.length > 0 && fewer.length < kept.length && fails(fewer)) kept = fewer;
    }
  return kept;
}

/** Without the observations that are not needed, and with all other effects free: in sessions of their own, open from ever on. */
function reduced(history: CheckedHistory, needed: ReadonlySet<number>): CheckedHistory {
  const isFree = (row: number): boolean => isEffect(history.action[row] as number) && !needed.has(row);
  const kept = withoutRows(history, (row) => !needed.has(row) && !isFree(row));
  const rows = Array.from({ length: history.length }, (_, row) => row).filter((row) => needed.has(row) || isFree(row));
  const free = withoutRows(kept, (i) => !isFree(rows[i] as number));
  const bound = withoutRows(kept, (i) => isFree(rows[i] as number));
  return joined(
    {
      ...free,
      session: free.session.map((_, i) => history.sessions + i),
      invokedAt: free.invokedAt.fill(-Infinity),
      completedAt: free.completedAt.fill(Infinity),
    },
    bound,
  );
}

function joined(first: CheckedHistory, second: CheckedHistory): CheckedHistory {
  const ints = (a: Int32Array, b: Int32Array): Int32Array => Int32Array.of(...a, ...b);
  const floats = (a: Float64Array, b: Float64Array): Float64Array => Float64Array.of(...a, ...b);
  return {
    ...second,
    length: first.length + second.length,
    id: ints(first.id, second.id),
    session: ints(first.session, second.session),
    sessions: second.sessions + first.length,
    client: ints(first.client, second.client),
    key: ints(first.key, second.key),
    action: Uint8Array.of(...first.action, ...second.action),
    input: floats(first.input, second.input),
    expected: floats(first.expected, second.expected),
    output: floats(first.output, second.output),
    invokedAt: floats(first.invokedAt, second.invokedAt),
    completedAt: floats(first.completedAt, second.completedAt),
  };
}
