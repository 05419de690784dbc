import * as vscode from 'vscode';
import { messageOf } from './log';

/** Registers commands that never fail silently: what they throw is logged, and the user is told where to read more. */
export class CommandRegistry implements vscode.Disposable {
  private readonly registered: vscode.Disposable[] = [];

  constructor(private readonly log: vscode.LogOutputChannel) {}

  register(command: string, run: (...args: readonly unknown[]) => unknown): void {
    const guarded = async (...args: unknown[]): Promise<void> => {
      try {
        await run(...args);
      } catch (failure) {
        this.log.error(`${command} failed`, failure instanceof Error ? failure : String(failure));
        await this.tell(messageOf(failure));
      }
    };
    this.registered.push(vscode.commands.registerCommand(command, guarded));
  }

  dispose(): void {
    vscode.Disposable.from(...this.registered).dispose();
  }

  private async tell(message: string): Promise<void> {
    const showLog = vscode.l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) this.log.show();
  }
}
