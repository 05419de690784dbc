import type { Command } from './command';
import type { Message, Response } from './message';
import type { Process } from './processes';

/**
 * What messages and timers are addressed to: a replica of one shard of a store, or the client side of a workload or
 * service. The environment calls it only while its place runs and is not paused.
 */
export abstract class Endpoint {
  /** Slots waiting until this endpoint has finished a write that it waits for; undefined when it does not wait. */
  held: number[] | undefined = undefined;

  constructor(
    readonly id: number,
    readonly place: number,
    /** The address that its messages come from. */
    readonly address: number,
    /** The shard whose replica this is; -1 for the client side. */
    readonly group: number,
    /** The process that it lives in. */
    readonly process: Process,
  ) {}

  abstract receive(message: Message): void;
  abstract request(command: Command): void;
  abstract respond(response: Response): void;
  abstract fire(tag: number): void;
  /** A message found no process here: what the machine answers in its place, which for replicas is nothing. */
  unanswered(_message: Message): void {
    return;
  }
  /** The process is gone with all it had in memory. */
  abstract crash(): void;
  /** The process is started again. */
  abstract restart(): void;
}

/**
 * All endpoints of a run. An address is a place id for the replicas there (the shard says which), and from `places` on
 * the number of a client-side endpoint.
 */
export class Endpoints {
  readonly all: Endpoint[] = [];
  private readonly replicas: Int32Array[] = [];
  private readonly agents: number[] = [];

  constructor(private readonly places: number) {}

  /** Address of the next client-side endpoint. */
  nextAgentAddress(): number {
    return this.places + this.agents.length;
  }

  addAgent(endpoint: Endpoint): void {
    this.agents.push(endpoint.id);
    this.all.push(endpoint);
  }

  addReplica(group: number, endpoint: Endpoint): void {
    while (this.replicas.length <= group) this.replicas.push(new Int32Array(this.places).fill(-1));
    (this.replicas[group] as Int32Array)[endpoint.place] = endpoint.id;
    this.all.push(endpoint);
  }

  /** Place of an address. */
  placeOf(address: number): number {
    return address < this.places ? address : (this.all[this.agents[address - this.places] ?? -1]?.place ?? -1);
  }

  /** Id of the endpoint of a group at an address, or -1. */
  find(group: number, address: number): number {
    if (address >= this.places) return this.agents[address - this.places] ?? -1;
    const table = this.replicas[group];
    return table === undefined ? -1 : (table[address] as number);
  }

  at(place: number): Endpoint[] {
    return this.all.filter((endpoint) => endpoint.place === place);
  }
}
