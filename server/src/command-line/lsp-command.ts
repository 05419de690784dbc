import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandContext } from './command-context';

/**
 * `ftm lsp --stdio`: the language server on standard input and output. It is a program of its own, which reads the
 * transport from the command line as every language server does; loading it is starting it.
 */
export async function lspCommand({ bundles }: CommandContext): Promise<void> {
  await import(pathToFileURL(join(bundles, 'server.js')).href);
}
