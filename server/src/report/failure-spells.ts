import { kindredName, type FailureStreak } from './failure-streaks';

/** What is told in one line: one streak, or streaks that alternate with answers, all of one client, kind and shard. */
export interface FailureSpell {
  /** In the order of time. */
  readonly streaks: readonly FailureStreak[];
  /** Operations that failed. */
  readonly count: number;
  /** Operations from the first to the last that failed, the answered ones between them too. */
  readonly of: number;
  /** Operations followed, and none of them failed. */
  readonly isOver: boolean;
}

/** Fewer streaks than this are told one by one. */
const FEWEST_SCATTERED = 3;
/** A streak of so many operations, and of this share of all that failed there, is told alone. */
const MANY = 10;
const LARGE_SHARE = 0.05;
/** So is one of several operations that takes this share of the run. */
const LONG_SHARE = 0.05;

/**
 * Failures that are scattered among answers, told together: "12 of 230 reads of web fail between 5.1 s and 9.8 s", and not
 * twelve rows of one read each. What is told together has one cause (`causeOf`), and no long streak lies between.
 */
export function failureSpells(
  streaks: readonly FailureStreak[],
  durationNs: number,
  causeOf: (streak: FailureStreak) => string,
): readonly FailureSpell[] {
  const kindred = new Map<string, FailureStreak[]>();
  for (const streak of streaks) {
    const known = kindred.get(kindredName(streak));
    if (known === undefined) kindred.set(kindredName(streak), [streak]);
    else known.push(streak);
  }
  return [...kindred.values()]
    .flatMap((all) => spellsOf(all, durationNs, causeOf))
    .sort((a, b) => startOf(a) - startOf(b));
}

/** `all` are of one client, kind and shard, in the order of time. */
function spellsOf(
  all: readonly FailureStreak[],
  durationNs: number,
  causeOf: (streak: FailureStreak) => string,
): readonly FailureSpell[] {
  const failed = all.reduce((sum, { count }) => sum + count, 0);
  const isLong = ({ count, from, to }: FailureStreak): boolean =>
    (count >= MANY && count >= failed * LARGE_SHARE) || (count > 1 && to - from >= durationNs * LONG_SHARE);
  const groups: FailureStreak[][] = [];
  let cause: string | null = null;
  for (const streak of all) {
    const next = isLong(streak) ? null : causeOf(streak);
    const group = groups.at(-1);
    if (next !== null && next === cause && group !== undefined) group.push(streak);
    else groups.push([streak]);
    cause = next;
  }
  const told = groups.flatMap((group) => (group.length < FEWEST_SCATTERED ? group.map((streak) => [streak]) : [group]));
  return told.map((group, index) => spellOf(group, index === told.length - 1));
}

function spellOf(streaks: readonly FailureStreak[], isLast: boolean): FailureSpell {
  const first = streaks[0]?.position[0] ?? 0;
  const last = streaks.at(-1)?.position[1] ?? 0;
  return {
    streaks,
    count: streaks.reduce((sum, { count }) => sum + count, 0),
    of: last - first + 1,
    isOver: isLast && last < (streaks.at(-1)?.ofAll ?? 0) - 1,
  };
}

function startOf({ streaks }: FailureSpell): number {
  return streaks[0]?.from ?? 0;
}
