import { isEffect, type CheckedHistory } from './checked-history';
import { checkStore, type HistoryConsistency } from './check-store';
import { withoutRows } from './without-rows';

/** How one key fares, or one client. */
export interface NarrowedVerdict {
  /** Number of the key, or index of the client's name. */
  readonly subject: number;
  readonly consistency: HistoryConsistency;
}

/** More subjects than this are not told one by one. */
const MOST_SUBJECTS = 64;

/** The history of each key by itself; empty where there is one key or too many. */
export function verdictsByKey(history: CheckedHistory, maxStates: number): readonly NarrowedVerdict[] {
  return verdicts(history, history.key, maxStates, (subject) => (row) => history.key[row] !== subject);
}

/**
 * What each client saw: its own operations among the effects of all others, without what the others observed. Empty where
 * there is one client or too many.
 */
export function verdictsByClient(history: CheckedHistory, maxStates: number): readonly NarrowedVerdict[] {
  return verdicts(
    history,
    history.client,
    maxStates,
    (subject) => (row) => history.client[row] !== subject && !isEffect(history.action[row] as number),
  );
}

function verdicts(
  history: CheckedHistory,
  column: Int32Array,
  maxStates: number,
  dropped: (subject: number) => (row: number) => boolean,
): readonly NarrowedVerdict[] {
  const subjects = new Set<number>();
  for (const subject of column) {
    subjects.add(subject);
    if (subjects.size > MOST_SUBJECTS) return [];
  }
  if (subjects.size < 2) return [];
  const states = Math.ceil(maxStates / subjects.size);
  return [...subjects]
    .sort((a, b) => a - b)
    .map((subject) => {
      const fewer = withoutRows(history, dropped(subject));
      return { subject, consistency: checkStore(fewer, states, { decisionsOnly: true }) };
    });
}
