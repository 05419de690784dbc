import { atMostAfterNone } from '../analysis';
import { countText, plural, shareText } from './quantity-text';

/**
 * What a mean of 0 over many runs is worth: no run showed it, and some other might. Undefined of a single run, which is
 * no estimate.
 */
export function zeroText(runs: number): string | undefined {
  if (runs < 2) return undefined;
  return `what is 0 was 0 in all ${plural(runs, 'run')}: with 95 % confidence at most ${shareText(atMostAfterNone(runs))} of runs show more`;
}

/** The same of whatever did not happen in any of several runs: an expectation that failed, a figure that was above 0. */
export function noneText(runs: number): string {
  return `What failed in none of ${countText(runs)} runs, or was 0 in all of them: with 95 % confidence at most ${shareText(atMostAfterNone(runs))} of all runs show it.`;
}
