import type { Decision } from '../analysis';
import type { EventCauses } from './event-causes';
import type { JudgedRun } from './judged-run';
import { projectWhy, unexplainedWhy, type RowsOf } from './project-why';
import type { ExpectationRow, WhyRow } from './run-report';
import { sourcePlace } from './source-place';

/** What was expected and what was found; witnesses point into the rows of the operations table. */
export function projectExpectations(judged: JudgedRun, causes: EventCauses, rows: RowsOf): readonly ExpectationRow[] {
  const { scenario, verdict, explanations = [] } = judged;
  const why = new Map(explanations.map((each) => [each.expectation, each]));
  return verdict.expectations.map(({ expectation, decision, measuredText, explanation, witness, firstNs }, index) => ({
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
            operations: witness.operations.flatMap((operation) => rows.operation.get(operation) ?? []),
            sentence: witness.sentence,
          },
    ...(firstNs === undefined ? {} : { firstAt: firstNs }),
    why: whyOf(index, decision),
  }));

  function whyOf(index: number, decision: Decision): WhyRow | null {
    const explanation = why.get(index);
    if (explanation !== undefined) return projectWhy(judged, explanation, causes, rows);
    if (judged.unexplained === undefined || decision !== 'fail') return null;
    return unexplainedWhy(judged.run.seed, judged.unexplained);
  }
}
