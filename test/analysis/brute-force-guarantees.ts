import { Action, type CheckedHistory } from '../../server/src/analysis/consistency/checked-history';

/**
 * Reference checkers for causal consistency and the session guarantees of registers with unique values, straight from
 * their definitions: is there an order of the writes in which every read returns the last write that it must see?
 */
type MustSee = (read: number, write: number) => boolean;

export type Guarantee = 'read-your-writes' | 'monotonic-reads' | 'monotonic-writes' | 'writes-follow-reads';

export function bruteGuarantee(history: CheckedHistory, guarantee: Guarantee): boolean {
  const facts = new Facts(history);
  const { isRead, isWrite, so, source, rows, key } = facts;
  const observers = (read: number): number[] => rows.filter((r) => isRead(r) && (r === read || so(r, read)));
  const mustSee: Record<Guarantee, MustSee> = {
    'read-your-writes': (read, write) => so(write, read),
    'monotonic-reads': (read, write) => rows.some((r) => isRead(r) && so(r, read) && source(r) === write),
    'monotonic-writes': (read, write) =>
      observers(read).some((r) => {
        const seen = source(r);
        if (seen < 0) return false;
        const goesBack = seen === write && source(read) >= 0 && so(source(read), seen) && key(seen) === key(read);
        return so(write, seen) || goesBack;
      }),
    'writes-follow-reads': (read, write) =>
      observers(read).some((r) => {
        const seen = source(r);
        return seen >= 0 && rows.some((s) => isRead(s) && so(s, seen) && source(s) === write);
      }),
  };
  const base = (a: number, b: number): boolean =>
    so(a, b) ||
    (history.action[b] === Action.Cas && isRead(b) && source(b) === a) ||
    (guarantee === 'writes-follow-reads' && rows.some((s) => isRead(s) && so(s, b) && source(s) === a && s !== b));
  return [...new Set(rows.map(key))].every((k) =>
    facts.someOrder(
      rows.filter((row) => isWrite(row) && key(row) === k),
      base,
      mustSee[guarantee],
    ),
  );
}

/** Causal convergence: what a read must see is its causal past, and one order of all writes agrees with it. */
export function bruteCausal(history: CheckedHistory): boolean {
  const facts = new Facts(history);
  const { rows, isRead, isWrite, so, source } = facts;
  if (rows.some((row) => isRead(row) && source(row) === -2)) return false;
  const n = rows.length;
  const past = rows.map((a) => rows.map((b) => so(a, b) || (isRead(b) && source(b) === a)));
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) if (past[i]?.[k] && past[k]?.[j]) (past[i] as boolean[])[j] = true;
  if (rows.some((row) => past[row]?.[row])) return false;
  const causes = (a: number, b: number): boolean => past[a]?.[b] === true;
  return facts.someOrder(rows.filter(isWrite), causes, (read, write) => causes(write, read));
}

class Facts {
  readonly rows: number[];

  constructor(private readonly history: CheckedHistory) {
    this.rows = Array.from({ length: history.length }, (_, row) => row);
  }

  readonly isWrite = (row: number): boolean =>
    this.history.action[row] === Action.Write || this.history.action[row] === Action.Cas;

  readonly isRead = (row: number): boolean =>
    this.history.action[row] === Action.Read ||
    (this.history.action[row] === Action.Cas && this.history.completedAt[row] !== Infinity);

  readonly key = (row: number): number => this.history.key[row] as number;

  readonly so = (a: number, b: number): boolean =>
    a < b && this.history.session[a] === this.history.session[b] && this.history.completedAt[a] !== Infinity;

  /** Row of the write; -1 for the initial value, -2 for one that nobody wrote. */
  readonly source = (row: number): number => {
    const value = this.history.action[row] === Action.Read ? this.history.output[row] : this.history.expected[row];
    if (value === 0) return -1;
    const write = this.rows.find(
      (w) => this.isWrite(w) && this.history.input[w] === value && this.key(w) === this.key(row),
    );
    return write ?? -2;
  };

  someOrder(writes: readonly number[], base: (a: number, b: number) => boolean, mustSee: MustSee): boolean {
    const keys = new Set(writes.map(this.key));
    const reads = this.rows.filter((row) => this.isRead(row) && keys.has(this.key(row)) && this.source(row) >= -1);
    return permutations(writes).some((order) => {
      const rank = new Map(order.map((write, i) => [write, i]));
      const at = (row: number): number => rank.get(row) ?? -1;
      if (writes.some((a) => writes.some((b) => base(a, b) && at(a) >= at(b)))) return false;
      return reads.every((read) =>
        writes.every((w) => this.key(w) !== this.key(read) || !mustSee(read, w) || at(w) <= at(this.source(read))),
      );
    });
  }
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}
