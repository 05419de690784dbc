import * as vscode from 'vscode';

/** `type` of tasks in `tasks.json`. */
const TASK_TYPE = 'ftm';

type TaskCommand = 'check' | 'run' | 'format';

const COMMANDS: readonly TaskCommand[] = ['check', 'run', 'format'];

/** Tasks that run the command line of this extension on the models of a folder; `$ftm` finds their problems. */
export class FtmTaskProvider implements vscode.TaskProvider {
  constructor(private readonly program: string) {}

  static register(program: string): vscode.Disposable {
    return vscode.tasks.registerTaskProvider(TASK_TYPE, new FtmTaskProvider(program));
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
