import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { MessageTransports } from 'vscode-languageclient/browser';
import { activateOn, deactivateAll } from './activate';
import { LANGUAGE_ID } from './infrastructure/documents';

/** The browser's own, which the types of Node do not have. */
declare const Worker: new (address: string) => BrowserWorker;

type BrowserWorker = ConstructorParameters<typeof BrowserMessageReader>[0] & { terminate(): void };

/** The extension in an editor that runs in a browser: the language server is a web worker, and there are no tasks. */
export function activate(context: vscode.ExtensionContext): void {
  const program = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server-browser.js').toString(true);
  let worker: BrowserWorker | undefined;
  // Reader and writer rather than the worker: the host puts a function of its own in the place of `Worker`, and what that
  // makes is no instance of it, which is what the client asks.
  const startWorker = (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(program);
    return Promise.resolve({ reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) });
  };
  activateOn(context, {
    createClient: (name, options) => new LanguageClient(LANGUAGE_ID, name, startWorker, options),
    features: [
      vscode.commands.registerCommand('ftm.searchFaults', () => {
        const message = vscode.l10n.t('The search for faults needs the command line: ftm search.');
        void vscode.window.showInformationMessage(message);
      }),
      {
        dispose: () => {
          worker?.terminate();
        },
      },
    ],
  });
}

export async function deactivate(): Promise<void> {
  await deactivateAll();
}
