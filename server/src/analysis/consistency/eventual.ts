import type { ScenarioModel } from '../../language/model';
import type { ReplicaState, Run } from '../../simulation';
import { lastFaultOver } from '../durability/convergence';
import type { Judgement } from '../verdict';
import { plural } from '../wording/number-text';
import { durationText } from '../wording/time-text';
import { isEffect, type CheckedHistory } from './checked-history';

/** A key that nobody has written for so long is given no more time to become equal everywhere. */
const QUIET_NS = 5_000_000_000;

/**
 * Eventual consistency, as far as a finite run can tell: if no new write comes, all replicas come to hold the same. When
 * clients have stopped and the stores have had the time to come to rest, the running replicas of each shard are compared
 * key by key. A key on which they differ breaks the model; it is undecided if a write to it or a fault had been under way
 * in the last 5 s, as where a limit ended the run. What they agree on is not asked: a store that converges to an older value is eventually
 * consistent and loses writes, which `lost writes` counts.
 */
export function checkEventual(
  scenario: ScenarioModel,
  run: Run,
  store: number,
  history: CheckedHistory,
): Judgement | null {
  const replicas = run.replicas.filter((replica) => replica.store === store && replica.running && !replica.isSpare);
  if (replicas.length === 0) return null;
  const calmSince = lastFaultOver(scenario, run) ?? 0;
  const lastWrite = lastWrites(history);
  let settling = 0;
  for (const [shard, members] of byShard(replicas))
    for (const key of keysOf(members)) {
      const different = members.find((member) => !holdSame(scenario, store, members[0] as ReplicaState, member, key));
      if (different === undefined) continue;
      const quietNs = run.restedAt - Math.max(calmSince, lastWrite.get(key) ?? 0);
      if (quietNs < QUIET_NS) settling++;
      else
        return {
          decision: 'fail',
          reason: difference(scenario, members[0] as ReplicaState, different, key, shard, quietNs),
        };
    }
  if (settling === 0) return { decision: 'pass' };
  return {
    decision: 'undecided',
    reason: `the replicas still differed on ${plural(settling, 'key')} when the stores were looked at, less than ${durationText(QUIET_NS)} after the last write or fault`,
  };
}

function lastWrites(history: CheckedHistory): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  for (let row = 0; row < history.length; row++) {
    if (!isEffect(history.action[row] as number)) continue;
    const completed = history.completedAt[row] as number;
    const at = completed === Infinity ? (history.invokedAt[row] as number) : completed;
    const key = history.key[row] as number;
    last.set(key, Math.max(last.get(key) ?? 0, at));
  }
  return last;
}

function byShard(replicas: readonly ReplicaState[]): ReadonlyMap<number, ReplicaState[]> {
  const shards = new Map<number, ReplicaState[]>();
  for (const replica of replicas) {
    const members = shards.get(replica.shard);
    if (members === undefined) shards.set(replica.shard, [replica]);
    else members.push(replica);
  }
  return shards;
}

function keysOf(members: readonly ReplicaState[]): Set<number> {
  return new Set(members.flatMap((member) => [...member.values.keys()]));
}

/** Logs are compared in order; where several values are held at once otherwise, their order means nothing. */
function holdSame(scenario: ScenarioModel, store: number, a: ReplicaState, b: ReplicaState, key: number): boolean {
  const ordered = scenario.stores[store]?.data === 'log';
  const text = (replica: ReplicaState): string => {
    const values = [...(replica.values.get(key) ?? [])];
    return (ordered ? values : values.sort((x, y) => x - y)).join();
  };
  return text(a) === text(b);
}

function difference(
  scenario: ScenarioModel,
  a: ReplicaState,
  b: ReplicaState,
  key: number,
  shard: number,
  quietNs: number,
): string {
  const held = (replica: ReplicaState): string => {
    const values = replica.values.get(key) ?? [];
    const name = scenario.places[replica.place]?.name ?? '?';
    return `${name} holds ${values.length === 0 ? 'nothing' : values.length > 3 ? `${values.length} values` : values.join(', ')}`;
  };
  const where = shard > 0 ? ` of shard ${shard}` : '';
  return `when the stores had come to rest, ${durationText(quietNs)} after the last write to key ${key}${where} and the last fault, ${held(a)} and ${held(b)}`;
}
