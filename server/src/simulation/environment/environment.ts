import type { DomainKind, PolicyModel, ScenarioModel } from '../../language/model';
import { Kernel, type KernelLimits } from '../kernel/kernel';
import { ContentObservation } from '../observation/contents';
import { SupersededWrites } from '../observation/superseded-writes';
import { Leadership } from '../observation/leadership';
import { shardOfKey } from '../run/shard-of-key';
import type { Group } from '../protocols/group';
import type { AnyFamily } from '../protocols/protocol';
import { familyOf } from '../protocols/registry';
import { ReplicaHost, type HostRole } from '../protocols/replica-host';
import { shardContents } from '../protocols/shard-contents';
import { CrashReason, EventKind, Role, type FailureReason } from '../run';
import { Clocks } from './clocks';
import type { Command } from './command';
import { Disk } from './disk';
import { EventDispatcher } from './dispatcher';
import { Endpoints, type Endpoint } from './endpoint';
import { MessagePool, Response, type Message } from './message';
import { Network, trafficNames } from './network';
import { DEFAULT_MESSAGE_COST_NS, Processes } from './processes';

export interface EnvironmentOptions extends KernelLimits {
  readonly seed: number;
  readonly trace: boolean;
  readonly messageCostNs?: number | undefined;
  /** Families by policy; the registered ones unless a test or benchmark of the machinery brings its own. */
  readonly familyOf?: ((policy: PolicyModel) => AnyFamily | undefined) | undefined;
}

/** Told of what an outsider can see; faults with `when` and detection times live on it. */
export interface Watcher {
  /** `store`: whose replicas suspect it; -1 for a component. */
  suspected(peer: number, store: number): void;
  damageFound(place: number, store: number): void;
  roleTaken(group: Group, place: number, role: Role, newLeader: boolean): void;
  acknowledged(group: Group): void;
  reachedNode(operation: number): void;
}

/** Everything that surrounds the protocols: places, network, disks, clocks, and the replicas' processes. */
export class Environment {
  readonly kernel: Kernel;
  readonly clocks: Clocks;
  readonly processes: Processes;
  readonly endpoints: Endpoints;
  readonly network: Network;
  readonly dispatcher: EventDispatcher;
  readonly contents: ContentObservation;
  readonly superseded = new SupersededWrites();
  readonly leadership = new Leadership();
  readonly groups: Group[] = [];
  readonly hosts: ReplicaHost[] = [];
  readonly requestName: number;
  readonly responseName: number;
  watcher: Watcher | undefined;
  private readonly responses: MessagePool<Response>;
  private readonly disks: (Disk | undefined)[] = [];
  private readonly storeOfGroup: number[] = [];

  constructor(
    readonly scenario: ScenarioModel,
    options: EnvironmentOptions,
  ) {
    this.kernel = new Kernel(options.seed, options.trace, options);
    this.requestName = this.kernel.trace.name('request');
    this.responseName = this.kernel.trace.name('response');
    this.clocks = new Clocks(scenario.places);
    this.processes = new Processes(scenario, options.messageCostNs ?? DEFAULT_MESSAGE_COST_NS);
    this.endpoints = new Endpoints(scenario.places.length);
    this.responses = new MessagePool(() => new Response());
    this.network = new Network(scenario, this.kernel, this.endpoints, this.storeOfGroup, this.processes);
    this.contents = new ContentObservation(this.kernel, scenario.stores.length, this.storeOfGroup);
    this.dispatcher = new EventDispatcher(
      this.kernel,
      this.endpoints,
      this.network,
      this.responses,
      this.responseName,
      (operation) => this.reached(operation),
    );
    this.createGroups(options.familyOf ?? familyOf);
    this.firstChannel = this.groups.length;
    trafficNames(scenario).forEach((_, index) => {
      if (index >= scenario.stores.length) this.storeOfGroup.push(index);
    });
  }

  /**
   * Components send on channels, which stand after the groups of the stores: first those of the services, then of the
   * balancers, then of the jobs.
   */
  readonly firstChannel: number;

  /** First group of each store; a store's shards follow each other. -1: the store's family is not executed. */
  readonly firstGroup: number[] = [];

  private createGroups(lookUp: (policy: PolicyModel) => AnyFamily | undefined): void {
    this.scenario.stores.forEach((store, storeIndex) => {
      const family = lookUp(store.policy);
      this.firstGroup.push(family === undefined ? -1 : this.groups.length);
      if (family === undefined) return;
      const pool = new MessagePool<Message>(() => family.createMessage());
      const names = this.kernel.trace.nameBlock(family.messages);
      store.placement.forEach((members, shard) => {
        const id = this.groups.length;
        this.storeOfGroup.push(storeIndex);
        const spares = family.hasSeats === true ? store.nodes.filter((place) => !members.includes(place)) : [];
        const { policy } = store;
        const configured = { members, configuration: 0, spares, policy };
        this.groups.push({ id, storeIndex, store, shard, family, pool, names, ...configured });
      });
    });
    for (const group of this.groups) {
      for (const place of group.members) this.addHost(group, place, 'member');
      if (group.family.runsOnSpares?.(group.policy) !== true) continue;
      for (const place of group.store.nodes) if (!group.members.includes(place)) this.addHost(group, place, 'spare');
    }
  }

  addHost(group: Group, place: number, as: HostRole): ReplicaHost {
    const host = new ReplicaHost(this.endpoints.all.length, place, this, group, as);
    this.endpoints.addReplica(group.id, host);
    this.hosts.push(host);
    return host;
  }

  /**
   * An operator adds a replica: clients and configuration know it at once, its process begins with an empty disk. One whose
   * removal the others have not agreed on yet is still there, and goes on.
   */
  addMember(group: Group, place: number): void {
    if (group.family.hasSeats === true) {
      group.spares = [...group.spares.filter((spare) => spare !== place), place];
      return;
    }
    group.members = [...group.members, place];
    group.configuration++;
    const former = this.hostOf(group, place);
    if (former === undefined || former.isRemoved) this.join(group, place);
  }

  private join(group: Group, place: number): void {
    const host = this.addHost(group, place, 'joining');
    if (this.processes.isUp(place)) host.boot();
  }

  /** Whether a member can be taken out: one that has a seat only where a spare that does not leave too takes it over. */
  canRemove(group: Group, place: number, leaving: readonly number[]): boolean {
    if (group.family.hasSeats !== true || !group.members.includes(place)) return true;
    return this.spareOf(group, leaving) !== undefined;
  }

  /** An operator takes a replica out. Families that agree on their membership themselves let it go when they have. */
  removeMember(group: Group, place: number, leaving: readonly number[]): void {
    group.spares = group.spares.filter((spare) => spare !== place);
    if (!group.members.includes(place)) return;
    group.configuration++;
    if (group.family.hasSeats === true) return this.replace(group, place, this.spareOf(group, leaving) ?? place);
    group.members = group.members.filter((member) => member !== place);
    if (group.family.agreesOnMembers !== true) this.hostOf(group, place)?.remove();
  }

  /** The members themselves have found one to be gone. Should it come back it is the last of the spares. */
  replaceMember(group: Group, place: number): void {
    const spare = this.spareOf(group, []);
    if (spare === undefined || !this.processes.isUp(spare) || !group.members.includes(place)) return;
    group.configuration++;
    if (this.hostOf(group, place)?.isServing === false) this.announced(group, place, Role.Removed, 0);
    this.replace(group, place, spare);
    group.spares = [...group.spares, place];
    for (const host of this.hosts) if (host.of === group && host.isServing) host.operator({ kind: 'remove', place });
  }

  private spareOf(group: Group, leaving: readonly number[]): number | undefined {
    const spares = group.spares.filter((spare) => !leaving.includes(spare));
    return spares.find((spare) => this.processes.isUp(spare)) ?? spares[0];
  }

  /** A spare sits down where another one sat, whose process ends. */
  private replace(group: Group, place: number, spare: number): void {
    group.spares = group.spares.filter((other) => other !== spare);
    group.members = group.members.map((member) => (member === place ? spare : member));
    this.hostOf(group, place)?.remove();
    this.join(group, spare);
  }

  /** A replica has learnt that it was removed. Where the operator has added it again meanwhile, a new one takes its place. */
  left(host: ReplicaHost): void {
    if (host.isRemoved) return;
    host.remove();
    if (host.of.members.includes(host.place)) this.join(host.of, host.place);
  }

  /** A replica has got a value, perhaps one whose last copy was gone. */
  mayComeBack(group: Group, key: number, value: number): void {
    const { vanished } = this.superseded;
    if (!vanished.has(value)) return;
    const hosts = this.hosts.filter((host) => host.of === group);
    if (shardContents(group, hosts).get(key)?.includes(value) === true) vanished.cameBack(value);
  }

  hostOf(group: Group, place: number): ReplicaHost | undefined {
    return this.hosts.findLast((host) => host.of === group && host.place === place);
  }

  /** Starts every replica. Called once, at time 0. */
  boot(): void {
    for (const host of this.hosts) host.boot();
  }

  diskOf(place: number): Disk {
    const model = this.scenario.places[place];
    if (model === undefined) throw new Error(`There is no place ${place}.`);
    return (this.disks[place] ??= new Disk(place, model, this.kernel, this.processes));
  }

  domainOf(place: number, kind: DomainKind): number {
    let at = this.scenario.places[place]?.domain ?? -1;
    while (at >= 0) {
      const domain = this.scenario.domains[at];
      if (domain === undefined || domain.kind === kind) return at;
      at = domain.parent;
    }
    return -1;
  }

  /** An empty answer to fill; it belongs to the handler that is running. */
  response(operation: number, reason: FailureReason): Response {
    const response = this.responses.take(0);
    response.operation = operation;
    response.reason = reason;
    response.indefinite = false;
    response.output = NaN;
    response.observation = undefined;
    response.leader = -1;
    response.degraded = false;
    response.position = 0;
    return response;
  }

  /** A pool for the messages of components. */
  createPool<M extends Message>(create: () => M): MessagePool<M> {
    return new MessagePool(create);
  }

  // Processes

  crash(place: number, reason: CrashReason): void {
    if (!this.processes.crash(place)) return;
    this.record(EventKind.Crash, place, -1, reason, 0, 0);
    for (const endpoint of this.endpoints.at(place)) endpoint.crash();
    this.dispatcher.crash(place);
  }

  /** Ends one crash, or all there are. */
  restart(place: number, endsAll: boolean): void {
    if (!this.processes.restart(place, endsAll)) return;
    this.record(EventKind.Restart, place, -1, 0, 0, 0);
    for (const endpoint of this.endpoints.at(place)) endpoint.restart();
  }

  crashForFullDisk(place: number): void {
    // Deferred: the handler that found out must not see itself vanish.
    this.kernel.at(this.kernel.now, () => {
      if (this.processes.isUp(place) && !this.diskOf(place).hasRoom) {
        this.diskOf(place).crashedForRoom = true;
        this.crash(place, CrashReason.DiskFull);
      }
    });
  }

  pause(place: number): void {
    if (this.processes.pause(place)) this.record(EventKind.Pause, place, -1, 0, 0, 0);
  }

  resume(place: number): void {
    if (!this.processes.resume(place)) return;
    this.record(EventKind.Resume, place, -1, 0, 0, 0);
    this.dispatcher.resume(place);
  }

  hold(endpoint: Endpoint): void {
    endpoint.held ??= [];
  }

  unhold(endpoint: Endpoint): void {
    this.dispatcher.unhold(endpoint);
  }

  // What replicas say, as seen from outside

  announced(group: Group, place: number, role: Role, term: number): void {
    const { now } = this.kernel;
    this.record(EventKind.Role, place, group.shard, group.storeIndex, role, term);
    const newLeader = this.leadership.announced(group, place, role, term, now);
    this.watcher?.roleTaken(group, place, role, newLeader);
  }

  suspected(group: Group, place: number, peer: number): void {
    this.record(EventKind.Suspect, place, peer, group.storeIndex, 0, 0);
    this.watcher?.suspected(peer, group.storeIndex);
  }

  /** A checksum tells a replica of a store that its own disk is damaged. */
  damageFound(place: number, store: number): void {
    this.watcher?.damageFound(place, store);
  }

  /** A component has found out that a place, or what should run there, has failed. */
  noticed(peer: number): void {
    this.watcher?.suspected(peer, -1);
  }

  acknowledged(group: Group, place: number, command: Command): void {
    this.record(EventKind.Acknowledge, place, -1, command.operation, group.storeIndex, command.value);
    this.leadership.acknowledged(group, place, command.operation, this.kernel.now);
    this.watcher?.acknowledged(group);
  }

  recovered(group: Group, place: number, replayed: number, takesNs: number): void {
    this.record(EventKind.Recovered, place, -1, replayed, takesNs, group.storeIndex);
  }

  /** An operation has reached a running node. */
  reached(operation: number): void {
    this.leadership.reached(operation);
    this.watcher?.reachedNode(operation);
  }

  /** The shard that a key of a store belongs to. */
  groupOf(store: number, key: number): Group {
    const first = this.firstGroup[store] as number;
    const shards = this.scenario.stores[store]?.placement.length ?? 1;
    const shard = shardOfKey(key, shards);
    return this.groups[first + shard] as Group;
  }

  setPolicy(store: number, policy: PolicyModel): void {
    for (const group of this.groups) if (group.storeIndex === store) group.policy = policy;
  }

  record(kind: EventKind, place: number, peer: number, a: number, b: number, c: number): number {
    return this.kernel.trace.record(this.kernel.now, kind, place, peer, a, b, c);
  }
}
