/** An event that may be a part of the way from a fault to a violation. */
export interface Step {
  readonly event: number;
  readonly operation: number;
  readonly count: number;
  /** Where it was felt: what comes later at one of these places may come from it. */
  readonly places: readonly number[];
  /** The event that is known to have led to it, whatever else its causes met. */
  readonly broughtBy?: number;
  readonly holds?: true;
  readonly serves?: true;
}
