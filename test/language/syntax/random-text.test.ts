import assert from 'node:assert/strict';
import fc from 'fast-check';
import { format } from '../../../server/src/language/formatter/format';
import { SourceText } from '../../../server/src/language/source-text';
import { allKeywords } from '../../../server/src/language/syntax/keywords';
import { parseText } from './check-parse';
import { outline } from './outline';

/** Words and signs of the language in any order: close enough to models to get deep into the grammar. */
const pieces = fc.constantFrom(
  ...allKeywords,
  ...['n1', 'x', 'key:', '5s', '10', '99%', '200/s', '"t"', '{', '}', '[', ']', '(', ')', ',', ':', '.', '..', '|'],
  ...['->', '<->', '+-', '=', '>=', '<', '\n', '// c\n', '/* c */', '/// d\n', 'faults F {', 'scenario S {', 'a: 5ms'],
);

describe('any text at all', () => {
  it('is parsed: random characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        parseText(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('is parsed: random words, and formatted to the same tree where it is right', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (words) => {
        const text = words.join(' ');
        const parsed = parseText(text);
        const formatted = format(new SourceText('file:///test.ftm', text));
        assert.equal(formatted === undefined, parsed.problems.length > 0);
        if (formatted === undefined) return;
        assert.equal(outline(parseText(formatted).tree), outline(parsed.tree));
        assert.equal(format(new SourceText('file:///test.ftm', formatted)), formatted);
      }),
      { numRuns: 3000 },
    );
  });
});
