import { strict as assert } from 'node:assert';
import type { TextRange } from '../../server/src/language';

/** A text with its marks taken out: `<|>` is the cursor, `<[` and `]>` are the ends of a range. */
export interface MarkedText {
  readonly text: string;
  readonly cursor: number | undefined;
  readonly ranges: readonly TextRange[];
}

export function readMarks(marked: string): MarkedText {
  const open: number[] = [];
  const ranges: TextRange[] = [];
  let cursor: number | undefined;
  let text = '';
  for (const part of marked.split(/(<\||\|>|<\[|\]>)/)) {
    if (part === '<|') cursor = text.length;
    else if (part === '<[') open.push(text.length);
    else if (part === ']>')
      ranges.push({ start: open.pop() ?? assert.fail('a range has no beginning'), end: text.length });
    else if (part !== '|>') text += part;
  }
  assert.equal(open.length, 0, 'every range has an end');
  return { text, cursor, ranges: ranges.sort((a, b) => a.start - b.start) };
}
