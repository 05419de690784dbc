import type { LinkProperties, ScenarioModel } from '../../language/model';
import { Sampler, meanOf } from '../kernel/sampler';
import { SlotKind, type Kernel } from '../kernel/kernel';
import { DropReason, EventKind } from '../run';
import type { Command } from './command';
import type { Endpoint, Endpoints } from './endpoint';
import { LinkEffects } from './link-effects';
import { HEADER_BYTES, VALUE_BYTES, Message, garbledBy, releaseMessage } from './message';
import type { Processes } from './processes';

interface LinkClass {
  readonly latency: Sampler;
  readonly writeLatency: Sampler;
  readonly properties: LinkProperties;
  /** True where the topology itself asks for more than a latency. */
  readonly special: boolean;
}

/** A message on a link that asks for more than a latency: all that its way needs to know. */
interface Parcel {
  readonly kind: number;
  readonly from: number;
  readonly target: number;
  readonly pair: number;
  readonly store: number;
  readonly body: Message | Command;
  readonly name: number;
  readonly cause: number;
  readonly toStore: boolean;
  /** Nanoseconds, drawn first and always, so that a fault does not shift the draws of later messages. */
  readonly latency: number;
}

/** Whose messages there are, each with random streams of its own: those of the stores, then those of the components. */
export function trafficNames({ stores, services, balancers, jobs }: ScenarioModel): readonly string[] {
  return [...stores, ...services, ...balancers, ...jobs].map(({ name }) => name);
}

/**
 * How messages travel. Each message is an independent datagram with its own draw of the link's latency, as the
 * literature assumes (PBS, the Raft and Paxos papers): two messages on one link may overtake each other, and messages
 * sent together arrive together only where the latency is constant. Bandwidth, where limited, serialises a link: what waits
 * for it is still in the sender's memory, dies with the sender, and meets the link as it is when its turn comes.
 * A message from a place to itself takes no time, is never lost, and is not counted.
 */
export class Network {
  /** Time that the handler now running takes: what it sends leaves when it is done. */
  processing = 0;
  dropped = 0;
  /** Messages and bytes sent so far, of each store, and after them of each component. */
  readonly storeMessages: number[];
  readonly storeBytes: number[];
  readonly effects = new LinkEffects((pair, disturbed) => {
    this.special[pair] = disturbed || this.classAt(pair).special ? 1 : 0;
  });
  private readonly places: number;
  private readonly traffic: readonly string[];
  private readonly classes: readonly LinkClass[];
  private readonly classOf: Uint16Array;
  /** 1 where a message needs more than a latency. */
  private readonly special: Uint8Array;
  /** Per store and component (see `trafficNames`): the stream of each pair's latencies, -1 until first used. */
  private readonly latencyStreams: readonly Int32Array[];
  private readonly chanceStreams = new Map<string, number>();
  /** Per pair: instant at which a link with limited bandwidth is free again, as far as this incarnation of the sender knows. */
  private readonly freeAt = new Map<number, { readonly at: number; readonly incarnation: number }>();

  constructor(
    private readonly scenario: ScenarioModel,
    private readonly kernel: Kernel,
    private readonly endpoints: Endpoints,
    /** Store of each group. */
    private readonly storeOf: readonly number[],
    private readonly processes: Processes,
  ) {
    const { links, places } = scenario;
    this.traffic = trafficNames(scenario);
    this.places = places.length;
    this.classOf = links.classOf;
    this.classes = links.classes.map((properties) => {
      const latency = new Sampler(properties.latency);
      const { writeLatency, loss, duplicate, reorderNs, bandwidthBytesPerS } = properties;
      return {
        latency,
        writeLatency: writeLatency === undefined ? latency : new Sampler(writeLatency),
        properties,
        special: loss > 0 || duplicate > 0 || reorderNs > 0 || bandwidthBytesPerS > 0,
      };
    });
    this.special = new Uint8Array(this.places * this.places);
    for (let pair = 0; pair < this.special.length; pair++) this.special[pair] = this.classAt(pair).special ? 1 : 0;
    this.latencyStreams = this.traffic.map(() => new Int32Array(this.places * this.places).fill(-1));
    this.storeMessages = this.traffic.map(() => 0);
    this.storeBytes = this.traffic.map(() => 0);
  }

  /** Mean one-way latency in nanoseconds, as the topology says; 0 to oneself. */
  expectedLatency(from: number, to: number): number {
    return from === to ? 0 : meanOf(this.classAt(from * this.places + to).properties.latency);
  }

  sendMessage(source: Endpoint, group: number, to: number, message: Message, names: number, response: boolean): void {
    message.from = source.address;
    message.group = group;
    const kind = response ? SlotKind.Response : SlotKind.Message;
    const name = names + message.type;
    this.send(kind, source.place, source.address, group, to, message, name, message.values, message.toStore);
  }

  sendRequest(source: Endpoint, group: number, to: number, command: Command, name: number): void {
    const values = command.isRead ? 0 : 1;
    this.send(SlotKind.Request, source.place, source.address, group, to, command, name, values, values > 0);
  }

  /** An answer that no process gives: the machine itself refuses a connection. */
  answerFor(place: number, group: number, to: number, message: Message, name: number): void {
    message.from = place;
    message.group = group;
    this.send(SlotKind.Response, place, place, group, to, message, name, 0, false);
  }

  private send(
    kind: number,
    fromPlace: number,
    from: number,
    group: number,
    to: number,
    body: Message | Command,
    name: number,
    values: number,
    toStore: boolean,
  ): void {
    const kernel = this.kernel;
    const departure = kernel.now + this.processing;
    const toPlace = to < this.places ? to : this.endpoints.placeOf(to);
    const target = this.endpoints.find(group, to);
    if (fromPlace === toPlace) {
      if (target >= 0) this.enqueue(kind, target, from, body, name, kernel.trace.cause, departure);
      return;
    }
    const bytes = HEADER_BYTES + Math.round(values * VALUE_BYTES);
    const pair = fromPlace * this.places + toPlace;
    const store = this.storeOf[group] as number;
    this.storeMessages[store] = (this.storeMessages[store] as number) + 1;
    this.storeBytes[store] = (this.storeBytes[store] as number) + bytes;
    const trace = kernel.trace;
    const cause = trace.enabled
      ? trace.record(kernel.now, EventKind.Send, fromPlace, toPlace, name, bytes, trace.length)
      : -1;
    if (target < 0) this.drop(fromPlace, toPlace, name, DropReason.ReceiverDown, cause);
    else {
      const latency = this.latency(store, pair, toStore);
      if (this.special[pair] === 0) this.enqueue(kind, target, from, body, name, cause, departure + latency);
      else this.queue({ kind, from, target, pair, store, body, name, cause, toStore, latency }, bytes, departure);
    }
  }

  /** A parcel leaves when its link is free: at once where bandwidth is not limited. */
  private queue(parcel: Parcel, bytes: number, departure: number): void {
    const { pair, body, name, cause } = parcel;
    const { bandwidthBytesPerS } = this.classAt(pair).properties;
    if (bandwidthBytesPerS === 0) return this.depart(parcel, departure);
    const sender = this.processes.of(Math.floor(pair / this.places));
    const { incarnation } = sender;
    const queued = this.freeAt.get(pair);
    const begins = queued?.incarnation === incarnation ? Math.max(departure, queued.at) : departure;
    const leaves = begins + Math.round((bytes * 1e9) / bandwidthBytesPerS);
    this.freeAt.set(pair, { at: leaves, incarnation });
    if (body instanceof Message) body.references++;
    this.kernel.at(leaves, () => {
      if (sender.incarnation === incarnation) this.depart(parcel, leaves);
      else this.drop(Math.floor(pair / this.places), pair % this.places, name, DropReason.SenderDown, cause);
      if (body instanceof Message) releaseMessage(body);
    });
  }

  /** Puts a parcel on its link, as that is now. */
  private depart(parcel: Parcel, leaves: number): void {
    const { kind, from, target, pair, store, body, name, cause, toStore, latency } = parcel;
    const { properties } = this.classAt(pair);
    const fault = this.effects.of(pair);
    const fromPlace = Math.floor(pair / this.places);
    const toPlace = pair % this.places;
    let arrival = leaves + latency;
    if (fault?.blocked === true) return this.drop(fromPlace, toPlace, name, DropReason.Partition, cause);
    if (properties.loss > 0 && this.chance('loss', pair, store) < properties.loss) {
      return this.drop(fromPlace, toPlace, name, DropReason.Loss, cause);
    }
    if (fault !== undefined && fault.kept < 1 && this.chance('drop', pair, store) >= fault.kept) {
      return this.drop(fromPlace, toPlace, name, DropReason.FaultDrop, cause);
    }
    const reorderNs = Math.max(properties.reorderNs, fault?.reorderNs ?? 0);
    if (reorderNs > 0) arrival += Math.floor(this.chance('reorder', pair, store) * reorderNs);
    if (fault !== undefined) arrival += fault.delayNs;
    let carried: Message | Command | undefined = body;
    if (fault !== undefined && fault.corruptShare > 0 && this.chance('corrupt', pair, store) < fault.corruptShare) {
      carried = this.damaged(parcel);
    }
    // A client's request comes over a connection, which delivers it once or not at all; only the client itself repeats it.
    const isRequest = kind === SlotKind.Request;
    const duplicate = isRequest ? 0 : 1 - (1 - properties.duplicate) * (1 - (fault?.duplicateShare ?? 0));
    if (duplicate > 0 && this.chance('duplicate', pair, store) < duplicate) {
      const second = leaves + this.latency(store, pair, toStore) + (fault?.delayNs ?? 0);
      this.enqueue(kind, target, from, body, name, cause, second);
    }
    if (carried === undefined) this.drop(fromPlace, toPlace, name, DropReason.Corrupt, cause);
    else this.enqueue(kind, target, from, carried, name, cause, arrival);
  }

  /** What arrives when bits flip: nothing where a checksum notices, a wrong value where none does. */
  private damaged({ body, store, pair, name, cause }: Parcel): Message | Command | undefined {
    if (this.scenario.stores[store]?.storage.checksums !== false) return undefined;
    const { now, trace } = this.kernel;
    const { made, values } = garbledBy(trace.enabled, () => body.garbled());
    if (made instanceof Message && body instanceof Message) made.group = body.group;
    const [from, to] = [Math.floor(pair / this.places), pair % this.places];
    if (made !== undefined)
      for (const value of values) trace.append(now, EventKind.Damage, from, to, name, value, cause, cause);
    return made;
  }

  drop(fromPlace: number, toPlace: number, name: number, reason: DropReason, cause: number): void {
    this.dropped++;
    const trace = this.kernel.trace;
    if (trace.enabled) trace.append(this.kernel.now, EventKind.Drop, fromPlace, toPlace, name, reason, cause, cause);
  }

  private enqueue(
    kind: number,
    target: number,
    from: number,
    body: Message | Command,
    name: number,
    cause: number,
    at: number,
  ): void {
    if (kind !== SlotKind.Request) (body as Message).references++;
    const { queue, now } = this.kernel;
    queue.add(at, kind, target, from, name, cause, now, body);
  }

  private latency(store: number, pair: number, toStore: boolean): number {
    const link = this.classes[this.classOf[pair] as number] as LinkClass;
    const sampler = toStore ? link.writeLatency : link.latency;
    let stream = (this.latencyStreams[store] as Int32Array)[pair] as number;
    if (stream < 0 && !sampler.isConstant) stream = this.createLatencyStream(store, pair);
    return sampler.draw(this.kernel.streams, stream);
  }

  private createLatencyStream(store: number, pair: number): number {
    const stream = this.kernel.streams.create(this.linkName(pair, store), 'latency');
    (this.latencyStreams[store] as Int32Array)[pair] = stream;
    return stream;
  }

  private chance(purpose: string, pair: number, store: number): number {
    const key = `${purpose} ${pair} ${store}`;
    let stream = this.chanceStreams.get(key);
    if (stream === undefined) {
      stream = this.kernel.streams.create(this.linkName(pair, store), purpose);
      this.chanceStreams.set(key, stream);
    }
    return this.kernel.streams.uniform(stream);
  }

  private linkName(pair: number, store: number): string {
    const { places } = this.scenario;
    const from = places[Math.floor(pair / this.places)]?.name ?? '';
    return `link ${from}->${places[pair % this.places]?.name ?? ''} ${this.traffic[store] ?? ''}`;
  }

  private classAt(pair: number): LinkClass {
    return this.classes[this.classOf[pair] as number] as LinkClass;
  }
}
