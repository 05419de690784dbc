import type { ExpectationVerdict } from '../analysis';
import { shareText } from './quantity-text';

/** Why an expectation was decided as it was: its explanation, and the witness where that says something new. */
export function whyTexts({ explanation, witness }: ExpectationVerdict): readonly string[] {
  const seen = witness === undefined || explanation.includes(witness.sentence) ? [] : [witness.sentence];
  return [explanation, ...seen].filter((line) => line !== '');
}

/** What was measured, and how much of the error budget it used where an objective that holds sets one. */
export function measuredText({ decision, measuredText: text, errorBudgetUsed }: ExpectationVerdict): string {
  const isTold = decision === 'pass' && errorBudgetUsed !== undefined && errorBudgetUsed > 0;
  return isTold ? `${text} (${shareText(errorBudgetUsed)} of the error budget)` : text;
}
