import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskFiles } from './disk-files';
import type { CodePage } from './features/diagnostics';
import { startServer } from './server';

/**
 * The language server as a program of its own, started by the extension (`--node-ipc`) or by any other editor, through
 * `ftm lsp --stdio`. The connection reads from the command line which it is.
 */
startServer(createConnection(ProposedFeatures.all), {
  files: diskFiles,
  workers: { file: path.join(__dirname, 'run-worker.js') },
  codePage: pageOfCodes(path.join(__dirname, '..', 'docs', 'diagnostics.md')),
});

/** A link to what the documentation says of a code, where the documentation is installed. */
function pageOfCodes(file: string): CodePage {
  if (!existsSync(file)) return () => undefined;
  const page = pathToFileURL(file).href;
  return (code) => `${page}#${code.toLowerCase()}`;
}
