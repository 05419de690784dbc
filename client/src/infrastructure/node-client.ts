import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { CreateClient } from './configured-client';
import { LANGUAGE_ID } from './documents';

export { configuredClient } from './configured-client';

/** The language server as a process of its own. */
export function nodeClient(program: string): CreateClient {
  const run = { module: program, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6011'] } };
  return (name, options) => new LanguageClient(LANGUAGE_ID, name, { run, debug }, options);
}
