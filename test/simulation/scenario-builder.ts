import {
  toNanos,
  type Distribution,
  type FaultModel,
  type LinkProperties,
  type Nanos,
  type OperationKind,
  type Origin,
  type PlaceModel,
  type PolicyModel,
  type ScenarioModel,
  type StorageModel,
  type StoreModel,
  type WorkloadModel,
} from '../../server/src/language/model';

export const origin: Origin = { file: 0, line: 0, column: 0, start: 0, end: 0 };
export const ms = (value: number): Nanos => toNanos(value * 1e6);
export const s = (value: number): Nanos => toNanos(value * 1e9);
export const constant = (value: Nanos): Distribution => ({ kind: 'constant', value });
export const exponential = (mean: Nanos): Distribution => ({ kind: 'exponential', mean });

const UNLIMITED = Number.MAX_SAFE_INTEGER;

export interface ScenarioText {
  nodes?: number;
  clients?: number;
  policy: PolicyModel;
  data?: StoreModel['data'];
  shards?: number;
  /** Place ids of each shard's replicas; all nodes by default. */
  placement?: readonly (readonly number[])[];
  storage?: Partial<StorageModel>;
  link?: Partial<LinkProperties>;
  disk?: Distribution;
  load?: WorkloadModel['load'];
  operations?: readonly OperationKind[] | Partial<Record<OperationKind, number>>;
  keys?: number;
  timeout?: Nanos;
  retries?: number;
  from?: readonly number[];
  seconds?: number;
  faults?: readonly Pick<FaultModel, 'trigger' | 'action'>[];
  /** Changes to single places, by place id. */
  places?: Record<number, Partial<PlaceModel>>;
}

/** A small scenario: nodes n1.., clients c1.., one store named `data`, one workload named `load`. */
export function scenarioOf(text: ScenarioText): ScenarioModel {
  const nodeCount = text.nodes ?? 1;
  const clientCount = text.clients ?? 1;
  const count = nodeCount + clientCount;
  const places = Array.from({ length: count }, (_, id): PlaceModel => ({
    kind: id < nodeCount ? 'node' : 'client',
    name: id < nodeCount ? `n${id + 1}` : `c${id - nodeCount + 1}`,
    domain: -1,
    clock: { skewNs: toNanos(0), driftPpm: 0 },
    disk: { latency: text.disk ?? constant(ms(0)), capacityBytes: UNLIMITED },
    cores: 1,
    origin,
    ...text.places?.[id],
  }));
  const nodes = Array.from({ length: nodeCount }, (_, id) => id);
  const operations = text.operations ?? { read: 0.5, write: 0.5 };
  return {
    name: 'Test',
    title: '',
    files: ['test.ftm'],
    origin,
    durationNs: s(text.seconds ?? 10),
    warmUpNs: toNanos(0),
    seed: 1,
    runs: 1,
    domains: [],
    places,
    nodeCount,
    groups: [],
    links: {
      classes: [
        { latency: constant(ms(0.5)), loss: 0, duplicate: 0, reorderNs: ms(0), bandwidthBytesPerS: 0, ...text.link },
      ],
      classOf: new Uint16Array(count * count),
    },
    stores: [
      {
        name: 'data',
        nodes,
        policy: text.policy,
        data: text.data ?? 'register',
        shards: text.shards ?? 1,
        replicas: nodeCount,
        placement: text.placement ?? [nodes],
        storage: { log: 'off', batchNs: ms(10), replayPerS: 50_000, checksums: true, ...text.storage },
        origin,
      },
    ],
    services: [],
    balancers: [],
    jobs: [],
    workloads: [
      {
        name: 'load',
        from: text.from ?? places.flatMap((place, id) => (place.kind === 'client' ? [id] : [])),
        target: { kind: 'store', store: 0 },
        load: text.load ?? { kind: 'closed', sessions: 1, thinkNs: ms(10) },
        operations: Array.isArray(operations)
          ? { kind: 'sequence', sequence: operations as readonly OperationKind[] }
          : {
              kind: 'shares',
              shares: Object.entries(operations).map(([operation, share]) => ({
                operation: operation as OperationKind,
                share,
              })),
            },
        keys: { kind: 'uniform', count: text.keys ?? 1 },
        timeoutNs: text.timeout ?? s(1),
        retries: text.retries ?? 0,
        origin,
      },
    ],
    faults: (text.faults ?? []).map((fault) => ({
      ...fault,
      name: '',
      probability: 1,
      text: fault.action.kind,
      origin,
    })),
    expectations: [],
  };
}
