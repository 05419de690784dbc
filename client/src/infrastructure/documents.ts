import * as vscode from 'vscode';

export const LANGUAGE_ID = 'ftm';

export function isModel(document: vscode.TextDocument): boolean {
  return document.languageId === LANGUAGE_ID;
}

/** The model that commands are about while a panel, the terminal or another file has the focus. */
export class CurrentModel implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.TextEditor>();
  private readonly subscriptions: vscode.Disposable[];
  private last: vscode.Uri | undefined;

  /** A model's editor became the active one. */
  readonly onDidChange = this.changed.event;

  constructor() {
    this.remember(vscode.window.activeTextEditor);
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.remember(editor);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.toString() === this.last?.toString()) this.last = undefined;
      }),
    ];
  }

  /** Address of the model that was edited last, or of one that is visible. */
  get uri(): vscode.Uri | undefined {
    const visible = vscode.window.visibleTextEditors.find(({ document }) => isModel(document));
    return this.last ?? visible?.document.uri;
  }

  /** The visible editor on a model, which knows where the cursor is. */
  editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
    const wanted = uri.toString();
    const active = vscode.window.activeTextEditor;
    if (active?.document.uri.toString() === wanted) return active;
    return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === wanted);
  }

  dispose(): void {
    this.changed.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private remember(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isModel(editor.document)) return;
    this.last = editor.document.uri;
    this.changed.fire(editor);
  }
}
