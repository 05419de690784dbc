import type { ReplicaState, Run } from '../../simulation';

/**
 * A replica that also says which operations its present state results from, overwritten ones included. A run may keep
 * this; without it, a lost write whose key was written again later cannot be told from one that was superseded.
 */
export type ReplicaWithLineage = ReplicaState & {
  /** Ids of every operation applied or merged on the way to the present state; undone ones are not in it. */
  readonly lineage?: ReadonlySet<number>;
};

/** What is left of a store's data when the run has ended. */
export interface Survivors {
  /** Key to every value that some surviving replica can still return. */
  readonly values: ReadonlyMap<number, ReadonlySet<number>>;
  /** Contents of each surviving replica, by key. */
  readonly replicas: readonly ReadonlyMap<number, readonly number[]>[];
  /** Operations in the lineage of some surviving replica; null where the run did not keep them. */
  readonly lineage: ReadonlySet<number> | null;
}

/**
 * The surviving replicas of a store: of each shard those that run; where none does, all that still have a disk, for
 * they may be started again. Null where the run says nothing about the store's replicas.
 */
export function survivorsOf(run: Run, store: number): Survivors | null {
  const replicas = (run.replicas as readonly ReplicaWithLineage[]).filter((replica) => replica.store === store);
  if (replicas.length === 0) return null;
  const runningShards = new Set(replicas.filter((replica) => replica.running).map((replica) => replica.shard));
  const surviving = replicas.filter((replica) => replica.running || !runningShards.has(replica.shard));
  const values = new Map<number, Set<number>>();
  for (const replica of surviving)
    for (const [key, contents] of replica.values) {
      const known = values.get(key) ?? new Set();
      values.set(key, known);
      for (const value of contents) known.add(value);
    }
  return { values, replicas: surviving.map((replica) => replica.values), lineage: lineageOf(surviving) };
}

function lineageOf(replicas: readonly ReplicaWithLineage[]): ReadonlySet<number> | null {
  const all = new Set<number>();
  for (const { lineage } of replicas) {
    if (lineage === undefined) return null;
    for (const operation of lineage) all.add(operation);
  }
  return all;
}
