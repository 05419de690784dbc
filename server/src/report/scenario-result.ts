import type { Decision, ExpectationVerdict, MetricIntervals, Metrics, StoreVerdict, Warning } from '../analysis';
import type { ScenarioModel } from '../language/model';
import type { RunReport, WhyRow } from './run-report';

/** One scenario, run once or with many seeds: what every form of output is written from. */
export interface ScenarioResult {
  /** As it was run: `seed` and `runs` are those that were used. */
  readonly scenario: ScenarioModel;
  /** Of all runs together. */
  readonly simulatedNs: number;
  readonly events: number;
  /** Of the one run, or over the hashes of all runs in order of their seeds. */
  readonly traceHash: string;
  readonly decision: Decision;
  /** Means over the runs; counts of operations are of all runs together. */
  readonly metrics: Metrics;
  /** Between which the means lie with 95 % confidence. Null for a single run. */
  readonly intervals: MetricIntervals | null;
  readonly stores: readonly StoreVerdict[];
  readonly expectations: readonly ExpectationVerdict[];
  /** In the order of the expectations: why each fails; null where it does not, or where nobody asked. */
  readonly whys: readonly (WhyRow | null)[];
  readonly warnings: readonly Warning[];
  /** The run worth looking at: the only one, or of several the first that ended as the whole did. */
  readonly picture: RunReport | null;
}
