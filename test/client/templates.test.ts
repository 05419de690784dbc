import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { openProgram, SourceText } from '../../server/src/language';
import type { SourceLoader } from '../../server/src/language';
import { format } from '../../server/src/language/formatter/format';

const SNIPPETS = path.resolve(__dirname, '..', '..', 'snippets');
const nothingElse: SourceLoader = (uri) => ({ kind: 'missing', uri, reason: 'a template stands by itself' });

/** Checks that a text that we hand to people has no problems, runs, and looks as the formatter would have it. */
function check(name: string, text: string): void {
  const program = openProgram(name, text, nothingElse);
  assert.deepEqual(
    program.problems.map(({ code, message }) => `${code} ${message}`),
    [],
  );
  for (const scenario of program.scenarios) assert.ok(program.compileScenario(scenario.name), scenario.name);
  assert.ok(program.scenarios.length > 0);
  assert.equal(format(new SourceText(name, text)), text);
}

describe('templates of new models', () => {
  for (const file of readdirSync(path.join(SNIPPETS, 'models'))) {
    it(`${file} is a model without problems`, () => {
      check(file, readFileSync(path.join(SNIPPETS, 'models', file), 'utf8'));
    });
  }
});

describe('snippets', () => {
  const snippets = JSON.parse(readFileSync(path.join(SNIPPETS, 'ftm.json'), 'utf8')) as Readonly<
    Record<string, { readonly body: readonly string[] }>
  >;

  for (const [name, { body }] of Object.entries(snippets)) {
    it(`"${name}" is a model without problems once its stops are filled in`, () => {
      check(
        name,
        body
          .join('\n')
          .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
          .replaceAll(/\$\d/g, ''),
      );
    });
  }
});
