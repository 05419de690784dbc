import type { TextRange } from '../source-text';
import type { NamePatternNode } from './value-nodes';

/** `n[1..100000]` is a slip of the finger, not a cluster; more names than this are not expanded. */
export const MAX_NAMES_IN_RANGE = 10_000;

/** One name of those that a pattern stands for; the range is that of the whole pattern. */
export interface ExpandedName {
  readonly text: string;
  readonly range: TextRange;
}

/** How many names the pattern stands for: 1 for a plain name, 0 for a range that is not whole or runs backwards. */
export function countNames(pattern: NamePatternNode): number {
  if (pattern.span === undefined) return 1;
  const { first, last } = pattern.span;
  return first === undefined || last === undefined || last < first ? 0 : last - first + 1;
}

/** The names that a pattern stands for, in order, at most `MAX_NAMES_IN_RANGE`. Lazy, so that a look costs nothing. */
export function* expandNames(pattern: NamePatternNode): Generator<ExpandedName> {
  if (pattern.span === undefined) {
    yield pattern.name;
    return;
  }
  const first = pattern.span.first ?? 0;
  const count = Math.min(countNames(pattern), MAX_NAMES_IN_RANGE);
  for (let index = 0; index < count; index++) {
    yield { text: `${pattern.name.text}${String(first + index)}`, range: pattern.range };
  }
}
