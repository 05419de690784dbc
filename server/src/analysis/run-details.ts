import { breakdown, type Share } from './availability/breakdown';
import { faultTimes, type FaultTimes } from './availability/fault-times';
import { narrowedBounds, type NarrowedBounds } from './consistency/store-bounds';
import type { LossMoment } from './durability/loss-moments';
import { Evidence } from './evidence';
import { jobDetails, type JobDetails } from './metrics/job-details';
import { DEFAULT_BUDGET } from './judge';
import type { ScenarioModel } from '../language/model';
import type { Run } from '../simulation';
import type { Verdict } from './verdict';

/** What a run shows beside its verdict, for whoever looks at it alone. */
export interface RunDetails {
  readonly faults: readonly FaultTimes[];
  readonly losses: readonly LossMoment[];
  readonly shares: readonly Share[];
  readonly jobs: readonly JobDetails[];
  /** Of each store, who is concerned by what it breaks; null where it is linearizable or that is not known. */
  readonly bounds: readonly (NarrowedBounds | null)[];
}

export function runDetails(scenario: ScenarioModel, run: Run, { lostOperations, stores }: Verdict): RunDetails {
  const evidence = new Evidence(scenario, run, DEFAULT_BUDGET.maxStates);
  const { operations } = evidence.select();
  return {
    ...faultTimes(evidence, lostOperations),
    shares: breakdown(scenario, run, operations),
    jobs: jobDetails(evidence),
    bounds: stores.map(({ store, consistency }) =>
      consistency.linearizable?.decision === 'fail' ? narrowedBounds(evidence.history(store)) : null,
    ),
  };
}
