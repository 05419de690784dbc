import type { BalancerModel } from '../../language/model';
import type { Environment } from '../environment/environment';
import type { ComponentMessage } from './component-message';
import type { InstanceAddress } from './service';

/** One instance as its caller knows it. */
export interface Listed extends InstanceAddress {
  /** As its supervisor said last. */
  ready: boolean;
  /** As the caller's own health checks say. */
  healthy: boolean;
  /** Requests of this caller that it has not answered. */
  pending: number;
  readonly distance: number;
}

/** What one caller knows of a service's instances, and which it asks next. */
export class Directory {
  readonly listed: Listed[] = [];
  private readonly stream: number;
  private next: number;

  /** `name` is the caller's, for its random stream. */
  constructor(
    private readonly environment: Environment,
    private readonly place: number,
    private readonly strategy: BalancerModel['strategy'],
    private readonly initial: readonly InstanceAddress[],
    name: string,
  ) {
    const { streams } = environment.kernel;
    this.stream = streams.create(name, 'balancing');
    for (const instance of initial) this.add(instance, true);
    // Callers that all began with the first instance would fall upon it together.
    this.next = streams.below(this.stream, Math.max(1, initial.length));
  }

  /** Back to what configuration says, after a crash of the caller. */
  forget(): void {
    this.listed.length = 0;
    for (const instance of this.initial) this.add(instance, true);
  }

  noticed({ instance, at, ready }: ComponentMessage): Listed {
    const known = this.find(instance) ?? this.add({ address: instance, place: at }, ready);
    known.ready = ready;
    return known;
  }

  find(address: number): Listed | undefined {
    return this.listed.find((each) => each.address === address);
  }

  /** The next instance to ask that is not among `avoided`; undefined when there is none. */
  pick(avoided: readonly number[]): Listed | undefined {
    const { listed } = this;
    const count = listed.length;
    if (this.strategy === 'random') {
      const open = listed.filter((each) => isOpen(each, avoided));
      return open.length === 0 ? undefined : open[this.environment.kernel.streams.below(this.stream, open.length)];
    }
    let best = -1;
    for (let i = 0; i < count; i++) {
      const at = (this.next + i) % count;
      const each = listed[at] as Listed;
      if (!isOpen(each, avoided)) continue;
      if (best >= 0 && !this.isBetter(each, listed[best] as Listed)) continue;
      best = at;
      if (this.strategy === 'round-robin') break;
    }
    if (best < 0) return undefined;
    this.next = (best + 1) % count;
    return listed[best];
  }

  private isBetter(one: Listed, other: Listed): boolean {
    return this.strategy === 'nearest' ? one.distance < other.distance : one.pending < other.pending;
  }

  private add({ address, place }: InstanceAddress, ready: boolean): Listed {
    const { network } = this.environment;
    const distance = network.expectedLatency(this.place, place) + network.expectedLatency(place, this.place);
    const entry: Listed = { address, place, ready, healthy: true, pending: 0, distance };
    this.listed.push(entry);
    return entry;
  }
}

function isOpen({ ready, healthy, address }: Listed, avoided: readonly number[]): boolean {
  return ready && healthy && !avoided.includes(address);
}
