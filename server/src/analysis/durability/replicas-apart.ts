import type { ReplicaState, Run } from '../../simulation';

/** A running replica that ended with something else than most of its shard. */
export interface ReplicaApart {
  readonly place: number;
  /** Keys whose values it holds differently, and all keys that the shard knows. */
  readonly keys: number;
  readonly of: number;
}

/** Which running replicas of a store ended with something else than most of their shard, the furthest apart first. */
export function replicasApart(run: Run, store: number): readonly ReplicaApart[] {
  const replicas = run.replicas.filter((one) => one.store === store && one.running && one.isSpare !== true);
  const shards = [...new Set(replicas.map(({ shard }) => shard))];
  return shards
    .flatMap((shard) => apartInShard(replicas.filter((one) => one.shard === shard)))
    .sort((a, b) => b.keys - a.keys);
}

function apartInShard(replicas: readonly ReplicaState[]): readonly ReplicaApart[] {
  const keys = [...new Set(replicas.flatMap(({ values }) => [...values.keys()]))];
  const differing = replicas.map(() => 0);
  for (const key of keys) {
    const held = replicas.map(({ values }) => (values.get(key) ?? []).join(','));
    const usual = mostCommon(held);
    held.forEach((text, index) => {
      if (text !== usual) differing[index] = (differing[index] ?? 0) + 1;
    });
  }
  return replicas.flatMap(({ place }, index) => {
    const count = differing[index] ?? 0;
    return count === 0 ? [] : [{ place, keys: count, of: keys.length }];
  });
}

/** Of those that are equally common the first. */
function mostCommon(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}
