/** An operation cannot happen in a state. */
export const REFUSED = -1;

/** The sequential specification of one key's object; states are small numbers that the object hands out. */
export interface SequentialObject {
  readonly initial: number;
  /** The state after the operation of a row, or `REFUSED`. An indeterminate cas is refused where it would not match. */
  step(state: number, row: number): number;
  /** The operation hides the state before it from everything after it. */
  overwrites(row: number): boolean;
  /**
   * Where effects may be swapped, and none is ever refused, most of them can wait for their own response. Of the effects under
   * way those that a search has to try next, so as to come to the wanted operation or to one of the observations under way,
   * none of which the state allows. All, where there is no such rule.
   */
  toTry?(state: number, wanted: number, effects: readonly number[], observations: readonly number[]): readonly number[];
  /** The state of all that nothing will ever observe; only an operation that overwrites leads out of it. */
  readonly lost?: number;
  /** The state as a person reads it. */
  describe(state: number): string;
}
