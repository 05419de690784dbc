import type { ReplicaState, Run, SupersededRecord } from '../../simulation';

/** Answers of an operation whether a state results from it. */
export interface Lineage {
  has(operation: number): boolean;
}

/** What is left of a store's data when the run has ended. */
export interface Survivors {
  /** Key to every value that the surviving replicas can still return, by their family's own rules. */
  readonly values: ReadonlyMap<number, ReadonlySet<number>>;
  /** Contents of each surviving replica, by key. */
  readonly replicas: readonly ReadonlyMap<number, readonly number[]>[];
  /** Operations that what can be returned results from; null where states do not show it. */
  readonly lineage: Lineage | null;
  /** What took the place of what, by value; null where the run does not say. */
  readonly superseded: SupersededRecord | null;
}

/**
 * The running replicas of a store. Null where the run says nothing about the store's replicas, or where of some shard none
 * runs at the end: what its disks hold shows only once it is started again.
 */
export function survivorsOf(run: Run, store: number): Survivors | null {
  const replicas = run.replicas.filter((replica) => replica.store === store);
  const surviving = replicas.filter((replica) => replica.running);
  const runningShards = new Set(surviving.map((replica) => replica.shard));
  if (replicas.length === 0 || replicas.some((replica) => !runningShards.has(replica.shard))) return null;
  const shards = [...runningShards].map((shard) => surviving.filter((replica) => replica.shard === shard));
  const values = new Map<number, Set<number>>();
  for (const shard of shards)
    for (const replica of shard)
      for (const [key, contents] of replica.values) {
        const known = values.get(key) ?? new Set();
        values.set(key, known);
        for (const value of contents) {
          const isKept =
            replica.enoughToForget === undefined ||
            isKeptBy(shard, (other) => other.values.get(key)?.includes(value) === true);
          if (isKept) known.add(value);
        }
      }
  return {
    values,
    replicas: surviving.map((replica) => replica.values),
    lineage: lineageOf(shards),
    superseded: run.superseded ?? null,
  };
}

/** Whether one of a shard's replicas holds something, and so many do that the others cannot answer without it. */
function isKeptBy(shard: readonly ReplicaState[], holds: (replica: ReplicaState) => boolean): boolean {
  const enough = shard[0]?.enoughToForget;
  if (enough === undefined) return shard.some(holds);
  const holders = shard.filter(holds).length;
  return holders > 0 && shard.length - holders < enough;
}

function lineageOf(shards: readonly (readonly ReplicaState[])[]): Lineage | null {
  if (shards.some((shard) => shard.some(({ lineage }) => lineage === undefined))) return null;
  return {
    has: (operation) => shards.some((shard) => isKeptBy(shard, ({ lineage }) => lineage?.has(operation) === true)),
  };
}
