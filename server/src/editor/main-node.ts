import * as path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskDocumentation } from './disk-documentation';
import { diskFiles } from './disk-files';
import { startServer } from './server';

/**
 * The language server as a program of its own, started by the extension (`--node-ipc`) or by any other editor, through
 * `ftm lsp --stdio`. The connection reads from the command line which it is.
 */
startServer(createConnection(ProposedFeatures.all), {
  files: diskFiles,
  workers: { file: path.join(__dirname, 'run-worker.js') },
  documentation: diskDocumentation(path.join(__dirname, '..', 'docs')),
});
