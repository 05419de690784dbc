import type { Environment } from '../environment/environment';
import type { Group } from '../protocols/group';

/**
 * Which replica a client talks to: the nearest first (smallest expected round trip; as configured among equals), and the
 * one that worked last from then on. After the replicas come those that stand in for them, where the family has such. Reads
 * and writes are remembered apart, since a policy may serve reads anywhere and writes at the leader only.
 */
export class Routing {
  private readonly byDistance: ({ readonly of: readonly number[]; readonly order: readonly number[] } | undefined)[] =
    [];
  /** Preferred place of each group: for writes at `2 * group`, for reads after it. */
  private readonly preferred: number[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly place: number,
  ) {}

  /** Places that serve a shard: its replicas, nearest first, then its stand-ins. */
  order(group: Group): readonly number[] {
    const known = this.byDistance[group.id];
    if (known?.of === group.members) return known.order;
    const { network } = this.environment;
    const distance = (to: number): number =>
      network.expectedLatency(this.place, to) + network.expectedLatency(to, this.place);
    const nearestFirst = (places: readonly number[]): number[] =>
      [...places].sort((x, y) => distance(x) - distance(y) || 0);
    const order = [...nearestFirst(group.members), ...nearestFirst(standIns(group))];
    this.byDistance[group.id] = { of: group.members, order };
    return order;
  }

  first(group: Group, isRead: boolean): number {
    const preferred = this.preferred[2 * group.id + (isRead ? 1 : 0)];
    if (preferred !== undefined && this.order(group).includes(preferred)) return preferred;
    return this.order(group)[0] ?? -1;
  }

  /** The one after `place` in this order, round and round. */
  after(group: Group, place: number): number {
    const order = this.order(group);
    return order[(order.indexOf(place) + 1) % order.length] ?? -1;
  }

  prefer(group: Group, isRead: boolean, place: number): void {
    this.preferred[2 * group.id + (isRead ? 1 : 0)] = place;
  }
}

function standIns({ family, store, members }: Group): readonly number[] {
  // Who runs without being a replica was decided by the policy that the store began with.
  if (family.servesOnSpares?.(store.policy, store.data) !== true) return [];
  return store.nodes.filter((place) => !members.includes(place));
}
