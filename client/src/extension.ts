import type * as vscode from 'vscode';
import { activateOn, deactivateAll } from './activate';
import { FtmTaskProvider } from './features/tasks/task-provider';

/** The extension where there is Node: the language server is a process, and tasks run the command line. */
export function activate(context: vscode.ExtensionContext): void {
  activateOn(context, {
    loadClient: async () => {
      const { nodeClient, configuredClient } = await import('./infrastructure/node-client');
      return { create: nodeClient(context.asAbsolutePath('dist/server.js')), configuredClient };
    },
    features: [FtmTaskProvider.register(context.asAbsolutePath('dist/ftm.js'))],
  });
}

export async function deactivate(): Promise<void> {
  await deactivateAll();
}
