import type { ActionModel, TargetModel } from '../../language/model';
import type { Components } from '../components';
import type { Environment } from '../environment/environment';
import type { LinkEffect } from '../environment/link-effects';
import { garbledBy } from '../environment/message';
import type { ReplicaHost } from '../protocols/replica-host';
import { CrashReason, EventKind, type LinkEnds } from '../run';
import type { Clients } from '../workload/clients';
import { Byzantine, type ByzantineBehaviour } from './byzantine';
import { OperatorOrders } from './operator-orders';
import { separatedPairs, withClients } from './splits';
import type { TargetResolver } from './targets';

/** What an action did, and how to take it back. */
export interface Effect {
  /** Places hit or separated. */
  readonly places: readonly number[];
  readonly groups?: readonly (readonly number[])[];
  /** Which links, where it is about links. */
  readonly links?: LinkEnds;
  /** Places that are down by it; shared with `restart`, which may take some back early. */
  readonly down?: Set<number>;
  /** A split of the network, which `heal` ends. */
  readonly split?: true;
  /** Ends it; undefined where there is nothing to end. */
  readonly end?: () => void;
  /** For what ends in its own time: takes what is to be called then. */
  readonly endsItself?: (ended: () => void) => void;
}

const NOTHING: Effect = { places: [] };

/** Carries out actions on the environment. */
export class Effects {
  private readonly surges = new Map<number, number[]>();
  private readonly byzantine: Byzantine;
  private readonly orders: OperatorOrders;

  constructor(
    private readonly environment: Environment,
    private readonly resolver: TargetResolver,
    private readonly clients: Clients,
    private readonly components: Components,
  ) {
    this.byzantine = new Byzantine(environment);
    this.orders = new OperatorOrders(environment);
  }

  /** Carries out an action that lasts, or one that happens at once (then without `end`). */
  begin(action: ActionModel, stream: number): Effect {
    const { environment } = this;
    const { clocks, kernel, processes } = environment;
    switch (action.kind) {
      case 'crash':
        return this.crash(this.resolver.places(action.targets, stream));
      case 'pause':
        return this.onEach(action.targets, stream, (place) => {
          environment.pause(place);
          return () => environment.resume(place);
        });
      case 'slow':
        return this.onEach(action.targets, stream, (place) => {
          processes.addSlowness(place, action.factor);
          environment.record(EventKind.Slow, place, -1, 0, processes.slowFactor(place), 0);
          return () => {
            processes.removeSlowness(place, action.factor);
            environment.record(EventKind.Slow, place, -1, 0, processes.slowFactor(place), 0);
          };
        });
      case 'skew':
        return this.onEach(action.targets, stream, (place) => {
          const set = (byNs: number): void => {
            clocks.skew(place, byNs, kernel.now);
            this.recordClock(place);
          };
          set(action.byNs);
          return () => set(-action.byNs);
        });
      case 'drift':
        return this.onEach(action.targets, stream, (place) => {
          const set = (ppm: number): void => {
            clocks.drift(place, ppm, kernel.now);
            this.recordClock(place);
          };
          set(action.ppm);
          return () => set(-action.ppm);
        });
      case 'fill-disk':
        return this.onEach(action.targets, stream, (place) => {
          const disk = environment.diskOf(place);
          if (disk.fullFaults++ === 0) this.record(EventKind.DiskFull, place, 1);
          return () => {
            if (--disk.fullFaults === 0) this.record(EventKind.DiskFull, place, 0);
            if (disk.hasRoom && disk.crashedForRoom) {
              disk.crashedForRoom = false;
              environment.restart(place, false);
            }
          };
        });
      case 'slow-disk':
        return this.onEach(action.targets, stream, (place) => {
          const disk = environment.diskOf(place);
          disk.addSlowness(action.factor);
          environment.record(EventKind.SlowDisk, place, -1, 0, disk.slowFactor, 0);
          return () => {
            disk.removeSlowness(action.factor);
            environment.record(EventKind.SlowDisk, place, -1, 0, disk.slowFactor, 0);
          };
        });
      case 'lose-fsync':
        return this.onEach(action.targets, stream, (place) => {
          const disk = environment.diskOf(place);
          if (disk.lyingFaults++ === 0) this.record(EventKind.LostFsync, place, 1);
          return () => {
            if (--disk.lyingFaults === 0) this.record(EventKind.LostFsync, place, 0);
          };
        });
      case 'delay':
        return this.between(this.resolver.links(action.links, stream), { kind: 'delay', byNs: action.byNs });
      case 'reorder':
        return this.between(this.resolver.links(action.links, stream), { kind: 'reorder', withinNs: action.withinNs });
      case 'drop':
        return this.between(this.resolver.links(action.links, stream), { kind: 'drop', share: action.share });
      case 'duplicate':
        return this.between(this.resolver.links(action.links, stream), { kind: 'duplicate', share: action.share });
      case 'corrupt-links':
        return this.between(this.resolver.links(action.links, stream), { kind: 'corrupt', share: action.share });
      case 'partition':
        return this.split(action.groups.map((targets) => this.resolver.places(targets, stream)));
      case 'isolate':
        return this.isolate(action.targets, stream);
      case 'cut': {
        const from = this.resolver.places(action.from, stream);
        const to = this.resolver.places(action.to, stream);
        return { ...this.between({ from, to, both: false }, { kind: 'block' }), split: true };
      }
      case 'wipe':
        return this.wipe(this.resolver.places(action.targets, stream));
      case 'corrupt-disk':
        return this.corruptDisk(this.resolver.places(action.targets, stream), action.share, stream);
      case 'reconfigure':
        return { places: this.orders.reconfigure(action.store, action.policy) };
      case 'add':
        return { places: this.orders.each('add', action.store, this.resolver.places(action.targets, stream)) };
      case 'remove':
        return { places: this.orders.each('remove', action.store, this.resolver.places(action.targets, stream)) };
      case 'promote':
        return { places: this.orders.each('promote', action.store, this.resolver.places(action.targets, stream)) };
      case 'surge':
        return this.surge(action.workload, action.factor);
      case 'restart':
      case 'heal':
        throw new Error(`${action.kind} ends other faults and is handled by the schedule.`);
      case 'byzantine':
        return this.turn(this.resolver.places(action.targets, stream), action.behaviour);
      case 'bug':
        return { places: this.nodesOf(action.service), end: this.components.addBug(action.service, action.share) };
      case 'leak':
        return {
          places: this.nodesOf(action.service),
          end: this.components.addLeak(action.service, action.crashAfterNs),
        };
      case 'deploy':
        return {
          places: this.nodesOf(action.service),
          end: () => undefined,
          endsItself: (ended) => this.components.deploy(action, ended),
        };
    }
  }

  /** Draws whom an action would hit and leaves them alone, so that its next firing draws what it would have drawn. */
  choose(action: ActionModel, stream: number): void {
    if ('targets' in action) this.resolver.places(action.targets, stream);
    if ('links' in action) this.resolver.links(action.links, stream);
    if (action.kind === 'partition') for (const targets of action.groups) this.resolver.places(targets, stream);
    if (action.kind === 'cut') for (const targets of [action.from, action.to]) this.resolver.places(targets, stream);
  }

  restartPlace(place: number): void {
    this.environment.restart(place, true);
  }

  private crash(places: readonly number[]): Effect {
    const { environment } = this;
    for (const place of places) environment.crash(place, CrashReason.Fault);
    const down = new Set(places);
    const end = (): void => {
      for (const place of down) environment.restart(place, false);
    };
    return { places, down, end };
  }

  private onEach(targets: readonly TargetModel[], stream: number, hit: (place: number) => () => void): Effect {
    const places = this.resolver.places(targets, stream);
    const ends = places.map(hit);
    return { places, end: () => ends.forEach((end) => end()) };
  }

  /** Places without a replica have nothing to lie about and are not hit. */
  private turn(places: readonly number[], behaviour: ByzantineBehaviour): Effect {
    const hit: number[] = [];
    const ends: (() => void)[] = [];
    for (const place of places) {
      const end = this.byzantine.begin(place, behaviour);
      if (end === undefined) continue;
      hit.push(place);
      ends.push(end);
    }
    return hit.length === 0 ? NOTHING : { places: hit, end: () => ends.forEach((end) => end()) };
  }

  private between(links: LinkEnds, effect: LinkEffect): Effect {
    return { ...this.onLinks(this.resolver.pairs(links.from, links.to, links.both), effect), links };
  }

  private onLinks(covers: Uint8Array | undefined, effect: LinkEffect): Effect {
    if (covers === undefined) return NOTHING;
    const { effects } = this.environment.network;
    const entry = effects.begin(effect, covers);
    return { places: placesOf(covers, this.environment.scenario.places.length), end: () => effects.end(entry) };
  }

  private split(given: readonly (readonly number[])[]): Effect {
    if (given.every((group) => group.length === 0)) return NOTHING;
    const groups = withClients(this.environment, given);
    const effect = this.onLinks(separatedPairs(this.environment, groups), { kind: 'block' });
    return { ...effect, groups, split: true };
  }

  /** Each target is cut off from all that is not part of it. */
  private isolate(targets: readonly TargetModel[], stream: number): Effect {
    const { places } = this.environment.scenario;
    const groups: number[][] = [];
    const covers = new Uint8Array(places.length * places.length);
    for (const target of targets) {
      const [inside = []] = withClients(this.environment, [this.resolver.places([target], stream)]);
      const outside = places.map((_, id) => id).filter((id) => !inside.includes(id));
      groups.push(inside);
      this.resolver.pairs(inside, outside, true)?.forEach((covered, pair) => {
        if (covered === 1) covers[pair] = 1;
      });
    }
    const hit = groups.flat();
    if (hit.length === 0) return NOTHING;
    const rest = places.map((_, id) => id).filter((id) => !hit.includes(id));
    return { ...this.onLinks(covers, { kind: 'block' }), places: hit, groups: [...groups, rest], split: true };
  }

  /** The node comes back at once with an empty disk; one that is down will find it when it is started. */
  private wipe(places: readonly number[]): Effect {
    const { environment } = this;
    for (const place of places) {
      const wasUp = environment.processes.isUp(place);
      if (wasUp) environment.crash(place, CrashReason.Fault);
      this.record(EventKind.Wipe, place, 0);
      for (const host of this.hostsAt(place)) host.wipe();
      if (wasUp) environment.restart(place, false);
    }
    return { places };
  }

  private corruptDisk(places: readonly number[], share: number, stream: number): Effect {
    const { streams, trace } = this.environment.kernel;
    for (const place of places) {
      let records = 0;
      const { values } = garbledBy(trace.enabled, () => {
        for (const host of this.hostsAt(place)) records += host.corruptDisk(() => streams.uniform(stream) < share);
      });
      this.record(EventKind.DiskCorrupt, place, records);
      for (const value of values) this.environment.record(EventKind.Damage, place, -1, 0, value, 0);
    }
    return { places };
  }

  private surge(workload: number, factor: number): Effect {
    const factors = this.surges.get(workload) ?? [];
    this.surges.set(workload, factors);
    factors.push(factor);
    const apply = (): void =>
      this.clients.surge(
        workload,
        factors.reduce((product, each) => product * each, 1),
      );
    apply();
    return {
      places: this.environment.scenario.workloads[workload]?.from ?? [],
      end: () => {
        factors.splice(factors.indexOf(factor), 1);
        apply();
      },
    };
  }

  private nodesOf(service: number): readonly number[] {
    return this.environment.scenario.services[service]?.nodes ?? [];
  }

  private hostsAt(place: number): ReplicaHost[] {
    return this.environment.hosts.filter((host) => host.place === place);
  }

  private recordClock(place: number): void {
    const { clocks, kernel } = this.environment;
    const offset = clocks.read(place, kernel.now) - kernel.now;
    this.environment.record(EventKind.Clock, place, -1, 0, offset, clocks.driftOf(place));
  }

  private record(kind: EventKind, place: number, a: number): void {
    this.environment.record(kind, place, -1, a, 0, 0);
  }
}

/** Places at either end of the covered pairs. */
function placesOf(covers: Uint8Array, n: number): number[] {
  const found = new Set<number>();
  covers.forEach((covered, pair) => {
    if (covered === 0) return;
    found.add(Math.floor(pair / n));
    found.add(pair % n);
  });
  return [...found].sort((a, b) => a - b);
}
