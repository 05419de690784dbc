import type { ClaimLabel } from './explanation/claim';
import type { ConsistencyModel, ExpectationModel, Origin } from '../language/model';

/** `undecided`: a check ran out of its budget, a run hit a limit, or an interval straddles the bound. */
export type Decision = 'pass' | 'fail' | 'undecided';

/** The operations (ids in the run's history) that contradict each other, with one sentence that says how. */
export interface Witness {
  readonly operations: readonly number[];
  readonly sentence: string;
  /** Event ids in the trace worth looking at, in order; empty without a trace. */
  readonly events: readonly number[];
  /** Instant to show first. */
  readonly atNs: number;
}

export interface ExpectationVerdict {
  readonly expectation: ExpectationModel;
  readonly decision: Decision;
  /** In the metric's own unit (see `ExpectationBody`), or null where it could not be measured. */
  readonly measured: number | null;
  /** The measured value as a person reads it, with unit. */
  readonly measuredText: string;
  /** What is measured had not come to an end when the run did: it is `measured` or more. */
  readonly measuredAtLeast?: true;
  /**
   * Of an availability that must be at least so high: failed operations as a share of those that may fail, 1 where all of the
   * budget is used. Absent for other expectations, and where none may fail.
   */
  readonly errorBudgetUsed?: number;
  /** One sentence: why it holds, fails, or cannot be decided. */
  readonly explanation: string;
  readonly witness?: Witness;
  /** When it first showed; absent where nobody looked for that. */
  readonly firstNs?: number;
  /** Stores whose doing the figure is, of a figure about data; absent where nothing happened. */
  readonly stores?: readonly number[];
}

export type Judgement = { readonly decision: Decision; readonly witness?: Witness; readonly reason?: string };

/** What the history of one store shows. `null` where a model is not applicable or not checked. */
export interface StoreVerdict {
  readonly store: number;
  readonly consistency: Readonly<Record<ConsistencyModel, Judgement | null>>;
  /** From evidence only; null where no partition held or the class could not be told. */
  readonly cap: 'CP' | 'AP' | 'neither' | 'both' | null;
  readonly capReason: string;
  /** Operations (ids in the run's history) that the class was decided from, the first of them; empty over many runs. */
  readonly capOperations: readonly number[];
  readonly pacelc: string | null;
  /** One sentence; empty without a class. */
  readonly pacelcReason: string;
  readonly pacelcOperations: readonly number[];
  /** Whether the faults were within what its policy claims to survive. */
  readonly claim: ClaimLabel;
  /** Null where nobody can tell: no operation, or no replica at the end. */
  readonly lostWrites: number | null;
  readonly splitBrainNs: number;
}

/** Means and percentiles in nanoseconds; null where there was no sample. */
export interface LatencySummary {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

/** Null where a thing was not measured (nothing issued, no fault, no partition). Durations in nanoseconds. */
export interface Metrics {
  readonly availability: number | null;
  readonly availabilityReads: number | null;
  readonly availabilityWrites: number | null;
  readonly latency: LatencySummary;
  readonly throughputPerS: number | null;
  readonly outageNs: number | null;
  readonly detectionNs: number | null;
  readonly recoveryNs: number | null;
  readonly staleReads: number | null;
  readonly staleness: { readonly p50: number | null; readonly p99: number | null; readonly max: number | null };
  readonly lostWrites: number | null;
  readonly duplicates: number | null;
  readonly corruptReads: number | null;
  readonly convergenceNs: number | null;
  readonly messagesPerOperation: number | null;
  readonly bytesPerOperation: number | null;
  readonly storageOverhead: number | null;
  readonly degraded: number | null;
  readonly splitBrainNs: number | null;
  readonly operations: {
    readonly issued: number;
    readonly ok: number;
    readonly failed: number;
    readonly unknown: number;
  };
}

export interface Warning {
  readonly code: string;
  readonly origin: Origin;
  readonly message: string;
}

/** The judgement of one run. */
export interface Verdict {
  readonly seed: number;
  readonly decision: Decision;
  readonly metrics: Metrics;
  readonly stores: readonly StoreVerdict[];
  readonly expectations: readonly ExpectationVerdict[];
  readonly warnings: readonly Warning[];
  /** Operations whose acknowledged write is lost, whose read was stale, whose read returned what nobody wrote: for the picture. */
  readonly lostOperations: readonly number[];
  /** Acknowledged increments of counters whose sum is too small: some of them are lost, and nothing tells which. */
  readonly perhapsLostOperations: readonly number[];
  readonly staleOperations: readonly number[];
  readonly corruptOperations: readonly number[];
}
