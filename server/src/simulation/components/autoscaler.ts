import type { ServiceModel } from '../../language/model';
import { EventKind } from '../run';
import { ComponentEndpoint } from './component-endpoint';
import { ComponentType, type ComponentMessage } from './component-message';
import type { ComponentWorld } from './component-world';
import type { Service } from './service';
import { REPORT_NS } from './supervisor';

const TICK_TAG = 0;
/** An instance or a machine that has not reported for this many periods is held for lost (45 s; a node lease has 40 s). */
const LOST_AFTER = 3;
/** No change for a load this near to the target (Kubernetes: `horizontal-pod-autoscaler-tolerance`, 0.1). */
const TOLERANCE = 0.1;
/** Fewer instances only when no recommendation of this time wanted more (Kubernetes: downscale stabilisation, 5 min). */
const STABILISATION_NS = 300e9;

interface Known {
  place: number;
  heardAt: number;
  ready: boolean;
  utilisation: number;
}

/**
 * Keeps the number of a service's instances between its bounds and their workers near the target, by the rule of the
 * Kubernetes horizontal autoscaler: wanted = ready instances * utilisation / target, rounded up. It knows what
 * instances report; one that no longer does is replaced on a machine that does.
 */
export class Autoscaler extends ComponentEndpoint {
  private readonly instances = new Map<number, Known>();
  private readonly machines = new Map<number, number>();
  /** Instances that were ordered and have not reported yet: the place, and until when they are waited for. */
  private ordered: { readonly place: number; readonly until: number }[] = [];
  private recommendations: { readonly at: number; readonly wanted: number }[] = [];
  private wanted: number;
  private readonly tick: number;

  constructor(
    world: ComponentWorld,
    place: number,
    private readonly service: Service,
    private readonly model: NonNullable<ServiceModel['autoscale']>,
  ) {
    super(world, place, service.channel);
    this.tick = this.createTimer(TICK_TAG);
    this.wanted = service.initial.length;
    service.autoscaler = this.address;
  }

  boot(): void {
    const { now } = this.world.environment.kernel;
    for (const { address, place } of this.service.initial) {
      this.instances.set(address, { place, heardAt: now, ready: true, utilisation: 0 });
    }
    for (const { place } of this.service.supervisors) this.machines.set(place, now);
    this.setTimer(this.tick, REPORT_NS);
  }

  receive(message: ComponentMessage): void {
    if (message.type !== ComponentType.Report) return;
    const { instance, at, ready, utilisation } = message;
    const heardAt = this.world.environment.kernel.now;
    this.machines.set(at, heardAt);
    if (instance < 0) return;
    if (!this.instances.has(instance)) {
      const order = this.ordered.findIndex(({ place }) => place === at);
      if (order >= 0) this.ordered.splice(order, 1);
    }
    this.instances.set(instance, { place: at, heardAt, ready, utilisation });
  }

  fire(): void {
    this.setRecurringTimer(this.tick, REPORT_NS);
    this.forgetLost();
    const wanted = this.recommend();
    const current = this.instances.size + this.ordered.length;
    if (wanted !== this.wanted || (wanted > current && this.ordered.length === 0)) {
      const { environment } = this.world;
      environment.record(EventKind.Scale, this.place, -1, this.service.index, wanted, current);
      this.wanted = wanted;
    }
    for (let i = current; i < wanted; i++) this.startOne();
    for (let i = wanted; i < current; i++) this.stopOne();
  }

  crash(): void {
    this.cancelTimer(this.tick);
    this.instances.clear();
    this.machines.clear();
    this.ordered = [];
    this.recommendations = [];
  }

  /** It waits a while for reports before it takes the silent ones for lost. */
  restart(): void {
    this.boot();
  }

  private forgetLost(): void {
    const { now } = this.world.environment.kernel;
    const silentSince = now - LOST_AFTER * REPORT_NS;
    for (const [address, { heardAt, place }] of this.instances) {
      if (heardAt >= silentSince) continue;
      this.instances.delete(address);
      this.world.environment.noticed(place);
    }
    this.ordered = this.ordered.filter(({ until }) => until > now);
  }

  private recommend(): number {
    const { now } = this.world.environment.kernel;
    const { min, max, target } = this.model;
    const ready = [...this.instances.values()].filter((each) => each.ready);
    const load = ready.reduce((sum, { utilisation }) => sum + utilisation, 0);
    const ratio = ready.length === 0 ? 1 : load / ready.length / target;
    // Nearly as wanted, or nothing known: as it is.
    const raw = Math.abs(ratio - 1) <= TOLERANCE || ready.length === 0 ? this.wanted : Math.ceil(ready.length * ratio);
    const wanted = Math.min(max, Math.max(min, raw));
    this.recommendations = this.recommendations.filter(({ at }) => at > now - STABILISATION_NS);
    this.recommendations.push({ at: now, wanted });
    if (wanted >= this.wanted) return wanted;
    // Before it has watched for that long it knows of no time without load.
    if (now < STABILISATION_NS) return this.wanted;
    return Math.min(this.wanted, Math.max(...this.recommendations.map((each) => each.wanted)));
  }

  /** On the machine with the fewest instances that is known to be there, the first of several. */
  private startOne(): void {
    const { now } = this.world.environment.kernel;
    const silentSince = now - LOST_AFTER * REPORT_NS;
    const places = [...[...this.instances.values()].map(({ place }) => place), ...this.ordered.map((o) => o.place)];
    let best: { readonly address: number; readonly place: number; readonly count: number } | undefined;
    for (const { address, place } of this.service.supervisors) {
      if ((this.machines.get(place) ?? -Infinity) < silentSince) continue;
      const count = places.filter((each) => each === place).length;
      if (best === undefined || count < best.count) best = { address, place, count };
    }
    if (best === undefined) return;
    const until = now + this.model.delayNs + LOST_AFTER * REPORT_NS;
    this.ordered.push({ place: best.place, until });
    this.send(best.address, this.world.message(ComponentType.Start));
  }

  /** The youngest first. */
  private stopOne(): void {
    const newest = [...this.instances.keys()].sort((a, b) => b - a)[0];
    if (newest === undefined) return;
    const known = this.instances.get(newest);
    this.instances.delete(newest);
    const supervisor = this.service.supervisors.find(({ place }) => place === known?.place);
    if (supervisor === undefined) return;
    const message = this.world.message(ComponentType.Stop);
    message.instance = newest;
    this.send(supervisor.address, message);
  }
}
