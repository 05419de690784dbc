import type { ExpectationVerdict } from '../analysis';
import { shareText } from './quantity-text';
import type { WhyRow } from './run-report';
import type { ScenarioResult } from './scenario-result';

/**
 * The explanation that belongs to a decision: of what fails why it does, of what holds how the harm came about that it asks
 * for. That some of many runs may fail was granted, so that what holds all the same needs no remedy.
 */
export function toldWhy({ decision }: ExpectationVerdict, why: WhyRow | null): WhyRow | null {
  return decision === 'pass' && why?.isShown !== true ? null : why;
}

/** Why an expectation was decided as it was: its explanation, and the witness where that says something new. */
export function whyTexts({ explanation, witness }: ExpectationVerdict): readonly string[] {
  // An explanation begins with a capital letter where the same words of a witness may not.
  const isSaid = witness === undefined || explanation.toLowerCase().includes(witness.sentence.toLowerCase());
  return [explanation, ...(isSaid ? [] : [witness.sentence])].filter((line) => line !== '');
}

/**
 * What is said of an expectation before its explanation. Of many runs, harm that was expected is told by the one that is
 * drawn; that it came about in all of them is in the figure.
 */
export function reasonTexts(
  { scenario, expectations, whys, picture }: ScenarioResult,
  index: number,
): readonly string[] {
  const row = expectations[index];
  if (row === undefined) return [];
  const why = toldWhy(row, whys[index] ?? null);
  if (row.decision !== 'pass' || why === null || scenario.runs === 1) return whyTexts(row);
  return [`With seed ${why.seed}: ${picture?.expectations[index]?.explanation ?? ''}`];
}

/** What was measured, and how much of the error budget it used where an objective that holds sets one. */
export function measuredText({ decision, measuredText: text, errorBudgetUsed }: ExpectationVerdict): string {
  const isTold = decision === 'pass' && errorBudgetUsed !== undefined && errorBudgetUsed > 0;
  return isTold ? `${text} (${shareText(errorBudgetUsed)} of the error budget)` : text;
}
