import type { ExpectationVerdict } from '../analysis';

/** Why an expectation was decided as it was: its explanation, and the witness where that says something new. */
export function whyTexts({ explanation, witness }: ExpectationVerdict): readonly string[] {
  const seen = witness === undefined || explanation.includes(witness.sentence) ? [] : [witness.sentence];
  return [explanation, ...seen].filter((line) => line !== '');
}
