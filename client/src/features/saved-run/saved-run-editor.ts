import * as vscode from 'vscode';
import { decodeTraceFile } from '../../../../server/src/editor/wire';
import type { HostMessage, Moment, RunReport, ViewMessage } from '../../../../server/src/editor/wire';
import { messageOf } from '../../infrastructure/log';
import { PicturePanel } from '../../infrastructure/picture-panel';
import { findModel } from './find-model';

/** Named in the manifest. */
const SAVED_RUN_EDITOR = 'ftm.savedRun';

/** Opens another run of the same model, where it can be made. */
type OpenRun = (run: Omit<Moment, 'at'>) => Promise<void>;

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
    private readonly openRun: OpenRun,
  ) {}

  static register(extensionUri: vscode.Uri, log: vscode.LogOutputChannel, openRun: OpenRun): vscode.Disposable {
    const editor = new SavedRunEditor(extensionUri, log, openRun);
    return vscode.window.registerCustomEditorProvider(SAVED_RUN_EDITOR, editor, {
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
          const shown = runOf(saved, chosen);
          if (message.kind === 'runAgain' && shown !== null) this.run(saved, shown, null);
          if (message.kind === 'openRun' && shown !== null) this.run(saved, shown, message.seed);
          if (message.kind !== 'choose') return;
          chosen = message.index;
          for (const part of content()) picture.post(part);
        },
        locate: (file) => findModel(file, saved.uri),
      },
      this.extensionUri,
      this.log,
    );
  }

  /** Again as the model is now, or with the seed of another run. Its report comes where reports of fresh runs come. */
  private run({ uri }: SavedRun, { file, scenario }: RunReport, seed: number | null): void {
    findModel(file, uri)
      .then((model) =>
        seed === null
          ? vscode.commands.executeCommand('ftm.runScenario', { uri: model.toString(), name: scenario })
          : this.openRun({ file: model.toString(), scenario, seed }),
      )
      .then(undefined, (failure: unknown) => {
        void vscode.window.showWarningMessage(messageOf(failure));
      });
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
  const titles = content.reports.map(({ title, scenario, seed }) =>
    vscode.l10n.t('{0} ({1}, seed {2})', title, scenario, seed),
  );
  return [
    { kind: 'choices', titles, chosen },
    { kind: 'report', report },
  ];
}
