/**
 * What clients asked and were answered: the only thing that consistency is judged by. Columns, one row an operation, in
 * order of invocation; a row's index is its *operation id*.
 */

import type { OperationKind } from '../../language/model';

export const OPERATION_KINDS = [
  'read',
  'write',
  'cas',
  'append',
  'poll',
  'increment',
  'add',
  'remove',
] as const satisfies readonly OperationKind[];

/** `Info`: the client does not know; the operation may take effect at any later time, or never. */
export const Outcome = { Ok: 0, Fail: 1, Info: 2 } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export const FailureReason = {
  None: 0,
  Timeout: 1,
  /** Nothing listens there: the node is down. */
  ConnectionRefused: 2,
  NotLeader: 3,
  NoQuorum: 4,
  /** A cas whose expected value was not the current one. The operation was answered; it is not an error. */
  CasMismatch: 5,
  DiskFull: 6,
  Overloaded: 7,
  Corrupt: 8,
  Recovering: 9,
  /** The run ended before an answer came. */
  EndOfRun: 10,
  Fenced: 11,
  /** An error that says nothing of why: the bug of a service, or a replica that lies. */
  ServerError: 12,
  /** The caller's circuit breaker let nothing through. */
  CircuitOpen: 13,
  /** As many calls as the caller's bulkhead admits were under way. */
  BulkheadFull: 14,
  /** Of the service's instances none is ready, as far as the caller or the balancer knows. */
  NoInstance: 15,
  /** The process that worked on the request has ended. */
  ConnectionReset: 16,
} as const;
export type FailureReason = (typeof FailureReason)[keyof typeof FailureReason];

/** Whole numbers below 2^31, in as many bytes as the column needs. */
export type WholeNumbers = Int32Array | Int16Array | Int8Array | Uint8Array;

/** Values are integers unique in the run; 0 is the initial value of every register, -1 is "no value". */
export interface History {
  readonly length: number;
  /** Index into `ScenarioModel.workloads`; -1 for what services do for their requests: operations on stores, and calls. */
  readonly workload: WholeNumbers;
  /** Place id of the client, or of the service instance. */
  readonly client: WholeNumbers;
  /** A session (process in Jepsen's terms): operations of one session never overlap. */
  readonly session: WholeNumbers;
  /** Index into `ScenarioModel.stores`; -1 for requests to services. */
  readonly store: WholeNumbers;
  /** Index into `ScenarioModel.services`, and into its handlers; -1 for operations on stores. */
  readonly service: WholeNumbers;
  readonly handler: WholeNumbers;
  readonly key: WholeNumbers;
  /** Index into `OPERATION_KINDS`. */
  readonly kind: Uint8Array;
  /** Written, appended, added, removed value or increment; for cas the new value. */
  readonly input: WholeNumbers;
  /** The value a cas expects. */
  readonly expected: WholeNumbers;
  /** Value read; NaN where nothing was read, or where several values were (see `observed`). */
  readonly output: Float64Array;
  /** Index into `observations` for reads of logs and sets and for reads that saw siblings; -1 for all others. */
  readonly observed: WholeNumbers;
  readonly invokedAt: Float64Array;
  /** Time of completion as the client saw it; Infinity when no answer came before the end of the run. */
  readonly completedAt: Float64Array;
  readonly outcome: Uint8Array;
  readonly reason: Uint8Array;
  readonly attempts: Uint8Array;
  /** 1: answered, but with less than the full answer. */
  readonly degraded: WholeNumbers;
  /** Place id of the replica that gave the final answer; -1 if none did. */
  readonly answeredBy: WholeNumbers;
  /** 1: at least one attempt reached a node that was running and not paused (see CAP in the language reference). */
  readonly reachedRunningNode: Uint8Array;
  /** Event ids of Invoke and Complete in the trace; -1 without a trace. */
  readonly invokeEvent: WholeNumbers;
  readonly completeEvent: WholeNumbers;
  /** Contents seen by reads of logs and sets, and siblings seen by reads of registers. */
  readonly observations: readonly (readonly number[])[];
}
