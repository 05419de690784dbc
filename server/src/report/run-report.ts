/**
 * What the webview and the HTML report draw: one run of one scenario, as plain data. The picture knows no protocol and
 * no model; everything it shows stands here in words and numbers. Times are nanoseconds since the start of the run.
 *
 * The version changes whenever a reader of the old form would misread the new one.
 */
export const RUN_REPORT_VERSION = 1;

/** A place in a source file: zero-based line and column, for revealing it in the editor. */
export interface SourcePlace {
  /** URI or path of the file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** One box of the topology. `parent` is the id of the enclosing domain or null. */
export interface GraphNode {
  readonly id: string;
  readonly kind: 'region' | 'datacenter' | 'zone' | 'rack' | 'host' | 'node' | 'client';
  readonly label: string;
  readonly parent: string | null;
  /** Place id for nodes and clients; -1 for domains. */
  readonly place: number;
  /** Second line: stores, services on it, with their policy. */
  readonly detail: string;
  readonly source: SourcePlace | null;
}

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'replication' | 'request';
  readonly label: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** State of a place over a stretch of time, for its lane and its colour in the topology. */
export type SpanState =
  | 'follower'
  | 'candidate'
  | 'leader'
  | 'replica'
  | 'recovering'
  | 'removed'
  | 'crashed'
  | 'paused'
  | 'slow'
  | 'cut-off'
  | 'disk-trouble';

export interface LaneSpan {
  readonly from: number;
  readonly to: number;
  readonly state: SpanState;
  /** Shown in the lane where it fits: "leader of orders, term 3". */
  readonly label: string;
  /** Row of the events list that began it; -1 if none. */
  readonly event: number;
  /** What is led, where the state is `leader`: a place may lead several stores and several shards of each. */
  readonly leads?: readonly LedStore[];
}

export interface LedStore {
  readonly store: string;
  /** Which of its shards, from 0. */
  readonly shards: readonly number[];
  /** How many shards the store has. */
  readonly of: number;
}

export interface NodeLane {
  readonly place: number;
  readonly label: string;
  /** Roles (`follower`, `candidate`, `leader`, `replica`, `recovering`, `removed`), without gaps or overlap. */
  readonly roles: readonly LaneSpan[];
  /** Conditions laid over the roles (`crashed`, `paused`, `slow`, `cut-off`, `disk-trouble`); they may overlap. */
  readonly conditions: readonly LaneSpan[];
}

export interface FaultBand {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly kind:
    | 'crash'
    | 'timing'
    | 'omission'
    | 'partition'
    | 'corruption'
    | 'storage'
    | 'byzantine'
    | 'software'
    | 'human'
    | 'load';
  readonly places: readonly number[];
  /** For partitions: groups of place ids. */
  readonly groups: readonly (readonly number[])[];
  /** Pairs of place ids, sender and receiver, between which nothing passes although no group says so: one-way cuts. */
  readonly cuts?: readonly (readonly [number, number])[];
  readonly source: SourcePlace | null;
}

export type OperationMark = 'ok' | 'failed' | 'unknown' | 'stale' | 'lost' | 'degraded';

/** Columns, one row an operation; `to` is Infinity (JSON: null) where no answer came. */
export interface OperationColumns {
  readonly client: readonly number[];
  readonly session: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly (number | null)[];
  readonly mark: readonly OperationMark[];
  readonly text: readonly string[];
}

/** Columns, one row a message that was sent. `to` is null where it was lost. */
export interface MessageColumns {
  readonly sender: readonly number[];
  readonly receiver: readonly number[];
  readonly sentAt: readonly number[];
  readonly arrivedAt: readonly (number | null)[];
  /** Index into `names`. */
  readonly name: readonly number[];
  readonly names: readonly string[];
}

/** Rows of the event list: everything worth reading, in order of time. */
export interface EventRow {
  readonly at: number;
  readonly kind:
    | 'fault'
    | 'crash'
    | 'recovery'
    | 'role'
    | 'detection'
    | 'storage'
    | 'operation'
    | 'lost-write'
    | 'stale-read'
    | 'expectation'
    | 'note';
  /** Place id or -1. */
  readonly place: number;
  readonly text: string;
  /** Line of the model that led to it, through its causes; null where there is none. */
  readonly source: SourcePlace | null;
  /** Row of the event that caused it. */
  readonly cause?: number;
  /** Row of `operations` that it is about. */
  readonly operation?: number;
}

export interface ChartSeries {
  readonly name: string;
  readonly unit: 'share' | 'ms' | 'per-s' | 'count';
  /** Start of each bucket; buckets have equal width `bucketNs`. */
  readonly bucketNs: number;
  readonly values: readonly (number | null)[];
  /** What the scenario expects of the whole run, in the unit of the series. */
  readonly objectives?: readonly Objective[];
}

export interface Objective {
  readonly value: number;
  /** The expectation: "availability >= 99%". */
  readonly text: string;
}

export interface ExpectationRow {
  readonly text: string;
  readonly decision: 'pass' | 'fail' | 'undecided';
  readonly measured: string;
  readonly explanation: string;
  readonly source: SourcePlace | null;
  /** Instant of the witness and rows of `operations` that prove it. */
  readonly witness: { readonly at: number; readonly operations: readonly number[]; readonly sentence: string } | null;
}

export interface MetricRow {
  readonly name: string;
  readonly value: string;
}

export interface RunReport {
  readonly version: typeof RUN_REPORT_VERSION;
  readonly file: string;
  readonly scenario: string;
  readonly title: string;
  readonly seed: number;
  readonly traceHash: string;
  readonly durationNs: number;
  readonly warmUpNs: number;
  readonly decision: 'pass' | 'fail' | 'undecided';
  /** One or two sentences that answer "what happens to my users and my data?". */
  readonly summary: string;
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly source: SourcePlace | null;
  }[];
  readonly graph: Graph;
  readonly lanes: readonly NodeLane[];
  readonly clients: readonly { readonly place: number; readonly label: string }[];
  readonly faults: readonly FaultBand[];
  readonly operations: OperationColumns;
  readonly messages: MessageColumns;
  readonly events: readonly EventRow[];
  readonly charts: readonly ChartSeries[];
  readonly expectations: readonly ExpectationRow[];
  readonly metrics: readonly MetricRow[];
  /** Said when something was left out to stay within a limit: "messages after 12 s are not shown". */
  readonly omissions: readonly string[];
}
