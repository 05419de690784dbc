import type { Command } from '../environment/command';
import type { Endpoint } from '../environment/endpoint';
import type { Environment } from '../environment/environment';
import type { Message } from '../environment/message';
import { EventKind, FailureReason } from '../run';
import type { Group } from './group';

/** How a client library ends an attempt. */
export interface AttemptEnd {
  readonly operation: number;
  readonly reason: FailureReason;
  readonly output: number;
  readonly observation: readonly number[] | undefined;
  /** After a failure: the operation may still take effect. */
  readonly indefinite: boolean;
  /** Place id of a replica that answered, or -1. */
  readonly answeredBy: number;
}

/** All that a client library may know and do: the client's counterpart of `ReplicaContext`. */
export class ClientContext<M extends Message> {
  private readonly stream: number;

  constructor(
    private readonly environment: Environment,
    private readonly endpoint: Endpoint,
    private readonly group: Group,
    private readonly ended: (end: AttemptEnd) => void,
    name: string,
  ) {
    this.stream = environment.kernel.streams.create(name, 'protocol');
  }

  /** Place id of the client. */
  get self(): number {
    return this.endpoint.place;
  }

  /** A number that tells this client from every replica and every other client: breaks ties between timestamps. */
  get identity(): number {
    return this.endpoint.address;
  }

  get members(): readonly number[] {
    return this.group.members;
  }

  get store() {
    return this.group.store;
  }

  domain(place: number, kind: Parameters<Environment['domainOf']>[1]): number {
    return this.environment.domainOf(place, kind);
  }

  expectedLatency(place: number): number {
    return this.environment.network.expectedLatency(this.self, place);
  }

  clock(): number {
    return this.environment.clocks.read(this.self, this.environment.kernel.now);
  }

  /** Local nanoseconds since the start of the run: it drifts, and nobody can set it. */
  monotonic(): number {
    return this.environment.clocks.monotonic(this.self, this.environment.kernel.now);
  }

  random(): number {
    return this.environment.kernel.streams.uniform(this.stream);
  }

  message(type: number): M {
    return this.group.pool.take(type) as M;
  }

  send(to: number, message: M): void {
    this.environment.network.sendMessage(this.endpoint, this.group.id, to, message, this.group.names, false);
  }

  /** A replica has answered something that was sent for the command: it reached a running node. */
  reached(command: Command): void {
    this.environment.reached(command.operation);
  }

  succeed(command: Command, answeredBy: number, output = NaN, observation?: readonly number[]): void {
    if (!command.isRead) this.environment.acknowledged(this.group, answeredBy, command);
    const { operation } = command;
    this.ended({ operation, reason: FailureReason.None, output, observation, indefinite: false, answeredBy });
  }

  fail(command: Command, reason: FailureReason, indefinite: boolean): void {
    const { operation } = command;
    this.ended({ operation, reason, output: NaN, observation: undefined, indefinite, answeredBy: -1 });
  }

  repaired(peer: number, key: number, value: number): void {
    const { kernel } = this.environment;
    kernel.trace.record(kernel.now, EventKind.Repair, this.self, peer, this.group.storeIndex, key, value);
  }
}
