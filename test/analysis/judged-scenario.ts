import {
  toNanos,
  type ActionModel,
  type ExpectationBody,
  type FaultModel,
  type Origin,
  type PlaceModel,
  type ScenarioModel,
  type StoreModel,
} from '../../server/src/language/model';
import {
  FailureReason,
  OPERATION_KINDS,
  Outcome,
  type FaultOccurrence,
  type History,
  type LeadershipSpan,
  type ReplicaState,
  type Run,
  type SupersededRecord,
} from '../../server/src/simulation';
import { rowsOf } from './history-notation';

/** Runs that no simulator made: a history as text in milliseconds, and whatever else a test wants to be evident. */

export const MS = 1_000_000;
const origin: Origin = { file: 0, line: 0, column: 0, start: 0, end: 0 };

export interface Told {
  readonly data?: StoreModel['data'];
  readonly durationMs?: number;
  readonly warmUpMs?: number;
  readonly expectations?: readonly ExpectationBody[];
  readonly faults?: readonly ActionModel[];
  /** Of each, the fault's number, beginning and end in milliseconds, and the places hit. */
  readonly occurrences?: readonly (Partial<FaultOccurrence> & { fault: number; from: number; to: number })[];
  readonly replicas?: readonly ReplicaState[];
  readonly leadership?: readonly LeadershipSpan[];
  readonly convergence?: readonly number[];
  readonly superseded?: SupersededRecord;
  /** Reasons of failed or unknown operations, by their position in the text. */
  readonly reasons?: Readonly<Record<number, FailureReason>>;
  /** Operations that no running node was reached by. */
  readonly unreached?: readonly number[];
  readonly degraded?: readonly number[];
}

/** Three nodes n1 to n3 with the store `data`, and a client for each name in the history. */
export function tell(text: string, told: Told = {}): { scenario: ScenarioModel; run: Run } {
  const rows = rowsOf(text);
  const names = [...new Set(rows.map((row) => row.client ?? ''))];
  const places = [
    ...['n1', 'n2', 'n3'].map((name) => place('node', name)),
    ...names.map((name) => place('client', name)),
  ];
  const endedAt = toNanos((told.durationMs ?? 10_000) * MS);
  const scenario: ScenarioModel = {
    name: 'Told',
    title: '',
    files: ['told.ftm'],
    origin,
    durationNs: endedAt,
    warmUpNs: toNanos((told.warmUpMs ?? 0) * MS),
    seed: 1,
    runs: 1,
    domains: [],
    places,
    nodeCount: 3,
    groups: [],
    links: { classes: [], classOf: new Uint16Array(0) },
    stores: [store(told.data ?? 'register')],
    services: [],
    balancers: [],
    jobs: [],
    workloads: [],
    faults: (told.faults ?? []).map(fault),
    expectations: (told.expectations ?? []).map((body) => ({
      body,
      inShareOfRuns: 1,
      text: JSON.stringify(body),
      origin,
    })),
  };
  const run: Run = {
    seed: 1,
    endedAt,
    restedAt: endedAt,
    storage: [{ storedBytes: 300, liveBytes: 100 }],
    traceHash: '0',
    history: historyColumns(text, names, told),
    trace: {} as Run['trace'],
    occurrences: (told.occurrences ?? []).map(({ from, to, ...rest }) => ({
      beganAt: toNanos(from * MS),
      endedAt: to * MS,
      places: [0],
      groups: [],
      vacuous: false,
      detectedAt: Number.NaN,
      ...rest,
    })),
    replicas: told.replicas ?? [],
    convergence: [{ store: 0, changes: (told.convergence ?? [0]).map((at) => at * MS) }],
    leadership: told.leadership ?? [],
    ...(told.superseded === undefined ? {} : { superseded: told.superseded }),
    counters: {
      events: 0,
      messagesSent: 100,
      messagesDelivered: 100,
      messagesDropped: 0,
      bytesSent: 10_000,
      storeMessages: [90],
      storeBytes: [9000],
    },
  };
  return { scenario, run };
}

/** A running replica on a node (0 to 2) with the contents of each key. */
export function replica(node: number, contents: Record<number, readonly number[]>, running = true): ReplicaState {
  const values = new Map(Object.entries(contents).map(([key, list]) => [Number(key), list]));
  return { store: 0, shard: 0, place: node, running, values };
}

function place(kind: PlaceModel['kind'], name: string): PlaceModel {
  return {
    kind,
    name,
    domain: -1,
    clock: { skewNs: toNanos(0), driftPpm: 0 },
    disk: { latency: { kind: 'constant', value: toNanos(0) }, capacityBytes: 1e12 },
    cores: 1,
    origin,
  };
}

function store(data: StoreModel['data']): StoreModel {
  return {
    name: 'data',
    nodes: [0, 1, 2],
    policy: { family: 'single', name: 'single', origin },
    data,
    shards: 1,
    replicas: 3,
    placement: [[0, 1, 2]],
    storage: { log: 'fsync', batchNs: toNanos(0), replayPerS: 1, checksums: true },
    origin,
  };
}

function fault(action: ActionModel): FaultModel {
  return { name: '', trigger: { kind: 'at', atNs: toNanos(0) }, action, probability: 1, text: action.kind, origin };
}

function historyColumns(text: string, names: readonly string[], told: Told): History {
  const rows = rowsOf(text);
  const length = rows.length;
  const observations: (readonly number[])[] = [];
  const int = (value: (i: number) => number): Int32Array => Int32Array.from({ length }, (_, i) => value(i));
  const bytes = (value: (i: number) => number): Uint8Array => Uint8Array.from({ length }, (_, i) => value(i));
  const float = (value: (i: number) => number): Float64Array => Float64Array.from({ length }, (_, i) => value(i));
  const outcome = { ok: Outcome.Ok, fail: Outcome.Fail, info: Outcome.Info, mismatch: Outcome.Fail };
  const failed = (i: number): boolean => rows[i]?.outcome === 'fail' || rows[i]?.outcome === 'info';
  const usual = (i: number): number =>
    rows[i]?.outcome === 'mismatch'
      ? FailureReason.CasMismatch
      : failed(i)
        ? FailureReason.Timeout
        : FailureReason.None;
  return {
    length,
    workload: int(() => 0),
    client: int((i) => 3 + names.indexOf(rows[i]?.client ?? '')),
    session: int((i) => names.indexOf(rows[i]?.client ?? '')),
    store: int(() => 0),
    service: int(() => -1),
    handler: int(() => -1),
    key: int((i) => rows[i]?.key ?? 0),
    kind: bytes((i) => OPERATION_KINDS.indexOf(rows[i]?.kind ?? 'read')),
    input: int((i) => rows[i]?.input ?? 0),
    expected: int((i) => rows[i]?.expected ?? 0),
    output: float((i) => {
      const output = rows[i]?.output;
      return typeof output === 'number' ? output : Number.NaN;
    }),
    observed: int((i) => {
      const output = rows[i]?.output;
      return typeof output === 'object' ? observations.push(output) - 1 : -1;
    }),
    invokedAt: float((i) => (rows[i]?.invokedAt ?? 0) * MS),
    completedAt: float((i) => (rows[i]?.completedAt ?? (rows[i]?.invokedAt ?? 0) + 1000) * MS),
    outcome: bytes((i) => outcome[rows[i]?.outcome ?? 'ok']),
    reason: bytes((i) => told.reasons?.[i] ?? usual(i)),
    attempts: bytes(() => 1),
    degraded: bytes((i) => (told.degraded?.includes(i) === true ? 1 : 0)),
    answeredBy: int(() => 0),
    reachedRunningNode: bytes((i) => (told.unreached?.includes(i) === true ? 0 : 1)),
    invokeEvent: int(() => -1),
    completeEvent: int(() => -1),
    observations,
  };
}
