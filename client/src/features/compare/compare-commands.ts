import * as vscode from 'vscode';
import { compareRequest, receiveCompareAnswer, receiveRunnableName } from '../../../../server/src/editor/wire';
import type { CompareAnswer, CompareQuery } from '../../../../server/src/editor/wire';
import type { CommandRegistry } from '../../infrastructure/commands';
import type { CurrentModel } from '../../infrastructure/documents';
import type { ModelServer } from '../../infrastructure/model-server';
import { revealPlace } from '../../infrastructure/source-places';
import { listRunnables } from '../../runs/runnable-list';

/** Where tables live: a file that is never saved, which the editor's own Markdown preview shows. */
const SCHEME = 'ftm-compare';

interface Parts {
  readonly server: ModelServer;
  readonly current: CurrentModel;
}

/** `FTM: Compare Experiment...`: all cells of an experiment on the same randomness, as one table. */
export class CompareFeature implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly tables = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  private nextId = 1;

  readonly onDidChange = this.changed.event;

  constructor(
    commands: CommandRegistry,
    private readonly parts: Parts,
  ) {
    commands.register('ftm.compareExperiment', (argument) => this.compare(argument));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.tables.get(uri.toString()) ?? '';
  }

  dispose(): void {
    vscode.Disposable.from(this.provider, this.changed).dispose();
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
      case 'finished': {
        const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md`, query: model.toString() });
        this.tables.set(uri.toString(), answer.markdown);
        this.changed.fire(uri);
        await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
        return;
      }
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
