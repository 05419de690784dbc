import * as vscode from 'vscode';
import { messageOf } from './log';

/** One value that is there again after the window was reloaded: a file in the folder that VS Code keeps for a workspace. */
export class KeptJson {
  /** @param storage undefined where there is no workspace, and so nothing is kept */
  constructor(
    private readonly storage: vscode.Uri | undefined,
    private readonly fileName: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async keep(value: object): Promise<void> {
    if (this.storage === undefined) return;
    try {
      await vscode.workspace.fs.createDirectory(this.storage);
      const bytes = new TextEncoder().encode(JSON.stringify(value));
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(this.storage, this.fileName), bytes);
    } catch (failure) {
      this.log.warn(`${this.fileName} is not kept for the next time: ${messageOf(failure)}`);
    }
  }

  /** What was kept last, which may be of another version; undefined where there is nothing. */
  async find(): Promise<unknown> {
    if (this.storage === undefined) return undefined;
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.storage, this.fileName));
      return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    } catch (failure) {
      this.log.debug(`There is no ${this.fileName} of before: ${messageOf(failure)}`);
      return undefined;
    }
  }
}
