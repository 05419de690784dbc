import type { PolicyModel } from '../../language/model';
import type { Environment } from '../environment/environment';
import type { Group } from '../protocols/group';
import type { OperatorOrder } from '../protocols/protocol';
import { EventKind } from '../run';

/** What an operator asks of a store: the replicas are told, and carry it out by the rules of their protocol. */
export class OperatorOrders {
  constructor(private readonly environment: Environment) {}

  /** Gives a store another policy; returns the places that were told. */
  reconfigure(store: number, policy: PolicyModel): number[] {
    this.environment.setPolicy(store, policy);
    return this.tell(store, { kind: 'reconfigure', policy });
  }

  /** Gives the order for each of the places; returns those for which it was not refused. */
  each(kind: 'add' | 'remove' | 'promote', store: number, places: readonly number[]): number[] {
    const { environment } = this;
    const groups = environment.groups.filter(({ storeIndex }) => storeIndex === store);
    return places.filter((place) => {
      const idle = whyIdle(kind, groups, place);
      if (idle !== undefined) {
        this.refuse(place, idle);
        return false;
      }
      if (kind === 'remove' && !groups.every((group) => environment.canRemove(group, place, places))) {
        this.refuse(place, 'stays: there is no spare to take over its fragment');
        return false;
      }
      for (const group of groups) {
        if (kind === 'add' && !group.members.includes(place)) environment.addMember(group, place);
        if (kind === 'remove') environment.removeMember(group, place, places);
      }
      this.tell(store, { kind, place });
      return true;
    });
  }

  /** Says so, and leaves everything as it is. */
  private refuse(place: number, why: string): void {
    const { trace } = this.environment.kernel;
    if (trace.enabled) this.environment.record(EventKind.Note, place, -1, trace.name(why), 0, 0);
  }

  /** Tells every running replica of a store; returns their places. */
  private tell(store: number, order: OperatorOrder): number[] {
    const told = new Set<number>();
    for (const host of this.environment.hosts) {
      if (host.of.storeIndex !== store || !host.isServing) continue;
      host.operator(order);
      told.add(host.place);
    }
    return [...told];
  }
}

/** Why an order would change nothing, as what is said of the place. */
function whyIdle(kind: 'add' | 'remove' | 'promote', groups: readonly Group[], place: number): string | undefined {
  const belongs = ({ members, spares }: Group): boolean => members.includes(place) || spares.includes(place);
  switch (kind) {
    case 'add':
      return groups.every(belongs) ? 'belongs to the store already' : undefined;
    case 'remove':
      return groups.some(belongs) ? undefined : 'does not belong to the store';
    case 'promote':
      return groups.some(({ members }) => members.includes(place)) ? undefined : 'holds no replica of the store';
  }
}
