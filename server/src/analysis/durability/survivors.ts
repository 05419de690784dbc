import type { ReplicaState, Run, SupersededRecord } from '../../simulation';

/** Answers of an operation whether a state results from it. */
export interface Lineage {
  has(operation: number): boolean;
}

/** What is left of a store's data when the run has ended. */
export interface Survivors {
  /** Key to every value that some surviving replica can still return. */
  readonly values: ReadonlyMap<number, ReadonlySet<number>>;
  /** Contents of each surviving replica, by key. */
  readonly replicas: readonly ReadonlyMap<number, readonly number[]>[];
  /** Operations in the lineage of some surviving replica; null where the run did not keep them. */
  readonly lineage: Lineage | null;
  /** What timestamps decided about writes of registers, by value; null where the run does not say. */
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
  const values = new Map<number, Set<number>>();
  for (const replica of surviving)
    for (const [key, contents] of replica.values) {
      const known = values.get(key) ?? new Set();
      values.set(key, known);
      for (const value of contents) known.add(value);
    }
  return {
    values,
    replicas: surviving.map((replica) => replica.values),
    lineage: lineageOf(surviving),
    superseded: run.superseded ?? null,
  };
}

function lineageOf(replicas: readonly ReplicaState[]): Lineage | null {
  const lineages: Lineage[] = [];
  for (const { lineage } of replicas) {
    if (lineage === undefined) return null;
    lineages.push(lineage);
  }
  return { has: (operation) => lineages.some((lineage) => lineage.has(operation)) };
}
