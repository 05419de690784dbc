import type { ExpectationVerdict, Metrics, Verdict } from '../../server/src/analysis';
import {
  toNanos,
  type ExpectationModel,
  type FaultModel,
  type Origin,
  type ScenarioModel,
} from '../../server/src/language/model';
import type { JudgedRun } from '../../server/src/report';
import {
  EventKind,
  FailureReason,
  Outcome,
  Role,
  type History,
  type Run,
  type Trace,
} from '../../server/src/simulation';

/**
 * A run that no simulator made: three Raft replicas, the leader n1 crashes at 5 s for 3 s, n2 takes over at 6 s, and one
 * client's write times out in between. Reports are tested against it, so that they are tested alone.
 */

const SECOND = 1_000_000_000;

export function seconds(value: number): number {
  return value * SECOND;
}

export function originAt(line: number, column = 0, length = 10): Origin {
  return { file: 0, line, column, start: line * 100 + column, end: line * 100 + column + length };
}

const constant = { kind: 'constant', value: toNanos(500_000) } as const;

const crash: FaultModel = {
  name: '',
  trigger: { kind: 'at', atNs: toNanos(seconds(5)) },
  action: { kind: 'crash', targets: [{ kind: 'leader', store: 0 }], forNs: toNanos(seconds(3)) },
  probability: 1,
  text: 'at 5s crash leader of orders for 3s',
  origin: originAt(20, 4),
};

const availability: ExpectationModel = {
  body: { kind: 'metric', metric: 'availability', comparison: '>=', value: 0.99 },
  inShareOfRuns: 1,
  text: 'availability >= 99%',
  origin: originAt(30, 4),
};

const linearizable: ExpectationModel = {
  body: { kind: 'consistency', store: 0, model: 'linearizable' },
  inShareOfRuns: 1,
  text: 'orders is linearizable',
  origin: originAt(31, 4),
};

export const scenario: ScenarioModel = {
  name: 'LeaderCrash',
  title: 'Leader crashes <mid> checkout & "more"',
  files: ['shop.ftm'],
  origin: originAt(25),
  durationNs: toNanos(seconds(10)),
  warmUpNs: toNanos(0),
  seed: 7,
  runs: 1,
  domains: [
    { name: 'eu', kind: 'region', parent: -1, origin: originAt(1) },
    { name: 'a', kind: 'zone', parent: 0, origin: originAt(2) },
    { name: 'b', kind: 'zone', parent: 0, origin: originAt(3) },
  ],
  places: [
    ...['n1', 'n2', 'n3'].map((name, index) => ({
      kind: 'node' as const,
      name,
      domain: index === 0 ? 1 : 2,
      clock: { skewNs: toNanos(0), driftPpm: 0 },
      disk: { latency: constant, capacityBytes: 1e9 },
      cores: 1,
      origin: originAt(4 + index),
    })),
    {
      kind: 'client',
      name: 'web',
      domain: 1,
      clock: { skewNs: toNanos(0), driftPpm: 0 },
      disk: { latency: constant, capacityBytes: 0 },
      cores: 1,
      origin: originAt(7),
    },
  ],
  nodeCount: 3,
  groups: [],
  links: { classes: [], classOf: new Uint16Array(16) },
  stores: [
    {
      name: 'orders',
      nodes: [0, 1, 2],
      policy: {
        family: 'raft',
        name: 'Raft3',
        origin: originAt(9),
        electionTimeoutMinNs: toNanos(150e6),
        electionTimeoutMaxNs: toNanos(300e6),
        heartbeatNs: toNanos(50e6),
        reads: 'read-index',
        preVote: true,
        checkQuorum: true,
        snapshotEvery: 10_000,
      },
      data: 'register',
      shards: 1,
      replicas: 3,
      placement: [[0, 1, 2]],
      storage: { log: 'fsync', batchNs: toNanos(0), replayPerS: 50_000, checksums: true },
      origin: originAt(8),
    },
  ],
  services: [],
  balancers: [],
  jobs: [],
  workloads: [
    {
      name: 'Shopping',
      from: [3],
      target: { kind: 'store', store: 0 },
      load: { kind: 'open', ratePerS: 1 },
      operations: { kind: 'sequence', sequence: ['write', 'read'] },
      keys: { kind: 'uniform', count: 1 },
      timeoutNs: toNanos(seconds(1)),
      retries: 0,
      origin: originAt(12),
    },
  ],
  faults: [crash],
  expectations: [availability, linearizable],
};

type Row = readonly [
  atS: number,
  kind: EventKind,
  place: number,
  peer: number,
  a: number,
  b: number,
  c: number,
  cause: number,
];

/** Columns of a trace from rows. */
export function traceOf(rows: readonly Row[], names: readonly string[] = []): Trace {
  const column = (index: number): number[] => rows.map((row) => row[index] ?? 0);
  return {
    length: rows.length,
    time: Float64Array.from(column(0), seconds),
    kind: Uint8Array.from(column(1)),
    place: Int16Array.from(column(2)),
    peer: Int16Array.from(column(3)),
    a: Int32Array.from(column(4)),
    b: Float64Array.from(column(5)),
    c: Float64Array.from(column(6)),
    cause: Int32Array.from(column(7)),
    names,
    truncated: false,
  };
}

const trace = traceOf(
  [
    [0.2, EventKind.Role, 0, 0, 0, Role.Leader, 1, -1],
    [1, EventKind.Send, 0, 1, 0, 100, 1, -1],
    [1.0005, EventKind.Deliver, 1, 0, 0, 500_000, 1, 1],
    [5, EventKind.FaultBegin, 0, -1, 0, 0, 0, -1],
    [5, EventKind.Crash, 0, -1, 0, 0, 0, 3],
    [5.1, EventKind.Send, 1, 0, 0, 100, 2, -1],
    [5.1005, EventKind.Drop, 1, 0, 0, 2, 2, 5],
    [5.9, EventKind.Role, 1, 0, 0, Role.Candidate, 2, -1],
    [6, EventKind.Role, 1, 0, 0, Role.Leader, 2, 7],
    [8, EventKind.FaultEnd, 0, -1, 0, 0, 0, 3],
    [8, EventKind.Restart, 0, -1, 0, 0, 0, 9],
    [8.1, EventKind.Recovered, 0, -1, 12, 100_000_000, 0, 10],
    [8.1, EventKind.Role, 0, 0, 0, Role.Follower, 2, 11],
  ],
  ['AppendEntries'],
);

interface Operation {
  readonly kind: 0 | 1;
  readonly value: number;
  readonly fromS: number;
  readonly toS: number;
  readonly outcome: Outcome;
  readonly reason?: FailureReason;
}

/** Columns of a history of one client and one key from rows. */
export function historyOf(rows: readonly Operation[]): History {
  const all = (value: number): number[] => rows.map(() => value);
  return {
    length: rows.length,
    workload: Int32Array.from(all(0)),
    client: Int32Array.from(all(3)),
    session: Int32Array.from(all(0)),
    store: Int32Array.from(all(0)),
    service: Int32Array.from(all(-1)),
    handler: Int32Array.from(all(-1)),
    key: Int32Array.from(all(0)),
    kind: Uint8Array.from(rows, ({ kind }) => kind),
    input: Int32Array.from(rows, ({ kind, value }) => (kind === 1 ? value : 0)),
    expected: Int32Array.from(all(0)),
    output: Float64Array.from(rows, ({ kind, value }) => (kind === 0 ? value : Number.NaN)),
    observed: Int32Array.from(all(-1)),
    invokedAt: Float64Array.from(rows, ({ fromS }) => seconds(fromS)),
    completedAt: Float64Array.from(rows, ({ toS }) => seconds(toS)),
    outcome: Uint8Array.from(rows, ({ outcome }) => outcome),
    reason: Uint8Array.from(rows, ({ reason }) => reason ?? FailureReason.None),
    attempts: Uint8Array.from(all(1)),
    degraded: Uint8Array.from(all(0)),
    answeredBy: Int32Array.from(all(0)),
    reachedRunningNode: Uint8Array.from(all(1)),
    invokeEvent: Int32Array.from(all(-1)),
    completeEvent: Int32Array.from(all(-1)),
    observations: [],
  };
}

const history = historyOf([
  { kind: 1, value: 1, fromS: 1, toS: 1.01, outcome: Outcome.Ok },
  { kind: 0, value: 1, fromS: 2, toS: 2.005, outcome: Outcome.Ok },
  { kind: 1, value: 2, fromS: 5.2, toS: 6.2, outcome: Outcome.Info, reason: FailureReason.Timeout },
  { kind: 1, value: 3, fromS: 7, toS: 7.02, outcome: Outcome.Ok },
  { kind: 0, value: 1, fromS: 9, toS: 9.005, outcome: Outcome.Ok },
]);

export const run: Run = {
  seed: 7,
  endedAt: toNanos(seconds(10)),
  restedAt: toNanos(seconds(15)),
  storage: [{ storedBytes: 300, liveBytes: 100 }],
  traceHash: '0123456789abcdef',
  history,
  trace,
  occurrences: [
    {
      fault: 0,
      beganAt: toNanos(seconds(5)),
      endedAt: seconds(8),
      places: [0],
      groups: [],
      vacuous: false,
      detectedAt: seconds(5.9),
    },
  ],
  replicas: [],
  convergence: [],
  leadership: [],
  counters: {
    events: 1234,
    messagesSent: 2,
    messagesDelivered: 1,
    messagesDropped: 1,
    bytesSent: 200,
    storeMessages: [2],
    storeBytes: [200],
  },
};

export const metrics: Metrics = {
  availability: 0.8,
  availabilityReads: 1,
  availabilityWrites: 2 / 3,
  latency: { p50: 5e6, p90: 20e6, p99: 20e6, p999: 20e6, max: 20e6, mean: 10e6 },
  throughputPerS: 0.4,
  outageNs: seconds(1.8),
  detectionNs: seconds(0.9),
  recoveryNs: seconds(2.02),
  staleReads: 0.5,
  staleness: { p50: seconds(1.98), p99: seconds(1.98), max: seconds(1.98) },
  lostWrites: 0,
  duplicates: 0,
  corruptReads: null,
  convergenceNs: null,
  messagesPerOperation: 0.4,
  bytesPerOperation: 40,
  storageOverhead: 3,
  degraded: 0,
  splitBrainNs: 0,
  operations: { issued: 5, ok: 4, failed: 0, unknown: 1 },
};

const expectations: readonly ExpectationVerdict[] = [
  {
    expectation: availability,
    decision: 'fail',
    measured: 0.8,
    measuredText: '80 %',
    explanation: '1 of 5 operations was not answered in time.',
  },
  {
    expectation: linearizable,
    decision: 'fail',
    measured: null,
    measuredText: 'not linearizable',
    explanation: 'A read returned 1 after 3 had been written.',
    witness: {
      operations: [3, 4],
      sentence: 'read k0 -> 1 began after write k0 = 3 was done.',
      events: [],
      atNs: seconds(9),
    },
  },
];

export const verdict: Verdict = {
  seed: 7,
  decision: 'fail',
  metrics,
  stores: [
    {
      store: 0,
      consistency: {
        linearizable: { decision: 'fail' },
        sequential: { decision: 'undecided', reason: 'budget' },
        causal: null,
        'read-your-writes': { decision: 'pass' },
        'monotonic-reads': { decision: 'pass' },
        'monotonic-writes': { decision: 'pass' },
        'writes-follow-reads': { decision: 'pass' },
        eventual: { decision: 'pass' },
      },
      cap: null,
      capReason: 'No partition held during the run.',
      capOperations: [],
      pacelc: null,
      pacelcReason: '',
      pacelcOperations: [],
      claim: {
        kind: 'within',
        because: 'Within what orders (Raft3) claims to survive: at most 1 of 3 replicas out at once.',
      },
      lostWrites: 0,
      splitBrainNs: 0,
    },
  ],
  expectations,
  warnings: [{ code: 'FTM900', origin: originAt(20, 4), message: 'something to know' }],
  lostOperations: [],
  perhapsLostOperations: [],
  staleOperations: [4],
  corruptOperations: [],
};

export const judged: JudgedRun = { scenario, run, verdict };
