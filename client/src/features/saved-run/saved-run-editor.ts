import * as vscode from 'vscode';
import { decodeTraceFile } from '../../../../server/src/editor/wire';
import type { HostMessage, RunReport, ViewMessage } from '../../../../server/src/editor/wire';
import { PicturePanel } from '../../infrastructure/picture-panel';

/** Named in the manifest. */
const SAVED_RUN_EDITOR = 'ftm.savedRun';

class SavedRun implements vscode.CustomDocument {
  constructor(
    readonly uri: vscode.Uri,
    /** The runs of the file, or why it has none that can be shown. */
    readonly content: { readonly reports: readonly RunReport[] } | { readonly problem: string },
  ) {}

  dispose(): void {
    // Nothing is held open.
  }
}

/** `*.ftmrun`: runs that `ftm run --trace` has written, looked at in the same view as a fresh one. Nothing is changed. */
export class SavedRunEditor implements vscode.CustomReadonlyEditorProvider<SavedRun> {
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  static register(extensionUri: vscode.Uri, log: vscode.LogOutputChannel): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(SAVED_RUN_EDITOR, new SavedRunEditor(extensionUri, log), {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  async openCustomDocument(uri: vscode.Uri): Promise<SavedRun> {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const decoded = decodeTraceFile(text);
    return new SavedRun(uri, decoded.ok ? decoded.file : { problem: decoded.problem });
  }

  resolveCustomEditor(saved: SavedRun, panel: vscode.WebviewPanel): void {
    let chosen = 0;
    const content = (): readonly HostMessage[] => contentOf(saved, chosen);
    const picture = new PicturePanel(
      panel,
      {
        content,
        hear: (message: ViewMessage) => {
          if (message.kind === 'chooseAgainst') picture.post({ kind: 'against', report: runOf(saved, message.index) });
          if (message.kind !== 'choose') return;
          chosen = message.index;
          for (const part of content()) picture.post(part);
        },
      },
      this.extensionUri,
      this.log,
    );
  }
}

function runOf({ content }: SavedRun, index: number): RunReport | null {
  return 'problem' in content ? null : (content.reports[index] ?? null);
}

function contentOf({ uri, content }: SavedRun, chosen: number): readonly HostMessage[] {
  const failed = (message: string): HostMessage[] => [{ kind: 'problem', severity: 'error', message, source: null }];
  if ('problem' in content) {
    return failed(vscode.l10n.t('{0} cannot be shown: {1}.', vscode.workspace.asRelativePath(uri), content.problem));
  }
  const report = content.reports[chosen];
  if (report === undefined) return failed(vscode.l10n.t('There is no run in this file.'));
  const titles = content.reports.map(({ title }) => title);
  return [
    { kind: 'choices', titles, chosen },
    { kind: 'report', report },
  ];
}
