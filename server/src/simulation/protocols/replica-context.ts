import type { DataType, DomainKind, StoreModel } from '../../language/model';
import type { Command } from '../environment/command';
import type { Endpoint } from '../environment/endpoint';
import type { Environment } from '../environment/environment';
import type { Message, Response } from '../environment/message';
import type { StableStorage } from '../environment/stable-storage';
import { EventKind, FailureReason, type Role } from '../run';
import type { Group } from './group';
import type { Conduct } from './protocol';

/** All that a replica may know and do. See `protocol.ts` for the rules. */
export class ReplicaContext<M extends Message> {
  private readonly timerIds: readonly number[];
  private readonly stream: number;
  /** Byzantine faults in force here, oldest first: each has its way with what the ones before it let out. */
  conducts: readonly Conduct[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly endpoint: Endpoint,
    private readonly group: Group,
    /** State that survives a crash. */
    readonly storage: StableStorage,
    /** True for a replica that an operator added to a running store: it begins with nothing. */
    readonly joining: boolean,
  ) {
    const { kernel } = environment;
    this.timerIds = group.family.timers.map((_, tag) => kernel.timers.create(endpoint.id, tag));
    const place = environment.scenario.places[endpoint.place]?.name ?? '';
    this.stream = kernel.streams.create(`${group.store.name}/${group.shard}@${place}`, 'protocol');
  }

  // Who and where

  /** Place id of this replica. */
  get self(): number {
    return this.endpoint.place;
  }

  /** Place ids of the shard's replicas as configured, preferred leader first. */
  get members(): readonly number[] {
    return this.group.members;
  }

  /** How often an operator has changed the members: what was said in another configuration can be told by it. */
  get configuration(): number {
    return this.group.configuration;
  }

  /** Where the members have seats: who could take one, as configured. */
  get spares(): readonly number[] {
    return this.group.spares;
  }

  get dataType(): DataType {
    return this.group.store.data;
  }

  get store(): StoreModel {
    return this.group.store;
  }

  get shard(): number {
    return this.group.shard;
  }

  /** Domain of a kind that a place is in, or -1: racks and regions are known to all, as configuration. */
  domain(place: number, kind: DomainKind): number {
    return this.environment.domainOf(place, kind);
  }

  /** Mean one-way latency to a place in nanoseconds, as an operator would have measured it. */
  expectedLatency(place: number): number {
    return this.environment.network.expectedLatency(this.self, place);
  }

  /** Every place that could take over for another: nodes of the store in the order written. */
  get nodes(): readonly number[] {
    return this.group.store.nodes;
  }

  /** Places are numbered from 0 to one less than this, wherever a replica may be put. */
  get placeCount(): number {
    return this.environment.scenario.places.length;
  }

  // Time and chance

  /** What this node's clock shows, in nanoseconds. It drifts, it may be off, it may jump. */
  clock(): number {
    return this.environment.clocks.read(this.self, this.environment.kernel.now);
  }

  /** Local nanoseconds since the start of the run, for leases and timeouts: it drifts, and nobody can set it. */
  monotonic(): number {
    return this.environment.clocks.monotonic(this.self, this.environment.kernel.now);
  }

  /** Sets or moves a timer to fire after a delay in local nanoseconds. */
  setTimer(timer: number, delayNs: number): void {
    const { kernel, clocks } = this.environment;
    const at = kernel.now + clocks.trueDelay(this.self, Math.max(0, delayNs));
    kernel.timers.setRecurring(this.timerIds[timer] as number, at, kernel.trace.cause);
  }

  /** What is done from here on is done all the time, and is not caused by what has just happened. */
  goOn(): void {
    this.environment.kernel.trace.cause = -1;
  }

  cancelTimer(timer: number): void {
    this.environment.kernel.timers.cancel(this.timerIds[timer] as number);
  }

  isTimerSet(timer: number): boolean {
    return this.environment.kernel.timers.isSet(this.timerIds[timer] as number);
  }

  cancelAllTimers(): void {
    for (const id of this.timerIds) this.environment.kernel.timers.cancel(id);
  }

  /** Uniform in (0, 1), from this replica's own stream. */
  random(): number {
    return this.environment.kernel.streams.uniform(this.stream);
  }

  /** Uniform in low..high, a whole number. */
  randomBetween(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  // Messages

  /** A message to fill and send. */
  message(type: number): M {
    return this.group.pool.take(type) as M;
  }

  /** Sends to a place, or to the client library that a message came from. */
  send(to: number, message: M): void {
    if (this.conducts.length > 0 && to !== this.self) this.misbehave(to, message, undefined);
    else this.transmit(to, message, false);
  }

  /** Sends one message to every member but this replica. */
  sendToOthers(message: M): void {
    for (const member of this.group.members) if (member !== this.endpoint.place) this.send(member, message);
  }

  private transmit(to: number, message: Message, response: boolean): void {
    const { network, responseName } = this.environment;
    const names = response ? responseName : this.group.names;
    network.sendMessage(this.endpoint, this.group.id, to, message, names, response);
  }

  /** Sends what this node's faults make of a message, or of the answer to a command; what they change was caused by them. */
  private misbehave(to: number, message: Message, answered: Command | undefined): void {
    const { trace } = this.environment.kernel;
    const { cause } = trace;
    let spoken: { readonly message: Message; readonly cause: number }[] = [{ message, cause }];
    for (const conduct of this.conducts) {
      spoken = spoken.flatMap((each) => {
        const said = conduct.instead(each.message, to, answered);
        return said.messages.map((other) => ({
          message: other,
          cause: other === each.message || said.cause < 0 ? each.cause : said.cause,
        }));
      });
    }
    for (const each of spoken) {
      trace.cause = each.cause;
      this.transmit(to, each.message, answered !== undefined);
    }
    trace.cause = cause;
  }

  // Clients

  /** A request has come through a client library: one that asked a running node. */
  reached(command: Command): void {
    this.environment.reached(command.operation);
  }

  /**
   * Success. `output`: the value read; `observation`: contents of a log or set, or siblings; `position`: what the session's
   * next commands bring as `seen`.
   */
  answer(command: Command, output = NaN, observation?: readonly number[], position = 0): void {
    if (!command.isRead) this.environment.acknowledged(this.group, this.self, command);
    const response = this.response(command, FailureReason.None);
    response.output = output;
    response.observation = observation;
    response.values = observation?.length ?? (output === output ? 1 : 0);
    response.position = position;
    this.respond(command, response);
  }

  /** The command was surely not executed and will not be. `leader`: whom to ask instead, as far as this replica knows. */
  refuse(command: Command, reason: FailureReason, leader = -1, position = 0): void {
    this.note(EventKind.Refuse, -1, command.operation, reason, 0);
    const response = this.response(command, reason);
    response.leader = leader;
    response.position = position;
    this.respond(command, response);
  }

  /** No success, but the command may still take effect. */
  giveUp(command: Command, reason: FailureReason): void {
    this.note(EventKind.Refuse, -1, command.operation, reason, 0);
    const response = this.response(command, reason);
    response.indefinite = true;
    this.respond(command, response);
  }

  private response(command: Command, reason: FailureReason): Response {
    return this.environment.response(command.operation, reason);
  }

  private respond(command: Command, response: Response): void {
    if (this.conducts.length > 0) this.misbehave(command.client, response, command);
    else this.transmit(command.client, response, true);
  }

  // Disk

  /** As `storage.sync`, and until then nothing else reaches this replica: it waits in the order of arrival. */
  syncHolding(then: () => void): void {
    this.environment.hold(this.endpoint);
    this.storage.sync(() => {
      this.environment.unhold(this.endpoint);
      then();
    });
  }

  // What happens, for reports and measurements; a protocol never reads any of it back.

  /** This replica takes a role in a term, view, ballot or epoch. */
  announce(role: Role, term: number): void {
    this.environment.announced(this.group, this.self, role, term);
  }

  /** This replica holds a peer for failed. */
  suspect(peer: number): void {
    this.environment.suspected(this.group, this.self, peer);
  }

  /** This replica takes a peer for alive again. */
  trust(peer: number): void {
    this.note(EventKind.Trust, peer, this.group.storeIndex, 0, 0);
  }

  /** An entry is in this replica's log. */
  appended(index: number, value: number): void {
    this.note(EventKind.Append, this.group.shard, this.group.storeIndex, index, value);
  }

  /** The log is known to be committed up to an index. */
  committed(index: number): void {
    this.note(EventKind.Commit, this.group.shard, this.group.storeIndex, index, 0);
  }

  /** Entries were dropped because another log won. */
  truncated(fromIndex: number, count: number): void {
    this.note(EventKind.Truncate, this.group.shard, this.group.storeIndex, fromIndex, count);
  }

  /** This replica now holds a value, instead of `old` where one is given: for registers and counters. */
  stored(key: number, value: number, old: number | undefined): void {
    this.environment.contents.replace(this.endpoint.id, key, old, value);
    this.note(EventKind.Apply, -1, this.group.storeIndex, key, value);
    this.environment.mayComeBack(this.group, key, value);
    if (old !== undefined && old !== value) this.superseded(old, value);
  }

  /** This replica no longer holds a value. */
  removed(key: number, value: number): void {
    this.environment.contents.replace(this.endpoint.id, key, value, undefined);
  }

  /** A read found a record whose checksum did not match. */
  corruptionDetected(key: number): void {
    this.storage.corruptionDetected(key);
  }

  /** Of registers and sets: a write, or a removal, took the place of another, unless that was gone already (`VanishedWrites`). */
  superseded(value: number, by: number): void {
    const { replaced, vanished } = this.environment.superseded;
    if (this.dataType !== 'register' && this.dataType !== 'set') return;
    if (!vanished.has(value)) replaced.note(value, by);
  }

  /** Of registers: a write came too late in the order of the store, and changed nothing here. */
  outdated(value: number, by: number): void {
    if (this.dataType === 'register') this.environment.superseded.refused.note(value, by);
  }

  hinted(peer: number, key: number, value: number): void {
    this.note(EventKind.Hint, peer, this.group.storeIndex, key, value);
  }

  repaired(peer: number, key: number, value: number): void {
    this.note(EventKind.Repair, peer, this.group.storeIndex, key, value);
  }

  snapshotTaken(lastIndex: number): void {
    this.note(EventKind.Snapshot, this.group.shard, this.group.storeIndex, lastIndex, 0);
  }

  /** This replica has learnt that it no longer belongs to the shard: its process ends, deferred to after the handler. */
  leave(): void {
    const { kernel, hosts } = this.environment;
    const host = hosts.find(({ id }) => id === this.endpoint.id);
    kernel.at(kernel.now, () => host !== undefined && this.environment.left(host));
  }

  /**
   * The members have found that one of them is gone: configuration management gives its seat to the first spare that is up,
   * where there is one, and all learn of it at once, as of an operator's word. Deferred to after the handler.
   */
  replace(place: number): void {
    const { environment, group } = this;
    environment.kernel.at(environment.kernel.now, () => environment.replaceMember(group, place));
  }

  membersChanged(count: number): void {
    this.note(EventKind.Reconfigure, this.group.shard, this.group.storeIndex, count, 0);
  }

  /** A remark for the reader of a trace. */
  remark(text: string, b = 0, c = 0): void {
    const { trace } = this.environment.kernel;
    if (trace.enabled) this.note(EventKind.Note, -1, trace.name(text), b, c);
  }

  private note(kind: EventKind, peer: number, a: number, b: number, c: number): void {
    const { kernel } = this.environment;
    kernel.trace.record(kernel.now, kind, this.endpoint.place, peer, a, b, c);
  }
}
