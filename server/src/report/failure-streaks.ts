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
  /** Where the first and the last of them stand among all such operations, answered ones and all, from 0. */
  readonly position: readonly [first: number, last: number];
  /** How many of them the whole run has. */
  readonly ofAll: number;
  /** When the last of them was invoked. */
  readonly lastAt: number;
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
  const counts = new Map<string, number>();
  const streaks: FailureStreak[] = [];
  for (let row = 0; row < history.length; row += 1) {
    if (isStillOpen(history, row)) continue;
    const client = history.client[row] ?? -1;
    const kind = kindOf(history, row);
    const store = history.store[row] ?? -1;
    const shard = shardOfKey(history.key[row] ?? 0, scenario.stores[store]?.shards ?? 1);
    const key = kindredName({ client, kind, store, shard });
    const streak = open.get(key);
    const position = counts.get(key) ?? 0;
    counts.set(key, position + 1);
    if (!isAnswered(history, row)) {
      const from = history.invokedAt[row] ?? 0;
      open.set(
        key,
        streak
          ? { ...streak, count: streak.count + 1, position: [streak.position[0], position], lastAt: from }
          : {
              ...{ client, kind, store, shard, first: row, count: 1, position: [position, position] },
              ...{ from, lastAt: from, to: Infinity, ofAll: 0 },
            },
      );
    } else if (streak !== undefined) {
      streaks.push({ ...streak, to: history.completedAt[row] ?? Infinity });
      open.delete(key);
    }
  }
  return [...streaks, ...open.values()]
    .map((streak) => ({ ...streak, ofAll: counts.get(kindredName(streak)) ?? 0 }))
    .sort((a, b) => a.from - b.from || a.first - b.first);
}

/** One name for all operations of one client and kind on one shard. */
export function kindredName({ client, kind, store, shard }: Kindred): string {
  return `${client}/${kind}/${store}/${shard}`;
}

type Kindred = Pick<FailureStreak, 'client' | 'kind' | 'store' | 'shard'>;

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
