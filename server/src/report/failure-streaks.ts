import type { ScenarioModel } from '../language/model';
import { FailureReason, OPERATION_KINDS, shardOfKey, type History } from '../simulation';
import { isAnswered } from './operation-text';

/** Operations of one client and kind on one shard that failed one after another, with no success between them. */
export interface FailureStreak {
  readonly client: number;
  readonly kind: 'reads' | 'writes' | 'requests' | 'calls';
  /** Index of the store and its shard from 0; -1 and 0 for requests and calls. */
  readonly store: number;
  readonly shard: number;
  /** Operation that failed first, and how many did. */
  readonly first: number;
  readonly count: number;
  /** When the first of them was invoked, and when the next success after them completed (Infinity: never). */
  readonly from: number;
  readonly to: number;
}

/**
 * Failures told as streaks: "writes of web fail from 12.0 s to 14.2 s", and not four hundred rows of one write each.
 * What one shard cannot do says nothing of another, so each has its own. A streak ends with the first operation, in order of invocation, that was answered. What was merely under way when the
 * run ended did not fail: nobody knows what would have become of it, and availability does not count it either.
 */
export function failureStreaks(scenario: ScenarioModel, history: History): readonly FailureStreak[] {
  const open = new Map<string, FailureStreak>();
  const streaks: FailureStreak[] = [];
  for (let row = 0; row < history.length; row += 1) {
    if (isStillOpen(history, row)) continue;
    const client = history.client[row] ?? -1;
    const kind = kindOf(history, row);
    const store = history.store[row] ?? -1;
    const shard = shardOfKey(history.key[row] ?? 0, scenario.stores[store]?.shards ?? 1);
    const key = `${client}/${kind}/${store}/${shard}`;
    const streak = open.get(key);
    if (!isAnswered(history, row)) {
      const from = history.invokedAt[row] ?? 0;
      open.set(
        key,
        streak
          ? { ...streak, count: streak.count + 1 }
          : { client, kind, store, shard, first: row, count: 1, from, to: Infinity },
      );
    } else if (streak !== undefined) {
      streaks.push({ ...streak, to: history.completedAt[row] ?? Infinity });
      open.delete(key);
    }
  }
  return [...streaks, ...open.values()].sort((a, b) => a.from - b.from || a.first - b.first);
}

function isStillOpen(history: History, row: number): boolean {
  return history.reason[row] === FailureReason.EndOfRun && !isAnswered(history, row);
}

function kindOf(history: History, row: number): FailureStreak['kind'] {
  if ((history.store[row] ?? -1) >= 0) return isRead(history, row) ? 'reads' : 'writes';
  return (history.workload[row] ?? -1) >= 0 ? 'requests' : 'calls';
}

function isRead(history: History, row: number): boolean {
  const kind = OPERATION_KINDS[history.kind[row] ?? 0];
  return kind === 'read' || kind === 'poll';
}
