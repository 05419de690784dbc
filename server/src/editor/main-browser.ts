import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { noDocumentation } from './documentation';
import type { FileAccess } from './file-access';
import { startServer } from './server';

/**
 * The whole bundle is the body of this function (`esbuild.browser.js`), so that it can start itself once more: a web worker
 * can load no file beside it, and runs are executed in workers of their own.
 */
declare function ftmProgram(role: 'server' | 'run-worker'): void;
declare const ftmRole: 'server' | 'run-worker';
/** The worker that the server runs in. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

/** There is no disk: what is not open in the editor, the editor is asked for. */
const noDisk: FileAccess = {
  read: (uri) => ({ kind: 'missing', uri, reason: 'it is not open, and a web page sees no disk' }),
  listModels: () => [],
};

/** The language server in a web worker, for editors that run in a browser. */
function serve(): void {
  const runWorker = new Blob([`(${ftmProgram.toString()})('run-worker');`], { type: 'text/javascript' });
  startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
    files: noDisk,
    workers: { file: URL.createObjectURL(runWorker) },
    documentation: noDocumentation,
  });
}

if (ftmRole === 'server') serve();
else void import('../campaigns/worker-main');
