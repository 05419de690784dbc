import type { Verdict } from '../analysis';
import type { MeasureModel, ScenarioModel } from '../language/model';
import type { RunReport } from '../report';
import type { LimitReached, SimulationLimits } from '../simulation';

/**
 * What a host and its worker tell each other. Plain data only. The version changes whenever a reader of the old form
 * would misread the new one; a worker of another version is refused, since its answers could not be trusted.
 */
export const RUN_WIRE_VERSION = 2;

export interface RunRequest {
  readonly scenario: ScenarioModel;
  readonly seed: number;
  /** Keep the trace and project the report: for a run that is looked at, not only counted. */
  readonly report: boolean;
  /** False where the report is told in words and nobody draws it: it is then spared the bulk (see `projectRun`). */
  readonly drawn?: boolean;
  /** Find out why expectations fail, by running the scenario again with something changed; only with a report. */
  readonly explain?: boolean;
  /** Why nobody shall try to explain it again: an attempt took its thread with it. */
  readonly unexplained?: string;
  /** What to measure beside the verdict, for the columns of an experiment. */
  readonly measures?: readonly MeasureModel[];
  readonly limits?: Partial<SimulationLimits>;
}

/** What is kept of a run beside its verdict. */
export interface RunFacts {
  readonly seed: number;
  readonly traceHash: string;
  /** Events the kernel dispatched. */
  readonly events: number;
  readonly endedAtNs: number;
  readonly limit: LimitReached | null;
}

export interface RunOutcome {
  readonly facts: RunFacts;
  readonly verdict: Verdict;
  /** In the order of the request's measures, each in its metric's own unit; null where it could not be measured. */
  readonly measured: readonly (number | null)[];
  /** Null where none was asked for. */
  readonly report: RunReport | null;
}

/** `cancelled` is a 32-bit flag in shared memory, where there is any: it reaches a worker that is in the middle of a run. */
export interface StartMessage {
  readonly kind: 'start';
  readonly request: RunRequest;
  readonly cancelled: SharedArrayBuffer | null;
}

/** How far an explanation has come: runs that were made for it, and how many there may be before its budget is spent. */
export interface Explaining {
  readonly runs: number;
  readonly atMost: number;
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly version: number }
  | { readonly kind: 'progress'; readonly simulatedNs: number }
  /** The run itself is over and judged. */
  | ({ readonly kind: 'explaining' } & Explaining)
  | { readonly kind: 'done'; readonly outcome: RunOutcome }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string; readonly detail: string };

/** How a run ended for the one who asked for it. */
export type RunResult =
  | { readonly kind: 'done'; readonly outcome: RunOutcome }
  | { readonly kind: 'cancelled' }
  /** An error in the product itself: `message` for the user, `detail` (a stack) for a bug report. */
  | { readonly kind: 'failed'; readonly message: string; readonly detail: string };
