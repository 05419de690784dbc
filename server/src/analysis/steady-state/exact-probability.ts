import { formulaText, given, occurrences, type Formula } from './availability-formula';

/** Cases that an evaluation may distinguish; models with a dozen shared causes need some thousands. */
const MOST_CASES = 200_000;

/**
 * The exact probability that a formula works when each component works independently with a given probability; null
 * where it would take too many cases. Components that occur several times (common causes) are decided one by one, most
 * frequent first (Shannon's expansion, with equal remainders computed once); what then remains has independent parts, and
 * "at least k of n" of those is a small dynamic program. Computed as unavailability throughout, so that many nines do not
 * drown in rounding.
 */
export function unavailability(formula: Formula, works: (component: number) => number): number | null {
  const known = new Map<string, number>();
  const failing = (part: Formula): number => {
    const shared = mostShared(part);
    if (shared === undefined) return independent(part, works);
    const name = formulaText(part);
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size > MOST_CASES) throw new TooManyCases();
    const up = works(shared);
    const value = up * failing(given(part, shared, true)) + (1 - up) * failing(given(part, shared, false));
    known.set(name, value);
    return value;
  };
  try {
    return failing(formula);
  } catch (error) {
    if (error instanceof TooManyCases) return null;
    throw error;
  }
}

class TooManyCases extends Error {}

function mostShared(formula: Formula): number | undefined {
  let most: number | undefined;
  let times = 1;
  for (const [component, count] of occurrences(formula)) if (count > times) [most, times] = [component, count];
  return most;
}

/** Unavailability of a formula in which no component occurs twice. */
function independent(formula: Formula, works: (component: number) => number): number {
  switch (formula.kind) {
    case 'constant':
      return formula.works ? 0 : 1;
    case 'component':
      return 1 - works(formula.component);
    case 'at-least':
      return tooFewWork(
        formula.count,
        formula.of.map((part) => independent(part, works)),
      );
  }
}

/** Probability that fewer than `count` parts work: that more than `n - count` fail. Sums small terms only. */
function tooFewWork(count: number, failing: readonly number[]): number {
  const spare = failing.length - count;
  // Index i: exactly i parts have failed; the last one: more than `spare` have.
  let failed: number[] = new Array<number>(spare + 2).fill(0);
  failed[0] = 1;
  for (const fails of failing) {
    const next = failed.map((probability) => probability * (1 - fails));
    next[spare + 1] = (next[spare + 1] as number) + (failed[spare + 1] as number) * fails;
    for (let i = 0; i <= spare; i++) next[i + 1] = (next[i + 1] as number) + (failed[i] as number) * fails;
    failed = next;
  }
  return failed[spare + 1] as number;
}
