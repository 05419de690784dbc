import * as vscode from 'vscode';

/** The one place where the extension and its language server say what they do; nothing leaves the machine. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('FTM', { log: true });
}

/** The message of anything that was thrown. */
export function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
