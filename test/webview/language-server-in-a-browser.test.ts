import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { RunAnswer } from '../../server/src/editor/wire';
import { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';

const DIST = path.resolve(__dirname, '..', '..', 'dist');
const MAIN = 'vscode-vfs://github/models/main.ftm';
const BASE = 'vscode-vfs://github/models/base.ftm';

const TEXT = `import "base.ftm"
topology T {
  nodes n[1..3]
  client c
  store s on n[1..3] using Mine
}
policy Mine = Base { heartbeet: 50ms }
workload W { from c to s }
scenario S { topology: T workload: W at 2s crash leader of s for 1s duration: 5s expect no lost writes }
scenario Long { topology: T workload: W duration: 1h }
`;

/** What the page that plays the editor offers to the test. */
interface Editor {
  request(method: string, params: unknown): Promise<unknown>;
  start(id: number, method: string, params: unknown): void;
  notify(method: string, params: unknown): void;
}

/** The bundle of the web editor in a worker of Chromium, spoken to as an editor in a browser does. */
describe('the language server in a web worker', function () {
  this.timeout(60_000);
  let page: ChromiumPage;

  const request = <T>(method: string, params: unknown): Promise<T> =>
    page.page.evaluate(([name, value]) => (globalThis as unknown as { editor: Editor }).editor.request(name, value), [
      method,
      params,
    ] as [string, unknown]) as Promise<T>;
  const notify = (method: string, params: unknown): Promise<void> =>
    page.page.evaluate(
      ([name, value]) => {
        (globalThis as unknown as { editor: Editor }).editor.notify(name, value);
      },
      [method, params] as [string, unknown],
    );

  before(async () => {
    page = await ChromiumPage.open({ root: DIST, html: '<!doctype html><title>editor</title>', host: 'none' });
    await page.page.evaluate(startEditor, {
      source: readFileSync(path.join(DIST, 'server-browser.js'), 'utf8'),
      files: { [BASE]: 'policy Base = raft { }\n' },
    });
    await request('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: 'vscode-vfs://github/models', name: 'models' }],
      capabilities: { textDocument: { diagnostic: {} } },
      initializationOptions: { readsFiles: true, runsCommands: true },
    });
    await notify('initialized', {});
    await notify('textDocument/didOpen', { textDocument: { uri: MAIN, languageId: 'ftm', version: 1, text: TEXT } });
  });

  after(async () => {
    await page.close();
  });

  const codes = async (): Promise<readonly string[]> => {
    const report = await request<{ items?: readonly { code: string; severity: number }[] }>('textDocument/diagnostic', {
      textDocument: { uri: MAIN },
    });
    return (report.items ?? []).filter(({ severity }) => severity === 1).map(({ code }) => code);
  };

  it('marks a mistake, with the file that only the editor can read', async () => {
    await until('the file that only the editor can read', async () => !(await codes()).includes('FTM250'));
    assert.deepEqual(await codes(), ['FTM301']);
  });

  it('offers the fix and takes the edit', async () => {
    const range = { start: { line: 6, character: 22 }, end: { line: 6, character: 30 } };
    const actions = await request<readonly { title: string }[]>('textDocument/codeAction', {
      textDocument: { uri: MAIN },
      range,
      context: { diagnostics: [] },
    });
    assert.equal(actions[0]?.title, "Write 'heartbeat'");
    await notify('textDocument/didChange', {
      textDocument: { uri: MAIN, version: 2 },
      contentChanges: [{ text: TEXT.replace('heartbeet', 'heartbeat') }],
    });
    assert.deepEqual(await codes(), []);
  });

  it('runs a scenario in a worker of its own', async () => {
    const query = { uri: MAIN, scenario: 'S', seed: null, runs: null, runId: 'a' };
    const answer = await request<RunAnswer>('ftm/run', query);
    assert.equal(answer.kind, 'finished', JSON.stringify(answer).slice(0, 500));
    if (answer.kind === 'finished') assert.equal(answer.verdict.decision, 'pass');
  });

  it('cancels a run, and runs the next one', async () => {
    const query = { uri: MAIN, scenario: 'Long', seed: null, runs: null, runId: 'b' };
    const long = page.page.evaluate(async (value) => {
      const { editor } = globalThis as unknown as { editor: Editor };
      const answer = editor.request('ftm/run', value);
      await new Promise((resolve) => setTimeout(resolve, 300));
      editor.notify('$/cancelRequest', { id: (editor as unknown as { lastId: number }).lastId });
      return answer;
    }, query as unknown);
    assert.deepEqual(await long, { kind: 'cancelled' });
    const next = await request<RunAnswer>('ftm/run', { ...query, scenario: 'S', runId: 'c' });
    assert.equal(next.kind, 'finished');
  });
});

/** Runs in the page: starts the worker, and answers what the server asks of an editor. */
function startEditor({ source, files }: { source: string; files: Readonly<Record<string, string>> }): void {
  interface Message {
    readonly id?: number;
    readonly method?: string;
    readonly params?: { readonly uri?: string };
    readonly result?: unknown;
    readonly error?: { readonly message: string };
  }
  const scope = globalThis as unknown as {
    Worker: new (address: string) => {
      postMessage(message: unknown): void;
      onmessage: (event: { readonly data: Message }) => void;
    };
    editor: unknown;
  };
  const worker = new scope.Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const waiting = new Map<number, (message: Message) => void>();
  worker.onmessage = ({ data }) => {
    if (data.method === undefined) {
      waiting.get(data.id ?? -1)?.(data);
      return;
    }
    if (data.id === undefined) return;
    const text = files[data.params?.uri ?? ''];
    const result =
      data.method !== 'ftm/readFile'
        ? null
        : text === undefined
          ? { kind: 'missing', reason: 'no such file' }
          : { kind: 'text', text };
    worker.postMessage({ jsonrpc: '2.0', id: data.id, result });
  };
  const editor = {
    lastId: 0,
    request(method: string, params: unknown): Promise<unknown> {
      const id = ++editor.lastId;
      worker.postMessage({ jsonrpc: '2.0', id, method, params });
      return new Promise((resolve, reject) => {
        waiting.set(id, ({ result, error }) => {
          if (error === undefined) resolve(result);
          else reject(new Error(error.message));
        });
      });
    },
    notify(method: string, params: unknown): void {
      worker.postMessage({ jsonrpc: '2.0', method, params });
    },
  };
  scope.editor = editor;
}
