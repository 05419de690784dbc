import type { Origin } from './origin';
import type { Nanos } from './quantity';

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

export type ConsistencyModel =
  | 'linearizable'
  | 'sequential'
  | 'causal'
  | 'read-your-writes'
  | 'monotonic-reads'
  | 'monotonic-writes'
  | 'writes-follow-reads'
  | 'eventual';

export type MetricName =
  | 'availability'
  | 'latency'
  | 'throughput'
  | 'outage'
  | 'detection'
  | 'recovery'
  | 'stale reads'
  | 'staleness'
  | 'lost writes'
  | 'duplicates'
  | 'recomputed'
  | 'corrupt reads'
  | 'split brain'
  | 'convergence'
  | 'messages per operation'
  | 'bytes per operation'
  | 'storage overhead'
  | 'degraded'
  | 'steady-state availability';

/** A statistic of a sample: `p99.9` is a percentile with `p` 99.9. */
export type Statistic =
  { readonly kind: 'percentile'; readonly p: number } | { readonly kind: 'max' } | { readonly kind: 'mean' };

export type SubjectModel =
  | { readonly kind: 'reads' }
  | { readonly kind: 'writes' }
  | { readonly kind: 'store'; readonly store: number }
  | { readonly kind: 'service'; readonly service: number; readonly handler?: string }
  | { readonly kind: 'balancer'; readonly balancer: number; readonly handler?: string }
  | { readonly kind: 'job'; readonly job: number }
  | { readonly kind: 'place'; readonly place: number }
  | { readonly kind: 'workload'; readonly workload: number };

export type WindowModel =
  | { readonly kind: 'interval'; readonly fromNs: Nanos; readonly toNs: Nanos }
  /** While any occurrence of this fault is in force; an index into `ScenarioModel.faults`. */
  | { readonly kind: 'fault'; readonly fault: number };

/** Values are in the metric's own unit: shares of 1, nanoseconds, counts, operations a second. */
export type ExpectationBody =
  | {
      readonly kind: 'metric';
      readonly metric: MetricName;
      readonly statistic?: Statistic;
      readonly subject?: SubjectModel;
      readonly window?: WindowModel;
      readonly comparison: Comparison;
      readonly value: number;
    }
  | { readonly kind: 'consistency'; readonly store: number; readonly model: ConsistencyModel }
  | { readonly kind: 'cap'; readonly store: number; readonly is: 'CP' | 'AP' };

export interface ExpectationModel {
  readonly body: ExpectationBody;
  /** Share of runs in which it must hold (`in 95% of runs`); 1 where nothing is said. */
  readonly inShareOfRuns: number;
  /** The text after `expect`, whitespace collapsed. */
  readonly text: string;
  readonly origin: Origin;
}

/** One column of an experiment's table. */
export interface MeasureModel {
  readonly metric: MetricName;
  readonly statistic?: Statistic;
  readonly subject?: SubjectModel;
  readonly text: string;
}
