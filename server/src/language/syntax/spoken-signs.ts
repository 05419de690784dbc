import type { Comparison } from './expectation-nodes';

/** Comparisons as they are spoken: `availability at least 99%`. */
const spokenComparisons: ReadonlyMap<string, Comparison> = new Map([
  ['at least', '>='],
  ['no less than', '>='],
  ['at most', '<='],
  ['no more than', '<='],
  ['up to', '<='],
  ['within', '<='],
  ['more than', '>'],
  ['greater than', '>'],
  ['above', '>'],
  ['over', '>'],
  ['less than', '<'],
  ['fewer than', '<'],
  ['below', '<'],
  ['under', '<'],
  ['equal to', '='],
  ['equals', '='],
]);

const firstWords = new Set(['is', ...[...spokenComparisons.keys()].map((phrase) => phrase.split(' ')[0] ?? '')]);
const MOST_WORDS = 4;

/**
 * A comparison in words before a number, an `is` before it included: how many words, and the sign that they mean.
 *
 * @param wordAt the text of the n-th token from here, counted from 1
 * @param isNumberAt whether that token is a number
 */
export function spokenComparison(
  wordAt: (n: number) => string,
  isNumberAt: (n: number) => boolean,
): { readonly words: number; readonly sign: Comparison } | undefined {
  if (!firstWords.has(wordAt(1))) return undefined;
  let phrase = '';
  for (let words = 1; words <= MOST_WORDS; words++) {
    const word = wordAt(words);
    phrase = words === 1 && word === 'is' ? '' : phrase === '' ? word : `${phrase} ${word}`;
    const sign = spokenComparisons.get(phrase);
    if (sign !== undefined && isNumberAt(words + 1)) return { words, sign };
  }
  return undefined;
}

/** What people write for the `|` between the sides of a partition. */
export const spokenBars: ReadonlySet<string> = new Set(['and', 'from', 'vs', 'versus']);

/** What people write for the `for` before how long a fault lasts. */
export const spokenFors: ReadonlySet<string> = new Set(['during', 'lasting', 'over']);
