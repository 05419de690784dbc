import type { JudgedRun } from './judged-run';
import type { ExpectationRow } from './run-report';
import { sourcePlace } from './source-place';

/** What was expected and what was found; witnesses point into the rows of the operations table. */
export function projectExpectations(
  { scenario, verdict }: JudgedRun,
  operationRows: ReadonlyMap<number, number>,
): readonly ExpectationRow[] {
  return verdict.expectations.map(({ expectation, decision, measuredText, explanation, witness }) => ({
    text: expectation.text,
    decision,
    measured: measuredText,
    explanation,
    source: sourcePlace(scenario, expectation.origin),
    witness:
      witness === undefined
        ? null
        : {
            at: witness.atNs,
            operations: witness.operations.flatMap((operation) => operationRows.get(operation) ?? []),
            sentence: witness.sentence,
          },
  }));
}
