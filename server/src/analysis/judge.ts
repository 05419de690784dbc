import type { ScenarioModel } from '../language/model';
import type { Run } from '../simulation';
import type { Verdict } from './verdict';

/** Bounds on the consistency search of one run; beyond them the answer is *undecided*. */
export interface JudgeBudget {
  /** States that the linearizability search may visit, over all keys. */
  readonly maxStates: number;
}

/** Judges one run by its history and trace. Pure. */
export function judge(_scenario: ScenarioModel, _run: Run, _budget?: Partial<JudgeBudget>): Verdict {
  throw new Error('The analysis is not linked in.');
}
