import { Action, INITIAL_VALUE, isEffect, isIndeterminate, type CheckedHistory } from './checked-history';

/**
 * The rows of a key that a search has to place. Indeterminate operations are what makes a search long, for each may
 * happen anywhere or nowhere; those of a register whose value nobody observed are left out. That is safe: where such a
 * write takes effect, the next thing that happens can only be another write, so the history is as well explained
 * without it. Only a cas that reports "another value" could tell the difference, so then all of them stay.
 */
export function operationsToPlace(history: CheckedHistory, rows: Int32Array): Int32Array {
  if (history.data !== 'register') return rows;
  let kept = rows;
  for (;;) {
    const wanted = new Set<number>();
    for (const row of kept) {
      const action = history.action[row] as Action;
      if (action === Action.CasMiss) return rows;
      if (action === Action.Read) wanted.add(history.output[row] as number);
      if (action === Action.Cas) wanted.add(history.expected[row] as number);
    }
    const next = kept.filter(
      (row) =>
        !isIndeterminate(history, row) ||
        !isEffect(history.action[row] as Action) ||
        wanted.has(history.input[row] as number),
    );
    if (next.length === kept.length) return kept;
    kept = next;
  }
}

/**
 * Numbers for operations that do the same: among those that are pending together it never hurts to place the one with
 * the nearest deadline first, so a search need not try the others.
 */
export function effectClasses(history: CheckedHistory, rows: Int32Array): Int32Array {
  const numbers = new Map<string, number>();
  return rows.map((row) => {
    const action = history.action[row] as Action;
    if (!isEffect(action)) return -1;
    const text = `${action}:${history.input[row]}:${action === Action.Cas ? history.expected[row] : INITIAL_VALUE}`;
    let number = numbers.get(text);
    if (number === undefined) numbers.set(text, (number = numbers.size));
    return number;
  });
}
