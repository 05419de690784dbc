import type { Origin, WrittenAt } from './origin';
import type { KeyDistribution, Nanos } from './quantity';
import type { BackoffModel } from './resilience';
import type { OperationKind } from './topology';

/** What a workload talks to: a store, or a handler of a service, directly or through a balancer. */
export type WorkloadTarget =
  | { readonly kind: 'store'; readonly store: number }
  | { readonly kind: 'service'; readonly service: number; readonly handler: string }
  | { readonly kind: 'balancer'; readonly balancer: number; readonly handler: string };

export type OperationMix =
  | {
      readonly kind: 'shares';
      readonly shares: readonly { readonly operation: OperationKind; readonly share: number }[];
    }
  | { readonly kind: 'sequence'; readonly sequence: readonly OperationKind[] };

export interface WorkloadModel {
  readonly name: string;
  /** Place ids (clients or nodes) that issue operations; load is shared evenly among them. */
  readonly from: readonly number[];
  readonly target: WorkloadTarget;
  readonly load:
    | { readonly kind: 'open'; readonly ratePerS: number }
    /** Sessions in all, spread over `from`; each waits `thinkNs` between a completion and the next invocation. */
    | { readonly kind: 'closed'; readonly sessions: number; readonly thinkNs: Nanos };
  readonly operations: OperationMix;
  readonly keys: KeyDistribution;
  readonly timeoutNs: Nanos;
  readonly retries: number;
  readonly backoff?: BackoffModel;
  readonly origin: Origin;
  readonly writtenAt?: WrittenAt;
}
