import type { CampaignReport } from './campaign-report';
import type { PackedColumn } from './packed-column';

/**
 * What the webview and the HTML report draw: one run of one scenario, as plain data. The picture knows no protocol and
 * no model; everything it shows stands here in words and numbers. Times are nanoseconds since the start of the run.
 *
 * The version changes whenever a reader of the old form would misread the new one.
 */
export const RUN_REPORT_VERSION = 2;

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
  /** Groups that it is in and that a fault names; absent of who is in none. */
  readonly groups?: readonly string[];
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
  | 'disk-trouble'
  | 'clock-off'
  | 'byzantine'
  | 'serving'
  | 'controller'
  | 'spare'
  | 'dead'
  | 'not-ready'
  | 'overloaded'
  | 'breaker-open'
  | 'faulty'
  | 'checkpointing';

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
  /**
   * Roles (`follower`, `candidate`, `leader`, `replica`, `recovering`, `removed`, and of nodes without copies `serving`,
   * `controller`, `spare`), without gaps or overlap.
   */
  readonly roles: readonly LaneSpan[];
  /**
   * Conditions laid over the roles (`crashed`, `paused`, `slow`, `cut-off`, `disk-trouble`, and of a service `dead`,
   * `not-ready`, `overloaded`, `breaker-open`, `faulty`, and of a job `checkpointing`, `recovering`, `dead`); they may overlap.
   */
  readonly conditions: readonly LaneSpan[];
  /** What the node has in its logs, a row a store; absent where its stores keep none. */
  readonly logs?: readonly LaneLog[];
}

/** Length of a replica's log over time. With several shards, of all that the node holds together. */
export interface LaneLog {
  readonly store: string;
  readonly bucketNs: number;
  /** Entries in the log, and of these the committed ones, at the end of each bucket. */
  readonly entries: readonly number[];
  readonly committed: readonly number[];
}

export interface ClientRow {
  readonly place: number;
  readonly label: string;
  /** Where its requests go first, without gaps from its first request on; absent of who has no choice or keeps to nobody. */
  readonly connections?: readonly ConnectionSpan[];
}

/** A stretch of time in which a client turns to the same server first: the one that answered it last. */
export interface ConnectionSpan {
  readonly from: number;
  readonly to: number;
  /** "via n1", "reads via n1, writes via n2"; empty where that is not to be said in a few words. */
  readonly label: string;
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

/** In the order in which they are stacked and drawn: what matters more comes later and lies on top. */
export const OPERATION_MARKS = [
  'ok',
  'degraded',
  'unknown',
  'failed',
  'stale',
  'lost',
  'corrupt',
  'perhaps-lost',
  'open',
] as const;
export type OperationMark = (typeof OPERATION_MARKS)[number];

/** Columns, one row an operation; `to` is NaN where no answer came. */
export interface OperationColumns {
  readonly client: PackedColumn;
  readonly session: PackedColumn;
  readonly from: PackedColumn;
  readonly to: PackedColumn;
  /** Index into `OPERATION_MARKS`. */
  readonly mark: PackedColumn;
  /** One line an operation: one text is read and kept many times cheaper than a list of them. */
  readonly text: string;
  /** Index into `quorums`: the places that stood behind the answer; -1 where only one is known. */
  readonly quorum: PackedColumn;
  readonly quorums: readonly (readonly number[])[];
}

/** One step of the way that an operation took. */
export interface PathStep {
  readonly at: number;
  readonly kind: 'asked' | 'arrived' | 'lost' | 'refused' | 'stored' | 'ended' | 'omitted';
  /** Where it happened, and the place at the other end of the message (-1 if there is none). */
  readonly place: number;
  readonly peer: number;
  readonly text: string;
}

/** Why an operation ended as it did: what was done on its behalf, in order of time. */
export interface OperationPath {
  /** Row of `operations`. */
  readonly operation: number;
  readonly steps: readonly PathStep[];
  /** Row of `faults` that stood in its way; -1 where none is known. */
  readonly fault: number;
}

/** Columns, one row a message that was sent. `arrivedAt` is NaN where it was lost. */
export interface MessageColumns {
  readonly sender: PackedColumn;
  readonly receiver: PackedColumn;
  readonly sentAt: PackedColumn;
  readonly arrivedAt: PackedColumn;
  /** Index into `names`. */
  readonly name: PackedColumn;
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
    | 'service'
    | 'operation'
    | 'lost-write'
    | 'stale-read'
    | 'corrupt-read'
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
  /** How many operations failed, where it tells of a streak of failures. */
  readonly failed?: number;
}

export interface ChartSeries {
  readonly name: string;
  readonly unit: 'share' | 'ms' | 'per-s' | 'count';
  /** Start of each bucket; buckets have equal width `bucketNs`. */
  readonly bucketNs: number;
  readonly values: readonly (number | null)[];
  /** What it counts, where a picture shows that elsewhere too; absent of all others. */
  readonly shows?: 'answers' | 'results';
  /** What the scenario expects of the whole run, in the unit of the series. */
  readonly objectives?: readonly Objective[];
}

export interface Objective {
  readonly value: number;
  /** The expectation: "availability >= 99%". */
  readonly text: string;
}

/** A fault without which an expectation would hold. */
export interface NeededFaultRow {
  /** The fault in the words of the language and, where it is meant, which of its times. */
  readonly text: string;
  readonly source: SourcePlace | null;
  /** Rows of `faults`: the times that are meant. */
  readonly bands: readonly number[];
}

/** What would have happened otherwise; it was run. */
export interface CounterfactualRow {
  /** A sentence: "Without crash n1 (shop.ftm:12) it holds." */
  readonly text: string;
  readonly kind: 'without' | 'shorter' | 'later';
  readonly decision: 'pass' | 'fail' | 'undecided';
  /** Of the fault that is left out or changed; null where there are several. */
  readonly source: SourcePlace | null;
}

/** One event on the way from a fault to what it broke. */
export interface PathRow {
  readonly at: number;
  readonly text: string;
  readonly kind: 'fault' | 'system' | 'message' | 'operation';
  /** Event id in the trace. */
  readonly event: number;
  /** Row of `events` that tells it too; -1 if none does. */
  readonly row: number;
  /** Row of `operations` that it is about; -1 if none. */
  readonly operation: number;
  /** Index of the earlier step that led to it; -1 where it came from outside. */
  readonly because: number;
  readonly source: SourcePlace | null;
}

/** A change of one line of the model under which the expectation holds, faults and all; it was run. */
export interface RemedyRow {
  /** As it would be written: `acknowledge: 1`. */
  readonly setting: string;
  readonly insteadOf: string;
  /** Name of the policy, store or workload that has the setting. */
  readonly of: string;
  readonly source: SourcePlace | null;
  /** Texts of expectations that hold now and would not any more. */
  readonly breaks: readonly string[];
  /** What is measured with it; absent of what is no figure. */
  readonly reached?: string;
  /** What else it makes clearly better and worse: "lost writes 0 instead of 42". */
  readonly betters?: readonly string[];
  readonly worsens?: readonly string[];
}

/** What governed that which failed, as it is written. */
export interface GoverningRow {
  /** A sentence: "orders is `raft { reads: lease }` (line 12)." */
  readonly text: string;
  readonly of: string;
  readonly is: string;
  readonly settings: readonly string[];
  readonly defaults: readonly string[];
  readonly source: SourcePlace | null;
}

/** Why an expectation does not hold, found by running the scenario again with something changed. */
export interface WhyRow {
  /** The seed of the run that was explained. */
  readonly seed: number;
  /** What follows in a few sentences, ready to be shown. */
  readonly sentences: readonly string[];
  /** With these alone it fails, and without any one of them it does not. Empty: it fails without any. Null: unknown. */
  readonly needed: readonly NeededFaultRow[] | null;
  readonly counterfactuals: readonly CounterfactualRow[];
  /** From here on it fails even if every fault ends and none follows; null where there is no such moment. */
  readonly unavoidableFrom: number | null;
  readonly path: readonly PathRow[];
  readonly remedies: readonly RemedyRow[];
  /** Runs that were made to find this out. */
  readonly runs: number;
  /** The budget ended before every question was answered. */
  readonly cutShort: boolean;
  /** The sentences behind the first that say what governed that which failed; absent where there are none. */
  readonly governing?: readonly GoverningRow[];
  /** The sentences behind these that say what the trace shows of how it came about; absent where there are none. */
  readonly findings?: readonly string[];
  /** The next sentence where it says how a failover ended it; absent where none did. */
  readonly ending?: string;
  /** The expectation holds because it asks for harm: told is how that came about, and what would have prevented it. */
  readonly isShown?: boolean;
}

export interface ExpectationRow {
  readonly text: string;
  readonly decision: 'pass' | 'fail' | 'undecided';
  readonly measured: string;
  readonly explanation: string;
  readonly source: SourcePlace | null;
  /** Instant of the witness and rows of `operations` that prove it. */
  readonly witness: { readonly at: number; readonly operations: readonly number[]; readonly sentence: string } | null;
  /** When it first showed; absent where nobody looked for that. */
  readonly firstAt?: number;
  /** Null or absent where it holds and asks for no harm, or where nobody asked. */
  readonly why?: WhyRow | null;
}

/** What one fault did to the service and to the data. */
export interface FaultTimesRow {
  /** Row of `faults`. */
  readonly band: number;
  readonly text: string;
  readonly source: SourcePlace | null;
  /** From the fault to the first suspicion of what it hit; null where there was none. */
  readonly detectionNs: number | null;
  /** Until another place led; null where no leadership moved. */
  readonly failoverNs: number | null;
  /** Until operations succeeded for good (RTO); null where they did not within `watchedNs`. */
  readonly recoveryNs: number | null;
  /** 0: in the warm-up, of which recovery is not measured. */
  readonly watchedNs: number;
  readonly failedOperations: number;
  readonly lostWrites: number;
  /** Window of acknowledged data that is gone (RPO); 0 where none is. */
  readonly dataLossNs: number;
}

/** How one group of clients fared: yield is `answered / issued`, harvest is `1 - degraded / answered`. */
export interface ShareRow {
  readonly kind: 'client' | 'domain' | 'side';
  readonly name: string;
  /** Of a side of a partition: row of `faults`; -1 otherwise. */
  readonly band: number;
  readonly issued: number;
  readonly answered: number;
  readonly degraded: number;
}

/** What a job did: results and what its failures cost. Durations are nanoseconds, null where there was nothing to measure. */
export interface JobRow {
  readonly name: string;
  readonly results: number;
  /** Records worked on again, results that appeared again, records that nobody read. */
  readonly recomputed: number;
  readonly duplicates: number;
  readonly lost: number;
  readonly failures: number;
  readonly delayP50Ns: number | null;
  readonly delayP99Ns: number | null;
  readonly delayMaxNs: number | null;
  readonly recoveryNs: number | null;
  /** It had not caught up when the run ended: `recoveryNs` is a lower bound. */
  readonly isBehind: boolean;
}

/** An acknowledged write that is gone. */
export interface LossRow {
  /** Row of `operations`; -1 where it was left out. */
  readonly operation: number;
  readonly acknowledgedAt: number;
  /** When its last copy went; null where nothing shows it. */
  readonly lostAt: number | null;
  /** Row of `events` that tells what took it; -1 if none does. */
  readonly event: number;
}

/** What the history of a store shows beyond its expectations, with rows of `operations` as evidence. */
/** Clients or keys that fare alike: the strongest models that they keep and the weakest that they break. */
export interface BoundsRow {
  readonly of: 'client' | 'key';
  readonly names: readonly string[];
  readonly keeps: readonly string[];
  readonly breaks: readonly string[];
}

export interface StoreRow {
  readonly name: string;
  readonly policy: string;
  /** Whether the faults were within what its policy claims to survive. */
  readonly claim: 'within' | 'beyond' | 'untried';
  readonly claimReason: string;
  readonly cap: 'CP' | 'AP' | 'neither' | 'both' | null;
  readonly capReason: string;
  readonly capOperations: readonly number[];
  readonly pacelc: string | null;
  readonly pacelcReason: string;
  readonly pacelcOperations: readonly number[];
  /** Who is concerned by what it breaks; empty where it breaks nothing. Absent in reports of older versions. */
  readonly bounds?: readonly BoundsRow[];
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
  readonly clients: readonly ClientRow[];
  readonly faults: readonly FaultBand[];
  readonly operations: OperationColumns;
  readonly messages: MessageColumns;
  readonly events: readonly EventRow[];
  /** Of the operations that went wrong, as many as the limit allows. */
  readonly paths: readonly OperationPath[];
  readonly charts: readonly ChartSeries[];
  readonly expectations: readonly ExpectationRow[];
  readonly metrics: readonly MetricRow[];
  /** One for each fault that was there to break something, in order of time. Absent in reports of older versions. */
  readonly faultTimes?: readonly FaultTimesRow[];
  readonly shares?: readonly ShareRow[];
  readonly losses?: readonly LossRow[];
  readonly stores?: readonly StoreRow[];
  readonly jobs?: readonly JobRow[];
  /** Of a scenario that was run with many seeds: what all of them measured. */
  readonly campaign?: CampaignReport;
  /** Said when something was left out to stay within a limit: "messages after 12 s are not shown". */
  readonly omissions: readonly string[];
}
