import type { ScenarioModel, StoreModel } from '../../language/model';
import { Outcome, shardOfKey, type FaultOccurrence, type Run } from '../../simulation';
import type { ReplicasOut, SharedFate } from './finding';
import { outBy } from './out-of-reach';
import { claimOf } from './policy-claim';

/**
 * Which replicas of its shard were out when an operation was not answered, by which faults, and what they share. Undefined where
 * they are no more than the store can do without: then it is the time that a new leader takes, or something else.
 */
export function replicasOut(scenario: ScenarioModel, run: Run, operation: number): ReplicasOut | undefined {
  const { history } = run;
  const store = scenario.stores[history.store[operation] as number];
  if (store === undefined || history.outcome[operation] === Outcome.Ok) return undefined;
  const shard = shardOfKey(history.key[operation] as number, store.shards);
  const replicas = store.placement[shard] ?? [];
  const [invoked, completed] = [history.invokedAt[operation] as number, history.completedAt[operation] as number];
  const bears = bearsOf(scenario, store);
  const out = [...(completed < Infinity ? [completed] : []), invoked]
    .map((at) => outAt(scenario, store, run.occurrences, replicas, at))
    .find(({ size }) => size > bears);
  if (out === undefined) return undefined;
  const places = [...out.keys()].sort((a, b) => a - b);
  const shared = sharedBy(scenario, store, places);
  const inside = shared === null ? [] : membersOf(scenario, shared);
  return {
    kind: 'replicas out',
    operation,
    store: history.store[operation] as number,
    shard,
    places,
    of: replicas.length,
    occurrences: places.map((place) => out.get(place) as number),
    shared,
    bears,
    shards:
      shared === null
        ? 0
        : store.placement.filter((each) => each.filter((place) => inside.includes(place)).length > bears).length,
  };
}

/** How many replicas a store can do without: what it claims, and where another can lead, a minority. */
function bearsOf(scenario: ScenarioModel, store: StoreModel): number {
  const { family } = store.policy;
  const minority = Math.ceil(store.replicas / 2) - 1;
  return family === 'primary-backup' || family === 'isr-log'
    ? Math.max(claimOf(scenario, store).out, minority)
    : claimOf(scenario, store).out;
}

/** Places of a shard that are out at an instant, each with the first fault that took it. */
function outAt(
  scenario: ScenarioModel,
  store: StoreModel,
  occurrences: readonly FaultOccurrence[],
  shard: readonly number[],
  at: number,
): ReadonlyMap<number, number> {
  const out = new Map<number, number>();
  occurrences.forEach((occurrence, index) => {
    if (occurrence.vacuous || occurrence.beganAt > at || occurrence.endedAt <= at) return;
    for (const place of outBy(scenario, store, occurrence, shard)) if (!out.has(place)) out.set(place, index);
  });
  return out;
}

/** The smallest group or domain that holds several places; null where it would hold all nodes of the store as well. */
function sharedBy(scenario: ScenarioModel, store: StoreModel, places: readonly number[]): SharedFate | null {
  if (places.length < 2) return null;
  const fates: SharedFate[] = [
    ...scenario.domains.map((_, index): SharedFate => ({ kind: 'domain', index })),
    ...scenario.groups.map((_, index): SharedFate => ({ kind: 'group', index })),
  ];
  const sizes = fates
    .map((fate) => ({ fate, members: membersOf(scenario, fate) }))
    .filter(({ members }) => places.every((place) => members.includes(place)))
    .filter(({ members }) => store.nodes.some((node) => !members.includes(node)))
    .sort((a, b) => a.members.length - b.members.length);
  return sizes[0]?.fate ?? null;
}

function membersOf(scenario: ScenarioModel, { kind, index }: SharedFate): readonly number[] {
  if (kind === 'group') return scenario.groups[index]?.members ?? [];
  return scenario.places.flatMap(({ domain }, place) => (isWithin(scenario, domain, index) ? [place] : []));
}

function isWithin({ domains }: ScenarioModel, domain: number, ancestor: number): boolean {
  for (let at = domain; at >= 0; at = domains[at]?.parent ?? -1) if (at === ancestor) return true;
  return false;
}
