import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateOn, deactivateAll } from './activate';
import { FtmTaskProvider } from './features/tasks/task-provider';
import { LANGUAGE_ID } from './infrastructure/documents';

/** The extension where there is Node: the language server is a process, and tasks run the command line. */
export function activate(context: vscode.ExtensionContext): void {
  const run = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6011'] } };
  activateOn(context, {
    createClient: (name, options) => new LanguageClient(LANGUAGE_ID, name, { run, debug }, options),
    features: [FtmTaskProvider.register(context.asAbsolutePath('dist/ftm.js'))],
  });
}

export async function deactivate(): Promise<void> {
  await deactivateAll();
}
