import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { ProtocolClient } from './protocol-client';

const URI = 'untitled:Whole';
const ROOT = path.resolve(__dirname, '..', '..');

/** Topologies, services, balancers, jobs, every family, every fault, scenarios and experiments. */
const WHOLE = readFileSync(path.join(ROOT, 'test', 'language', 'compile', 'whole-language.ftm'), 'utf8');

type Answer = Readonly<Record<string, unknown>>;

describe('every request about a model that has everything, over the protocol', function () {
  this.timeout(120_000);
  let client: ProtocolClient;

  before(async () => {
    client = await ProtocolClient.start();
    await client.open(URI, WHOLE);
  });

  after(async () => {
    await client.stop();
  });

  const ask = (method: string, rest: object = {}): Promise<unknown> =>
    client.connection.sendRequest(method, { textDocument: { uri: URI }, ...rest });

  /** Where a text begins, plus so many characters. */
  function at(text: string, plus = 0): { readonly position: { readonly line: number; readonly character: number } } {
    const index = WHOLE.indexOf(text);
    assert.ok(index >= 0, `the model has no '${text}'`);
    return { position: TextDocument.create(URI, 'ftm', 1, WHOLE).positionAt(index + plus) };
  }

  const everything = { range: { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } } };
  const options = { options: { tabSize: 2, insertSpaces: true } };

  /** What a request about all of the text must give: more than nothing. */
  const whole: readonly (readonly [method: string, rest?: object])[] = [
    ['textDocument/documentSymbol'],
    ['textDocument/foldingRange'],
    ['textDocument/semanticTokens/full'],
    ['textDocument/semanticTokens/range', everything],
    ['textDocument/inlayHint', everything],
    ['textDocument/codeLens'],
    ['workspace/symbol', { query: '' }],
    ['textDocument/selectionRange', { positions: [{ line: 5, character: 5 }] }],
  ];
  for (const [method, rest] of whole) {
    it(`answers ${method}`, async () => {
      const answer = (await ask(method, rest)) as Answer | readonly unknown[];
      const list = Array.isArray(answer) ? answer : (answer as { readonly data: readonly unknown[] }).data;
      assert.ok(list.length > 0);
    });
  }

  it('formats all of it, a part of it, and while a brace is typed', async () => {
    for (const [method, rest] of [
      ['textDocument/formatting', options],
      ['textDocument/rangeFormatting', { ...options, ...everything }],
      ['textDocument/onTypeFormatting', { ...options, ch: '}', position: { line: 8, character: 0 } }],
    ] as const) {
      assert.ok(Array.isArray(await ask(method, rest)), method);
    }
  });

  it('knows services, balancers and jobs by hover, definition, references and rename', async () => {
    for (const [text, plus] of places()) {
      const where = at(text, plus);
      assert.match(JSON.stringify(await ask('textDocument/hover', where)), /"kind":"markdown"/, `hover of ${text}`);
      const found = (await ask('textDocument/references', {
        ...where,
        context: { includeDeclaration: true },
      })) as readonly unknown[];
      assert.ok(found.length >= 1, `references of ${text}`);
      const [definition] = (await ask('textDocument/definition', where)) as readonly unknown[];
      assert.ok(definition !== undefined, `definition of ${text}`);
      assert.ok((await ask('textDocument/prepareRename', where)) !== null, `rename of ${text}`);
      const [item] = (await ask('textDocument/prepareCallHierarchy', where)) as readonly unknown[];
      if (item !== undefined) assert.ok(Array.isArray(await ask('callHierarchy/incomingCalls', { item })));
    }
  });

  /** The names of the first service, balancer and job. */
  function places(): readonly (readonly [string, number])[] {
    return ['service', 'balancer', 'job'].map((word) => {
      const declared = new RegExp(`^ *${word} \\w[\\w-]* on`, 'm').exec(WHOLE)?.[0] ?? assert.fail(`no ${word}`);
      return [declared, declared.indexOf(word) + word.length + 2];
    });
  }

  it('lives through edits that make no sense, and comes back to the same', async () => {
    const before = JSON.stringify(await client.diagnostics(URI));
    const scraps = [
      '{',
      '}',
      '"',
      '/*',
      '\r',
      '\t',
      '\u2028',
      '🦊',
      'crash',
      'policy A = A {}',
      '1e99',
      'n[5..1]',
      '- ',
    ];
    for (let round = 0; round < 10; round++) {
      const line = (round * 61) % WHOLE.split('\n').length;
      const range = {
        start: { line, character: round % 7 },
        end: { line: line + (round % 3), character: (round * 5) % 30 },
      };
      const nonsense: TextDocumentContentChangeEvent = { range, text: scraps[round % scraps.length] ?? '' };
      await client.change(URI, nonsense);
      const position = { line, character: (round * 3) % 40 };
      for (const method of [
        'completion',
        'hover',
        'documentHighlight',
        'signatureHelp',
        'documentSymbol',
        'codeLens',
      ]) {
        await ask(`textDocument/${method}`, { position });
      }
      await ask('textDocument/inlayHint', everything);
      await ask('textDocument/codeAction', { ...everything, context: { diagnostics: [] } });
      await client.diagnostics(URI);
    }
    assert.deepEqual(client.logged, []);
    await client.change(URI, { text: WHOLE.replaceAll('\n', '\r\n') });
    assert.equal(
      JSON.stringify(await client.diagnostics(URI)),
      before,
      'with CRLF the same problems at the same places',
    );
  });
});
