import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allKeywords, vocabulary } from '../../server/src/language/syntax/keywords';
import { grammarText } from '../../syntaxes/generate';

const root = join(__dirname, '..', '..');
const grammar = join(root, 'syntaxes', 'ftm.tmLanguage.json');

describe('the TextMate grammar', () => {
  it('is the one that the list of words makes', () => {
    assert.equal(readFileSync(grammar, 'utf8'), grammarText(), 'run `npx tsx syntaxes/generate.ts`');
  });

  it('colours every word of the language', () => {
    const text = readFileSync(grammar, 'utf8');
    const metrics = new Set<string>(vocabulary.metric);
    const distributions = new Set<string>(vocabulary.distribution);
    for (const word of [...allKeywords, ...Object.values(vocabulary).flat()]) {
      // Metrics read as plain words, and a distribution is known by its bracket.
      if (metrics.has(word) || distributions.has(word)) continue;
      assert.match(text, new RegExp(`[(|:]${word}[)|]`), word);
    }
  });

  it('gives each part of a model its scope', function () {
    this.timeout(60_000);
    const command = join(root, 'node_modules', 'vscode-tmgrammar-test', 'dist', 'unit.js');
    const run = spawnSync(process.execPath, [command, '--compact', '-g', grammar, 'test/grammar/*.test.ftm'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /scenario\.test\.ftm/);
  });
});

describe('the language configuration', () => {
  const configuration = JSON.parse(readFileSync(join(root, 'language-configuration.json'), 'utf8')) as {
    readonly wordPattern: { readonly pattern: string; readonly flags: string };
  };

  it('takes names with hyphens and numbers with units as one word', () => {
    const { pattern, flags } = configuration.wordPattern;
    const words = 'store db-a on n1->n2 150ms..300ms 99.95% 200/s +5s'.match(new RegExp(pattern, `g${flags}`));
    assert.deepEqual(words, ['store', 'db-a', 'on', 'n1', 'n2', '150ms', '300ms', '99.95%', '200/s', '+5s']);
  });
});
