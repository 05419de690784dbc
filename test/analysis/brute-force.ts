import { Action, isEffect, observed, type CheckedHistory } from '../../server/src/analysis/consistency/checked-history';

/**
 * Reference checkers: try every order of the operations. Slow and plain, and sharing nothing with the ones under test.
 */

type Contents = readonly number[];
/** Per key: the register's value or counter's total as one number, the contents of a log or set otherwise. */
type World = ReadonlyMap<number, Contents>;

export function bruteLinearizable(history: CheckedHistory): boolean {
  return someOrder(history, (a, b) => (history.completedAt[a] as number) < (history.invokedAt[b] as number));
}

/** In session order; an indeterminate operation follows what its session did before, and precedes nothing. */
export function bruteSequential(history: CheckedHistory): boolean {
  return someOrder(history, (a, b) => sessionOrder(history, a, b));
}

export function sessionOrder(history: CheckedHistory, a: number, b: number): boolean {
  return a < b && history.session[a] === history.session[b] && history.completedAt[a] !== Infinity;
}

function someOrder(history: CheckedHistory, precedes: (a: number, b: number) => boolean): boolean {
  const rows = Array.from({ length: history.length }, (_, row) => row);
  const extend = (placed: ReadonlySet<number>, world: World): boolean => {
    const left = rows.filter((row) => !placed.has(row));
    if (left.every((row) => history.completedAt[row] === Infinity)) return true;
    return left.some((row) => {
      if (left.some((other) => other !== row && precedes(other, row))) return false;
      const next = apply(history, world, row);
      return next !== undefined && extend(new Set([...placed, row]), next);
    });
  };
  return extend(new Set(), new Map());
}

function apply(history: CheckedHistory, world: World, row: number): World | undefined {
  const key = history.key[row] as number;
  const plain = history.data === 'register' || history.data === 'counter';
  const now = world.get(key) ?? (plain ? [0] : []);
  const then = outcome(history, row, now);
  return then === undefined ? undefined : new Map(world).set(key, then);
}

function outcome(history: CheckedHistory, row: number, now: Contents): Contents | undefined {
  const input = history.input[row] as number;
  const action = history.action[row] as Action;
  if (!isEffect(action)) {
    if (action === Action.CasMiss) return now[0] === history.expected[row] ? undefined : now;
    const seen = action === Action.Read ? [history.output[row] as number] : observed(history, row);
    const same = history.data === 'set' ? sorted(seen) === sorted(now) : seen.join() === now.join();
    return same ? now : undefined;
  }
  switch (action) {
    case Action.Write:
      return [input];
    case Action.Cas:
      return now[0] === history.expected[row] ? [input] : undefined;
    case Action.Increment:
      return [(now[0] as number) + input];
    case Action.Append:
      return [...now, input];
    case Action.Add:
      return now.includes(input) ? now : [...now, input];
    default:
      return now.filter((value) => value !== input);
  }
}

function sorted(values: Contents): string {
  return [...values].sort((a, b) => a - b).join();
}
