import { atMostAfterNone } from '../analysis';
import { plural, shareText } from './quantity-text';

/**
 * What a mean of 0 over many runs is worth: no run showed it, and some other might. Undefined of a single run, which is
 * no estimate.
 */
export function zeroText(runs: number): string | undefined {
  if (runs < 2) return undefined;
  return `what is 0 was 0 in all ${plural(runs, 'run')}: with 95 % confidence at most ${shareText(atMostAfterNone(runs))} of runs show more`;
}
