import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { openProgram } from '../../../server/src/language';
import { renderDiagnostics, renderPart } from './render';

const docs = path.join(__dirname, '../../../docs');
const language = path.join(docs, 'language.md');
const diagnostics = path.join(docs, 'diagnostics.md');
const update = process.env['UPDATE_DOCS'] !== undefined;

/** Compares a page with what it should be, or writes it. */
async function agree(file: string, wanted: string): Promise<void> {
  const formatted = await format(wanted, { ...(await resolveConfig(file)), parser: 'markdown' });
  if (update) writeFileSync(file, formatted);
  assert.equal(readFileSync(file, 'utf8'), formatted, `${path.basename(file)} is stale: UPDATE_DOCS=1 writes it anew`);
}

describe('the documentation', () => {
  it('has the tables that the language has', async () => {
    const page = readFileSync(language, 'utf8');
    const wanted = page.replace(
      /(<!-- part: (.*?) -->)[^]*?(<!-- end -->)/g,
      (_, start: string, name: string, end: string) => `${start}\n\n${renderPart(name)}\n\n${end}`,
    );
    await agree(language, wanted);
  });

  it('has every problem code', async () => {
    await agree(diagnostics, renderDiagnostics());
  });

  it('shows models that are right', () => {
    const page = readFileSync(language, 'utf8');
    const models = [...page.matchAll(/```ftm\n([^]*?)```/g)].map((match) => match[1] ?? '');
    assert.ok(models.length >= 4);
    for (const model of models) {
      const program = openProgram('file:///example.ftm', model, (name) => ({
        kind: 'text',
        uri: name,
        text: '1ms\n2ms',
      }));
      const wrong = program.problems.filter((problem) => problem.severity !== 'hint');
      assert.deepEqual(
        wrong.map(({ code, message }) => `${code} ${message}`),
        [],
        model,
      );
    }
  });
});
