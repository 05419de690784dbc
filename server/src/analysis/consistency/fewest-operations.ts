import { Action, isEffect, observed, type CheckedHistory } from './checked-history';
import { withoutRows } from './without-rows';

/** A witness is told in so many operations at most. */
export const MOST_OPERATIONS = 5;
/** Of a longer history only what was going on before the contradiction showed is looked at: each try costs a pass. */
const LONGEST_HISTORY = 10_000;
/** Operations before that moment. */
const WINDOW = 5_000;
/** Rows that all tries together may look at, a microsecond or two each: the first tries see nearly all, the last a handful. */
const MOST_ROWS = 120_000;
const MOST_TRIES = 600;

/**
 * The few operations of a history that contradict each other whatever became of the others, by leaving out what is not needed
 * as long as the rest still fails (delta debugging): a whole key or an observation is dropped, an effect set free, so that it may
 * take place at any time or never. With any one of those that are left less nothing is proved. Undefined where more than five are
 * left, or where it takes too long to tell. `shownAt` is the row at which it showed, if that is known.
 */
export function fewestOperations(
  history: CheckedHistory,
  fails: (history: CheckedHistory) => boolean,
  shownAt?: number,
): readonly number[] | undefined {
  const tries = new Tries(fails);
  if (history.length <= LONGEST_HISTORY) return reduce(history, tries);
  if (shownAt === undefined) return undefined;
  const near = new Set(Array.from({ length: WINDOW }, (_, back) => shownAt - back).filter((row) => row >= 0));
  const { rows, fewer } = reduced(history, near);
  return fewer.length > LONGEST_HISTORY ? undefined : reduce(fewer, tries)?.map((i) => rows[i] as number);
}

/** Tries that have looked at enough find nothing any more. */
class Tries {
  private rows = 0;
  private count = 0;

  constructor(private readonly decide: (history: CheckedHistory) => boolean) {}

  get areSpent(): boolean {
    return this.rows > MOST_ROWS || this.count > MOST_TRIES;
  }

  fails(history: CheckedHistory): boolean {
    this.rows += history.length;
    this.count += 1;
    return !this.areSpent && this.decide(history);
  }
}

function reduce(history: CheckedHistory, tries: Tries): readonly number[] | undefined {
  if (!tries.fails(history)) return undefined;
  const keyed = withoutKeys(history, tries);
  if (keyed.length < history.length) {
    const keys = new Set(keyed.key);
    const kept = Array.from({ length: history.length }, (_, row) => row).filter((row) =>
      keys.has(history.key[row] as number),
    );
    return reduce(keyed, tries)?.map((row) => kept[row] as number);
  }
  const needed = new Set(Array.from({ length: history.length }, (_, row) => row));
  const isEffectRow = (row: number): boolean => isEffect(history.action[row] as number);
  const without = (candidates: readonly number[]): void => {
    for (const row of candidates) needed.delete(row);
    if (tries.fails(reduced(history, needed).fewer)) return;
    for (const row of candidates) needed.add(row);
  };
  // Observations first: without them most effects do not matter.
  for (const ofEffects of [false, true])
    for (let size = needed.size; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      const rows = [...needed].filter((row) => isEffectRow(row) === ofEffects);
      for (let at = 0; at < rows.length && !tries.areSpent; at += size) without(rows.slice(at, at + size));
    }
  if (needed.size > MOST_OPERATIONS || needed.size === 0) return undefined;
  return [...needed].sort((a, b) => a - b);
}

/** Without the keys that are not needed: what contradicts itself on a few keys does so whatever happened to the others. */
function withoutKeys(history: CheckedHistory, tries: Tries): CheckedHistory {
  let kept = history;
  const keys = [...new Set(history.key)];
  for (let size = Math.ceil(keys.length / 2); keys.length > 1 && size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < keys.length && !tries.areSpent; at += size) {
      const dropped = new Set(keys.slice(at, at + size));
      const fewer = withoutRows(kept, (row) => dropped.has(kept.key[row] as number));
      if (fewer.length > 0 && fewer.length < kept.length && tries.fails(fewer)) kept = fewer;
    }
  return kept;
}

/**
 * Without the observations that are not needed, and with all other effects free: in sessions of their own, open from ever
 * on. Of these, what touches no value that is left explains nothing, and need not have taken place. `rows`: which they were.
 */
function reduced(
  history: CheckedHistory,
  needed: ReadonlySet<number>,
): { readonly fewer: CheckedHistory; readonly rows: readonly number[] } {
  const touched = valuesOf(history, needed);
  const isFree = (row: number): boolean =>
    isEffect(history.action[row] as number) &&
    !needed.has(row) &&
    (touched === undefined || touched.has(history.input[row] as number));
  const kept = withoutRows(history, (row) => !needed.has(row) && !isFree(row));
  const rows = Array.from({ length: history.length }, (_, row) => row).filter((row) => needed.has(row) || isFree(row));
  const free = withoutRows(kept, (i) => !isFree(rows[i] as number));
  const bound = withoutRows(kept, (i) => isFree(rows[i] as number));
  const fewer = joined(
    {
      ...free,
      session: free.session.map((_, i) => history.sessions + i),
      invokedAt: free.invokedAt.fill(-Infinity),
      completedAt: free.completedAt.fill(Infinity),
    },
    bound,
  );
  return { fewer, rows: [...rows.filter(isFree), ...rows.filter((row) => !isFree(row))] };
}

/** Every value that some of the rows wrote or saw; undefined where effects add up, so that each may explain any sum or text. */
function valuesOf(history: CheckedHistory, rows: ReadonlySet<number>): ReadonlySet<number> | undefined {
  if (history.data === 'counter' || history.data === 'text') return undefined;
  const values = new Set<number>();
  for (const row of rows) {
    const action = history.action[row] as Action;
    if (action === Action.Observe) for (const value of observed(history, row)) values.add(value);
    else if (action === Action.Read) values.add(history.output[row] as number);
    else values.add(history.input[row] as number);
    if (action === Action.Cas || action === Action.CasMiss) values.add(history.expected[row] as number);
  }
  return values;
}

/** One history and another, whose sessions and values are its own. */
export function joined(first: CheckedHistory, second: CheckedHistory): CheckedHistory {
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
