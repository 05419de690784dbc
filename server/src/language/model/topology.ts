import type { Origin, WrittenAt } from './origin';
import type { Distribution, Nanos } from './quantity';
import type { PolicyModel } from './policy';
import type { ResilienceModel } from './resilience';

export type DomainKind = 'region' | 'datacenter' | 'zone' | 'rack' | 'host';

/** Long-run failure data in nanoseconds (years exceed the run limit, so these are plain numbers). */
export interface FailureData {
  readonly mtbfNs?: number;
  readonly mttrNs?: number;
}

/** A failure domain. Domains are listed parents first; `parent` is an index into the same list or -1. */
export interface DomainModel extends FailureData {
  readonly name: string;
  readonly kind: DomainKind;
  readonly parent: number;
  readonly origin: Origin;
}

/**
 * A place that can send and receive: a node or a client. `ScenarioModel.places` lists all of them, nodes first; an
 * index into that list is a *place id*, and the simulation, the trace and the report use it throughout.
 */
export interface PlaceModel extends FailureData {
  readonly kind: 'node' | 'client';
  readonly name: string;
  /** Innermost domain, an index into `domains`, or -1. */
  readonly domain: number;
  readonly clock: { readonly skewNs: Nanos; readonly driftPpm: number };
  readonly disk: { readonly latency: Distribution; readonly capacityBytes: number };
  /** Requests that services here do their own work for at the same time; undefined: no bound but their workers. */
  readonly cores?: number;
  readonly origin: Origin;
}

/** A shared fate across domains: a power feed, a switch, a software version. */
export interface GroupModel extends FailureData {
  readonly name: string;
  readonly members: readonly number[];
  readonly origin: Origin;
}

/** How a message travels one way between two places. Probabilities are shares of 1; 0 bandwidth means unlimited. */
export interface LinkProperties {
  readonly latency: Distribution;
  /** Latency of messages that carry a value to store, where it differs. */
  readonly writeLatency?: Distribution;
  readonly loss: number;
  readonly duplicate: number;
  /** A message may be held back by up to this long, so that later ones overtake it. */
  readonly reorderNs: Nanos;
  readonly bandwidthBytesPerS: number;
  readonly origin?: Origin;
}

/** Link classes of a topology: `classOf[from * places + to]` is an index into `classes`. */
export interface LinkTable {
  readonly classes: readonly LinkProperties[];
  readonly classOf: Uint16Array;
}

export type DataType = 'register' | 'log' | 'counter' | 'set';

export interface StorageModel {
  readonly log: 'fsync' | 'batch' | 'off';
  /** Time between flushes where `log` is `batch`. */
  readonly batchNs: Nanos;
  /** Time of one flush; undefined means the node's own disk latency. */
  readonly fsync?: Distribution;
  /** Undefined: no checkpoints, recovery replays the whole log. */
  readonly checkpointNs?: Nanos;
  /** Log entries replayed a second in recovery. */
  readonly replayPerS: number;
  readonly checksums: boolean;
  readonly writtenAt?: WrittenAt;
}

export interface StoreModel {
  readonly name: string;
  /** Place ids in the order written. */
  readonly nodes: readonly number[];
  readonly policy: PolicyModel;
  readonly data: DataType;
  readonly shards: number;
  /** Replicas of each shard; at most `nodes.length`. */
  readonly replicas: number;
  /** Place ids of each shard's replicas, the preferred (first) leader first; spread over failure domains. */
  readonly placement: readonly (readonly number[])[];
  readonly storage: StorageModel;
  readonly origin: Origin;
}

export type HandlerStep =
  | { readonly kind: 'operation'; readonly operation: OperationKind; readonly store: number; readonly origin: Origin }
  | {
      readonly kind: 'call';
      readonly service: number;
      readonly handler: string;
      readonly resilience: ResilienceModel;
      readonly origin: Origin;
      readonly writtenAt?: WrittenAt;
    };

export interface ServiceModel {
  readonly name: string;
  readonly nodes: readonly number[];
  readonly workers: number;
  readonly queue: number;
  readonly serviceTime: Distribution;
  readonly handlers: readonly {
    readonly name: string;
    readonly steps: readonly HandlerStep[];
    readonly origin: Origin;
  }[];
  readonly liveness?: HealthCheckModel;
  readonly readiness?: HealthCheckModel;
  readonly restart?: { readonly minNs: Nanos; readonly maxNs: Nanos };
  readonly autoscale?: { readonly min: number; readonly max: number; readonly target: number; readonly delayNs: Nanos };
  readonly origin: Origin;
  readonly writtenAt?: WrittenAt;
}

export interface HealthCheckModel {
  readonly everyNs: Nanos;
  readonly timeoutNs: Nanos;
  readonly failures: number;
}

export interface BalancerModel {
  readonly name: string;
  readonly nodes: readonly number[];
  readonly service: number;
  readonly strategy: 'round-robin' | 'least-connections' | 'random' | 'nearest';
  readonly healthCheck?: HealthCheckModel;
  readonly origin: Origin;
  readonly writtenAt?: WrittenAt;
}

export interface JobModel {
  readonly name: string;
  readonly nodes: readonly number[];
  readonly inputPerS: number;
  readonly checkpointNs?: Nanos;
  readonly checkpointTakesNs: Nanos;
  readonly restartNs: Nanos;
  readonly delivery: 'exactly-once' | 'at-least-once' | 'at-most-once';
  readonly origin: Origin;
}

/** What one client operation does; which kinds a store accepts follows from its data type. */
export type OperationKind = 'read' | 'write' | 'cas' | 'append' | 'poll' | 'increment' | 'add' | 'remove';
