import * as vscode from 'vscode';
import { activateOn, deactivateAll } from './activate';
import type { BrowserWorker } from './infrastructure/browser-client';

/** The extension in an editor that runs in a browser: the language server is a web worker, and there are no tasks. */
export function activate(context: vscode.ExtensionContext): void {
  const program = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server-browser.js').toString(true);
  let worker: BrowserWorker | undefined;
  activateOn(context, {
    loadClient: async () => {
      const { browserClient, configuredClient } = await import('./infrastructure/browser-client');
      const create = browserClient(program, (started) => {
        worker?.terminate();
        worker = started;
      });
      return { create, configuredClient };
    },
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
