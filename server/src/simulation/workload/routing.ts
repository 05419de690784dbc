import type { Environment } from '../environment/environment';
import type { Group } from '../protocols/group';

/**
 * Which replica a client talks to: the nearest first (smallest expected round trip; as configured among equals), and the
 * one that worked last from then on. Reads and writes are remembered apart, since a policy may serve reads anywhere
 * and writes at the leader only.
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

  /** Places of a shard's replicas, nearest first. */
  order(group: Group): readonly number[] {
    const known = this.byDistance[group.id];
    if (known?.of === group.members) return known.order;
    const { network } = this.environment;
    const distance = (to: number): number =>
      network.expectedLatency(this.place, to) + network.expectedLatency(to, this.place);
    const order = [...group.members].sort((x, y) => distance(x) - distance(y) || 0);
    this.byDistance[group.id] = { of: group.members, order };
    return order;
  }

  first(group: Group, isRead: boolean): number {
    const preferred = this.preferred[2 * group.id + (isRead ? 1 : 0)];
    if (preferred !== undefined && group.members.includes(preferred)) return preferred;
    return this.order(group)[0] ?? -1;
  }

  /** The replica after `place` in order of distance, round and round. */
  after(group: Group, place: number): number {
    const order = this.order(group);
    return order[(order.indexOf(place) + 1) % order.length] ?? -1;
  }

  prefer(group: Group, isRead: boolean, place: number): void {
    this.preferred[2 * group.id + (isRead ? 1 : 0)] = place;
  }
}
