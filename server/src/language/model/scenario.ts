import type { ExpectationModel, MeasureModel } from './expectation';
import type { FaultModel } from './faults';
import type { Origin } from './origin';
import type { Nanos } from './quantity';
import type {
  BalancerModel,
  DomainModel,
  GroupModel,
  JobModel,
  LinkTable,
  PlaceModel,
  ServiceModel,
  StoreModel,
} from './topology';
import type { WorkloadModel } from './workload';

/**
 * One runnable scenario: every reference resolved to an index, every default filled in, every override applied. Plain
 * data without functions or cycles, so that it can be posted to a worker as it is. This is all that the simulation
 * ever sees of a `.ftm` file.
 */
export interface ScenarioModel {
  readonly name: string;
  readonly title: string;
  /** Paths or URIs of the files that took part; index 0 is the file that declares the scenario. */
  readonly files: readonly string[];
  readonly origin: Origin;
  readonly durationNs: Nanos;
  readonly warmUpNs: Nanos;
  readonly seed: number;
  readonly runs: number;
  readonly domains: readonly DomainModel[];
  /** Nodes first, then clients. Index = place id. */
  readonly places: readonly PlaceModel[];
  readonly nodeCount: number;
  readonly groups: readonly GroupModel[];
  readonly links: LinkTable;
  readonly stores: readonly StoreModel[];
  readonly services: readonly ServiceModel[];
  readonly balancers: readonly BalancerModel[];
  readonly jobs: readonly JobModel[];
  readonly workloads: readonly WorkloadModel[];
  readonly faults: readonly FaultModel[];
  readonly expectations: readonly ExpectationModel[];
}

/** One cell of an experiment: a scenario with one value chosen for each `vary`. */
export interface ExperimentCell {
  /** Chosen value of each factor, as written, in the order of `factors`. */
  readonly values: readonly string[];
  readonly scenario: ScenarioModel;
}

export interface ExperimentModel {
  readonly name: string;
  /** Paths of the `vary` entries, as written. */
  readonly factors: readonly string[];
  readonly cells: readonly ExperimentCell[];
  readonly runs: number;
  readonly measures: readonly MeasureModel[];
  readonly origin: Origin;
}
