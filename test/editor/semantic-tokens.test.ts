import { strict as assert } from 'node:assert';
import type { Range } from 'vscode-languageserver';
import { semanticTokens, semanticTokensLegend } from '../../server/src/editor/features/semantic-tokens';
import { model } from './models';

/** The coloured words with their kinds, in order. */
function colours(text: string, within?: Range): readonly string[] {
  const { source } = model(text).snapshot();
  const { data } = semanticTokens(model(text).snapshot(), within);
  const words: string[] = [];
  let line = 0;
  let column = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, kind = 0, modifiers = 0] = data.slice(at, at + 5);
    line += down;
    column = down === 0 ? column + right : right;
    const start = source.offsetAt({ line, column });
    words.push(
      `${source.slice({ start, end: start + length })} ${semanticTokensLegend.tokenTypes[kind]}${modifiers === 1 ? '!' : ''}`,
    );
  }
  return words;
}

describe('semantic tokens', () => {
  it('tell names by what they mean, declarations with a mark', () => {
    assert.deepEqual(colours('topology T { node n1 store s on n1 using P }\npolicy P = raft { heartbeat: 50ms }'), [
      'T namespace!',
      'n1 variable!',
      's class!',
      'n1 variable',
      'P class',
      'P class!',
      'raft type',
      'heartbeat property',
    ]);
  });

  it('know a node that is called as a word of the language', () => {
    const words = colours('topology T { node leader store s on leader using P }\npolicy P = single {}');
    assert.equal(words.filter((word) => word.startsWith('leader variable')).length, 2);
  });

  it('colour a base that is a policy as one', () => {
    assert.deepEqual(colours('policy A = raft {}\npolicy B = A {}'), ['A class!', 'raft type', 'B class!', 'A class']);
  });

  it('can be had for a part of the document', () => {
    const line = { start: { line: 1, character: 0 }, end: { line: 1, character: 30 } };
    assert.deepEqual(colours('policy A = raft {}\npolicy B = A {}\npolicy C = A {}', line), ['B class!', 'A class']);
  });
});
