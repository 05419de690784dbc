import type { CheckedHistory, CheckResult } from '../consistency/checked-history';
import type { Run } from '../../simulation';
import type { Judgement, Witness } from '../verdict';

/** A witness of operations of a run, with the events of the trace at which they were invoked and answered. */
export function witnessOf(run: Run, operations: readonly number[], sentence: string): Witness {
  const { history } = run;
  const events = operations
    .flatMap((id) => [history.invokeEvent[id] ?? -1, history.completeEvent[id] ?? -1])
    .filter((event) => event >= 0)
    .sort((a, b) => a - b);
  // The contradiction is complete when the last of its operations is answered; it begins to show when that is invoked.
  const atNs = operations.reduce((latest, id) => Math.max(latest, history.invokedAt[id] as number), 0);
  return { operations, sentence, events, atNs };
}

/** A checker's answer in terms of the run's operations. */
export function judgementOf(run: Run, history: CheckedHistory, result: CheckResult): Judgement {
  switch (result.decision) {
    case 'pass':
      return { decision: 'pass' };
    case 'undecided':
      return { decision: 'undecided', reason: result.reason };
    case 'fail':
      return {
        decision: 'fail',
        witness: witnessOf(
          run,
          result.rows.map((row) => history.id[row] as number),
          result.sentence,
        ),
      };
  }
}
