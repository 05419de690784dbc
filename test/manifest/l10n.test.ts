import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { clientSources, ROOT } from './client-sources';

const bundle = JSON.parse(readFileSync(path.join(ROOT, 'l10n', 'bundle.l10n.json'), 'utf8')) as Record<string, string>;

/** The texts that the extension shows, as they stand in its code. */
function shownTexts(): string[] {
  return clientSources().flatMap((source) =>
    [...source.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map((match) => (match[1] ?? '').replaceAll("\\'", "'")),
  );
}

describe('the texts to translate', () => {
  it('hold every text that the extension shows, and no other', () => {
    assert.deepEqual(Object.keys(bundle).sort(), [...new Set(shownTexts())].sort());
  });

  it('stand for themselves in English', () => {
    for (const [key, value] of Object.entries(bundle)) assert.equal(value, key);
  });
});
