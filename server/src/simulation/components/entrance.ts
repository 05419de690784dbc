import type { Environment } from '../environment/environment';
import type { ComponentMessage } from './component-message';
import type { Directory } from './directory';
import type { InstanceAddress } from './service';

/** How a client reaches a service: whom it asks next, and what it makes of the answers. */
export interface Entrance {
  /** One that is not among `asked`; rather not `last`, which the attempt before this one asked. */
  next(asked: readonly number[], last: number): InstanceAddress | undefined;
  noticed(message: ComponentMessage): void;
  answered(address: number): void;
  failed(address: number): void;
}

/** Through a balancer: the nearest of its nodes, and the next one when that does not serve. */
export class BalancerEntrance implements Entrance {
  private readonly order: readonly InstanceAddress[];
  private preferred = 0;

  /** `nth`: which of the workload's clients it is; of nodes equally near, clients prefer different ones. */
  constructor(environment: Environment, place: number, nodes: readonly InstanceAddress[], nth: number) {
    const { network } = environment;
    const turned = nodes.map((_, i) => nodes[(i + nth) % nodes.length] as InstanceAddress);
    const distance = (to: number): number => network.expectedLatency(place, to) + network.expectedLatency(to, place);
    this.order = turned.sort((a, b) => distance(a.place) - distance(b.place));
  }

  next(asked: readonly number[]): InstanceAddress | undefined {
    for (let i = 0; i < this.order.length; i++) {
      const at = (this.preferred + i) % this.order.length;
      const node = this.order[at] as InstanceAddress;
      if (!asked.includes(node.address)) return node;
    }
    return undefined;
  }

  noticed(): void {
    return;
  }

  answered(address: number): void {
    const at = this.order.findIndex((node) => node.address === address);
    if (at >= 0) this.preferred = at;
  }

  failed(address: number): void {
    if (this.order[this.preferred]?.address === address) this.preferred = (this.preferred + 1) % this.order.length;
  }
}

/** To the instances themselves, one after another, those left out that are known not to be ready. */
export class DirectEntrance implements Entrance {
  constructor(private readonly directory: Directory) {}

  next(asked: readonly number[], last: number): InstanceAddress | undefined {
    if (asked.length > 0) return this.directory.pick(asked);
    return this.directory.pick([last]) ?? this.directory.pick([]);
  }

  noticed(message: ComponentMessage): void {
    this.directory.noticed(message);
  }

  answered(): void {
    return;
  }

  failed(): void {
    return;
  }
}
