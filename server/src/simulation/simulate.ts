import type { ScenarioModel } from '../language/model';
import type { Run } from './run';

/** Bounds on one run; at a bound the run stops, says which one, and its verdict is undecided. */
export interface SimulationLimits {
  readonly maxEvents: number;
  /** Events pending at one moment. */
  readonly maxQueue: number;
  readonly maxOperations: number;
  /** Rows of the trace; later ones are dropped and `Trace.truncated` is set. */
  readonly maxTraceEvents: number;
}

export interface SimulationOptions {
  readonly seed: number;
  /** Keep the trace (a single run) or only what metrics need (a campaign). */
  readonly trace: boolean;
  readonly limits?: Partial<SimulationLimits>;
  /** Called every few thousand events with the simulated time; returns false to stop the run ('cancelled'). */
  readonly onProgress?: (simulatedNs: number) => boolean;
}

/** Executes a scenario. A pure function: same scenario, options and version, same run to the byte. */
export function simulate(_scenario: ScenarioModel, _options: SimulationOptions): Run {
  throw new Error('The simulation is not linked in.');
}
