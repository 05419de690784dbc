import assert from 'node:assert/strict';
import { allKeywords, statementWords, vocabulary } from '../../../server/src/language/syntax/keywords';
import { parseText, shownProblems } from './check-parse';
import { outline } from './outline';

/** Each text holds every place where somebody's own name may stand; `?` is the name. */
const texts = [
  'topology ? { node ? client ?, ? zone ? { node n } group ? = ?, zone ? {} link ? -> ? {} nodes ?[1..3] }',
  'topology T { store ? on ?, ? using ? service ? on ? { handle ? { read ? call ?.? } } balancer ? on ? to ? job ? on ? }',
  'policy ? = ? { heartbeat: 5ms }',
  'policy P = ? policy Q = q { reads: ? data: ?, ? }',
  'workload ? { from ?, ? to ?.? rate: 5/s }',
  'faults ? { at 5s crash ? for 5s as ? at 5s crash zone a, ? at 5s cut ? -> ? for 5s at 5s heal }',
  'faults F { at 5s crash leader of ? at 5s bug in ? failing 5% at 5s reconfigure ? { write: 1 } at 5s surge ? by 5x }',
  'scenario ? "t" { topology: ? set ?.?.at: ? expect availability of ? during ? >= 99% }',
  'experiment ? { vary ?.?: [?, ?] runs: 5 }',
];

describe('a word of the language may be anybody’s name', () => {
  for (const word of new Set([...allKeywords, ...Object.values(vocabulary).flat()])) {
    it(word, () => {
      for (const text of texts) {
        const named = parseText(text.replaceAll('?', word));
        assert.deepEqual(shownProblems(named), [], text.replaceAll('?', word));
        assert.equal(shape(named.tree, word), shape(parseText(text.replaceAll('?', 'zz')).tree, word));
      }
    });
  }
});

it('statements are suggested only where the grammar has them', () => {
  const known = new Set<string>([...allKeywords, ...vocabulary.operation]);
  for (const words of Object.values(statementWords)) {
    for (const word of words) assert.ok(known.has(word), word);
  }
});

/** The outline with the name taken out, and switches seen as the names that they might be. */
function shape(tree: unknown, word: string): string {
  return outline(tree, (name) => (name === word || name === 'zz' ? '?' : name)).replaceAll(/switch\(on: \w+\)/g, '?');
}
