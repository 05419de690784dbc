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
import type { KeptJson } from '../../infrastructure/kept-json';
import { PicturePanel } from '../../infrastructure/picture-panel';
import { revealPlace } from '../../infrastructure/source-places';
import type { RunService } from '../../runs/run-service';
import { listRunnables } from '../../runs/runnable-list';

/** Named in `activationEvents`, so that a panel of an earlier window wakes the extension. */
export const COMPARE_VIEW = 'ftm.compare';

interface Parts {
  readonly server: ModelServer;
  readonly runs: RunService;
  readonly current: CurrentModel;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The comparison that was shown last. */
  readonly kept: KeptJson;
}

/** A comparison, and what it is of. */
interface Shown {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly comparison: ComparisonReport;
}

/** `FTM: Compare Experiment...`: all cells of an experiment on the same randomness, side by side. */
export class CompareFeature implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private nextId = 1;
  private panel: PicturePanel | undefined;
  private shown: Shown | undefined;
  private readonly serializer: vscode.Disposable;

  constructor(
    commands: CommandRegistry,
    private readonly parts: Parts,
  ) {
    commands.register('ftm.compareExperiment', (argument) => this.compare(argument));
    this.serializer = vscode.window.registerWebviewPanelSerializer(COMPARE_VIEW, this);
  }

  /** An experiment takes long: what it came to is shown again rather than run again. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    const kept = readKept(await this.parts.kept.find());
    if (kept === undefined) panel.dispose();
    else this.present(kept);
  }

  dispose(): void {
    this.serializer.dispose();
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
  private draw(uri: vscode.Uri, name: string, answer: Finished): void {
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(vscode.window.createWebviewPanel(COMPARE_VIEW, '', column));
    }
    this.present({ uri, name, comparison: answer.comparison });
    this.panel?.reveal();
    void this.parts.kept.keep({ uri: uri.toString(), name, answer });
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const hear = (message: ViewMessage): void => {
      if (message.kind === 'openRun') void this.openRun(message.cell, message.seed);
    };
    const content = (): readonly HostMessage[] => this.content();
    this.panel = new PicturePanel(panel, { content, hear }, this.parts.extensionUri, this.parts.log);
    this.panel.onDidClose(() => {
      this.panel = undefined;
    });
  }

  private content(): readonly HostMessage[] {
    return this.shown === undefined ? [] : [{ kind: 'comparison', comparison: this.shown.comparison }];
  }

  private present(shown: Shown): void {
    this.shown = shown;
    if (this.panel === undefined) return;
    this.panel.title = vscode.l10n.t('Experiment: {0}', shown.name);
    for (const message of this.content()) this.panel.post(message);
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
        this.draw(model, name, answer);
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

type Finished = Extract<CompareAnswer, { readonly kind: 'finished' }>;

/** What was kept before the window was reloaded, where this version can read it. */
function readKept(value: unknown): Shown | undefined {
  const named = receiveRunnableName(value);
  if (!named.ok) return undefined;
  const { uri, name } = named.value;
  const received = receiveCompareAnswer((value as { readonly answer?: unknown }).answer);
  if (!received.ok || received.value.kind !== 'finished') return undefined;
  return { uri: vscode.Uri.parse(uri, true), name, comparison: received.value.comparison };
}
