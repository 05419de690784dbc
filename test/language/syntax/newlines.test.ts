import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseText, shownProblems } from './check-parse';
import { outline } from './outline';

const everything = readFileSync(join(__dirname, 'everything.ftm'), 'utf8');
const { lexed } = parseText(everything);
const images = lexed.tokens.map((token) => token.image);
const plain = outline(parseText(images.join(' ')).tree);

/** The tokens of the comprehensive model with other blanks between them. */
function check(what: string, text: string): void {
  it(what, () => {
    const parsed = parseText(text);
    assert.deepEqual(shownProblems(parsed), []);
    assert.equal(outline(parsed.tree), plain);
  });
}

describe('newlines carry no meaning', () => {
  check('everything on one line', images.join(' '));
  check('every token on a line of its own', images.join('\n'));
  check('two tokens a line', images.map((image, index) => image + (index % 2 === 0 ? ' ' : '\n')).join(''));
  check(
    'two tokens a line, the other way',
    images.map((image, index) => image + (index % 2 === 1 ? ' ' : '\n')).join(''),
  );
  for (const width of [3, 4, 5, 7]) {
    check(
      `${String(width)} tokens a line`,
      images.map((image, index) => image + (index % width === 0 ? '\n' : ' ')).join(''),
    );
  }
  check('comments between all tokens', images.join(' /* c */ '));

  it('a break before any one token changes nothing', () => {
    for (let at = 1; at < images.length; at++) {
      const parsed = parseText(`${images.slice(0, at).join(' ')}\n${images.slice(at).join(' ')}`);
      assert.deepEqual(shownProblems(parsed), [], `before '${String(images[at])}'`);
    }
  });
});
