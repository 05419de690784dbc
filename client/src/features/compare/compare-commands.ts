import * as vscode from 'vscode';
import { compareRequest, receiveCompareAnswer, receiveRunnableName } from '../../../../server/src/editor/wire';
import type {
  CompareAnswer,
  CompareQuery,
  ComparisonReport,
  HostMessage,
  ViewMessage,
} from '../../../../server/src/editor/wire';
import type { CommandRegistry } from '../../infrastructure/commands';
import type { CurrentModel } from '../../infrastructure/documents';
import type { ModelServer } from '../../infrastructure/model-server';
import { PicturePanel } from '../../infrastructure/picture-panel';
import { revealPlace } from '../../infrastructure/source-places';
import type { RunService } from '../../runs/run-service';
import { listRunnables } from '../../runs/runnable-list';

const COMPARE_PANEL = 'ftm.compare';

interface Parts {
  readonly server: ModelServer;
  readonly runs: RunService;
  readonly current: CurrentModel;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** `FTM: Compare Experiment...`: all cells of an experiment on the same randomness, side by side. */
export class CompareFeature implements vscode.Disposable {
  private nextId = 1;
  private panel: PicturePanel | undefined;
  private comparison: HostMessage | undefined;
  private shown: { readonly uri: vscode.Uri; readonly name: string } | undefined;

  constructor(
    commands: CommandRegistry,
    private readonly parts: Parts,
  ) {
    commands.register('ftm.compareExperiment', (argument) => this.compare(argument));
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private async compare(argument: unknown): Promise<void> {
    const target = await this.target(argument);
    if (target === undefined) return;
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Comparing {0}', target.name),
      cancellable: true,
    };
    const answer = await vscode.window.withProgress(options, (progress, token) => this.ask(target, progress, token));
    await this.show(target.uri, target.name, answer);
  }

  private async target(argument: unknown): Promise<{ uri: vscode.Uri; name: string } | undefined> {
    const named = receiveRunnableName(argument);
    if (named.ok) return { uri: vscode.Uri.parse(named.value.uri, true), name: named.value.name };
    const uri = argument instanceof vscode.Uri ? argument : this.parts.current.uri;
    const entries = uri === undefined ? [] : await listRunnables(this.parts.server, uri);
    const experiments = entries.filter(({ kind }) => kind === 'experiment').map(({ name }) => name);
    if (uri === undefined || experiments.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('This model has no experiment to compare.'));
      return undefined;
    }
    const name =
      experiments.length === 1
        ? experiments[0]
        : await vscode.window.showQuickPick(experiments, { placeHolder: vscode.l10n.t('Experiment to compare') });
    return name === undefined ? undefined : { uri, name };
  }

  /** The experiment in a panel of its own, where each cell leads to one of its runs. */
  private draw(uri: vscode.Uri, name: string, comparison: ComparisonReport): void {
    this.comparison = { kind: 'comparison', comparison };
    const content = (): readonly HostMessage[] => (this.comparison === undefined ? [] : [this.comparison]);
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      const panel = vscode.window.createWebviewPanel(COMPARE_PANEL, '', column);
      const hear = (message: ViewMessage): void => {
        if (message.kind === 'openRun') void this.openRun(message.cell, message.seed);
      };
      this.panel = new PicturePanel(panel, { content, hear }, this.parts.extensionUri, this.parts.log);
      this.panel.onDidClose(() => {
        this.panel = undefined;
      });
    }
    this.shown = { uri, name };
    this.panel.title = vscode.l10n.t('Experiment: {0}', name);
    for (const message of content()) this.panel.post(message);
    this.panel.reveal();
  }

  private async openRun(cell: number, seed: number): Promise<void> {
    if (this.shown === undefined) return;
    const { uri, name } = this.shown;
    const { token } = new vscode.CancellationTokenSource();
    const run = await this.parts.runs.run({ uri, scenario: name, cell, seed }, token);
    if (run.answer.kind === 'finished')
      await vscode.commands.executeCommand('ftm.showTimeline', { uri: uri.toString(), name });
  }

  private async ask(
    target: { readonly uri: vscode.Uri; readonly name: string },
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<CompareAnswer> {
    const runId = `compare-${String(this.nextId++)}`;
    let shown = 0;
    const listening = this.parts.server.onProgress((news) => {
      if (news.runId !== runId) return;
      const percent = news.share === null ? shown : news.share * 100;
      progress.report({ message: news.text, increment: percent - shown });
      shown = percent;
    });
    const query: CompareQuery = { uri: target.uri.toString(), experiment: target.name, runId };
    try {
      return await this.parts.server.ask(compareRequest, query, receiveCompareAnswer, token);
    } catch (failure) {
      if (token.isCancellationRequested) return { kind: 'cancelled' };
      throw failure;
    } finally {
      listening.dispose();
    }
  }

  private async show(model: vscode.Uri, name: string, answer: CompareAnswer): Promise<void> {
    switch (answer.kind) {
      case 'finished':
        this.draw(model, name, answer.comparison);
        return;
      case 'cancelled':
        vscode.window.setStatusBarMessage(vscode.l10n.t('The comparison was cancelled.'), 5000);
        return;
      case 'not-runnable': {
        const show = vscode.l10n.t('Show Problem');
        const [first] = answer.problems;
        const chosen = await vscode.window.showWarningMessage(answer.message, ...(first === undefined ? [] : [show]));
        if (chosen === show && first !== undefined) await revealPlace(first.place);
        return;
      }
      case 'crashed':
        throw new Error(vscode.l10n.t('The comparison crashed: {0}', answer.message));
    }
  }
}
