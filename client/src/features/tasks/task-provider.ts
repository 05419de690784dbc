import * as vscode from 'vscode';
import { receiveRunnableName } from '../../../../server/src/editor/wire';

/** `type` of tasks in `tasks.json`. */
const TASK_TYPE = 'ftm';

type TaskCommand = 'check' | 'run' | 'format' | 'search';

const COMMANDS: readonly TaskCommand[] = ['check', 'run', 'format', 'search'];

/** Tasks that run the command line of this extension on the models of a folder; `$ftm` finds their problems. */
export class FtmTaskProvider implements vscode.TaskProvider {
  constructor(private readonly program: string) {}

  static register(program: string): vscode.Disposable {
    const provider = new FtmTaskProvider(program);
    return vscode.Disposable.from(
      vscode.tasks.registerTaskProvider(TASK_TYPE, provider),
      vscode.commands.registerCommand('ftm.searchFaults', (argument) => provider.search(argument)),
    );
  }

  async provideTasks(): Promise<vscode.Task[]> {
    const files = await vscode.workspace.findFiles('**/*.ftm', '**/node_modules/**', 50);
    return files.flatMap((file) => {
      const folder = vscode.workspace.getWorkspaceFolder(file);
      if (folder === undefined) return [];
      const path = vscode.workspace.asRelativePath(file, false);
      return (['check', 'run'] as const).map((command) => this.task(folder, { type: TASK_TYPE, command, file: path }));
    });
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const { scope } = task;
    if (scope === undefined || typeof scope === 'number') return undefined;
    return this.task(scope, task.definition);
  }

  /** The smallest sets of faults that break a scenario, in the terminal; the command line reads what is saved. */
  async search(argument: unknown): Promise<void> {
    const named = receiveRunnableName(argument);
    if (!named.ok) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(named.value.uri, true));
    if (document.isUntitled || document.isDirty) await document.save();
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (document.uri.scheme !== 'file' || folder === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Save the model in a folder of the workspace first.'));
      return;
    }
    const file = vscode.workspace.asRelativePath(document.uri, false);
    const args = ['--scenario', named.value.name];
    await vscode.tasks.executeTask(this.task(folder, { type: TASK_TYPE, command: 'search', file, args }));
  }

  private task(folder: vscode.WorkspaceFolder, definition: vscode.TaskDefinition): vscode.Task {
    const command = COMMANDS.find((known) => known === definition['command']) ?? 'check';
    const file = typeof definition['file'] === 'string' ? definition['file'] : '';
    const given: unknown = definition['args'];
    const args = Array.isArray(given) ? given.filter((argument) => typeof argument === 'string') : [];
    // The extension host is an Electron program on a desktop and Node itself on a server; this makes both be Node.
    const execution = new vscode.ProcessExecution(process.execPath, [this.program, command, file, ...args], {
      cwd: folder.uri.fsPath,
      env: { ELECTRON_RUN_AS_NODE: '1' },
    });
    const task = new vscode.Task(definition, folder, `${command} ${file}`, TASK_TYPE, execution, '$ftm');
    task.group = command === 'run' ? vscode.TaskGroup.Test : vscode.TaskGroup.Build;
    return task;
  }
}
