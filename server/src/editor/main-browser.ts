import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { FileAccess } from './file-access';
import { startServer } from './server';

/** The program of the run worker, which `esbuild.js` puts here: a worker of a web page can load no file beside it. */
declare const RUN_WORKER_SOURCE: string;
/** The worker that the server runs in. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

/** There is no disk: what is not open in the editor, the editor is asked for. */
const noDisk: FileAccess = {
  read: (uri) => ({ kind: 'missing', uri, reason: 'it is not open, and a web page sees no disk' }),
  listModels: () => [],
};

/** The language server in a web worker, for editors that run in a browser. */
startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  files: noDisk,
  workers: { file: URL.createObjectURL(new Blob([RUN_WORKER_SOURCE], { type: 'text/javascript' })) },
  codePage: () => undefined,
});
