/** Bounds on one run; at a bound the run stops, says which one, and its verdict is undecided. */
export interface SimulationLimits {
  /** Events that the kernel dispatches: at 5 to 10 million a second this is a minute or two of real time. */
  readonly maxEvents: number;
  /** Events pending at one moment, about 50 bytes each plus their messages. */
  readonly maxQueue: number;
  /** Client operations, about 50 bytes of history each. */
  readonly maxOperations: number;
  /** Values in all that reads of logs, sets and siblings return: each is kept, 8 bytes. */
  readonly maxObservedValues: number;
  /** Rows of the trace, 37 bytes each; later ones are dropped and `Trace.truncated` is set. */
  readonly maxTraceEvents: number;
}

export const DEFAULT_LIMITS: SimulationLimits = {
  maxEvents: 500_000_000,
  maxQueue: 4_000_000,
  maxOperations: 10_000_000,
  maxObservedValues: 50_000_000,
  maxTraceEvents: 8_000_000,
};
