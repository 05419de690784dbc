import * as vscode from 'vscode';

/** What happens in the window when a run that the user asked for has ended. */
export type WhenFinished = 'notify' | 'showTimeline' | 'quiet';

/** The only reader of the settings, so that a name and its default stand in one place beside the manifest. */
export const configuration = {
  whenFinished(scope: vscode.Uri): WhenFinished {
    const value = section(scope).get<string>('run.whenFinished');
    return value === 'showTimeline' || value === 'quiet' ? value : 'notify';
  },
  topologyFollowsEditor(): boolean {
    return section(undefined).get<boolean>('topology.followEditor') ?? true;
  },
  testExplorer(): boolean {
    return section(undefined).get<boolean>('testExplorer.enabled') ?? true;
  },
  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('ftm')) listener();
    });
  },
} as const;

function section(scope: vscode.Uri | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('ftm', scope ?? null);
}
