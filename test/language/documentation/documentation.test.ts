import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { actions } from '../../../server/src/editor/features/completion/action-words';
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

  it('has every action of a fault, as it may be written with and without what may be left out', () => {
    const page = readFileSync(language, 'utf8');
    const section = /\nThe actions\.([^]*?)\n- /.exec(page)?.[1] ?? '';
    const table = [...section.matchAll(/^\| (`.*`) +\| [A-Z]/gm)].map((match) =>
      (match[1] ?? '').replaceAll('\\|', '|'),
    );
    const forms = table.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
    const written = forms.flatMap((form) => [form.replace(/[[\]]/g, ''), form.replace(/ \[[^\]]*\]/g, '')]);
    const zones = ['zone a', 'zone b', 'zone c'];
    for (const form of new Set(written)) {
      let zone = 0;
      const isSplit = form.startsWith('partition');
      const action = form
        .replace(/\bT\b/g, () => (isSplit ? (zones[zone++] ?? '') : (['n1', 'n2'][zone++] ?? '')))
        .replace(/\bD\b/g, '5s')
        .replace(/\bLINKS\b/, 'everywhere')
        .replace(/\bSERVICE\b/, 'api')
        .replace(/\bWORKLOAD\b/, 'Writes')
        .replace(/\bS\b/, form.startsWith('promote') ? 'ledger' : 'orders');
      const model = `topology Shop {
        zone a { node n1  client web }  zone b { node n2 }  zone c { nodes n[3..4] }
        store orders on n[1..4] using quorum { replicas: 3 }
        store ledger on n1, n2 using primary-backup
        service api on n1, n2 { handle ask {} }
      }
      workload Writes { from web to orders }
      scenario Bad { topology: Shop  workload: Writes  at 5s ${action} }`;
      const { problems } = openProgram('file:///example.ftm', model, (uri) => ({ kind: 'missing', uri, reason: '' }));
      assert.deepEqual(
        problems.flatMap(({ severity, code, message }) => (severity === 'error' ? [`${code} ${message}`] : [])),
        [],
        action,
      );
    }
    const verbs = new Set(forms.map((form) => form.split(' ')[0]));
    assert.deepEqual(
      actions.filter(({ word }) => !verbs.has(word)).map(({ word }) => word),
      [],
    );
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
