import * as vscode from 'vscode';
import type { EndedRun, ExplainingRun, RunningRun, RunService } from '../../runs/run-service';

/** Beside the language of the file: below that are line and column, which everybody expects first. */
const PRIORITY = 90;

/** The verdict of the last run in the status bar, all the time; a click shows the timeline again. */
export class VerdictStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('ftm.verdict', vscode.StatusBarAlignment.Left, PRIORITY);
  private readonly subscriptions: vscode.Disposable[];

  constructor(runs: RunService) {
    this.item.name = vscode.l10n.t('FTM Verdict');
    this.subscriptions = [
      runs.onDidProgress((run) => {
        this.showProgress(run);
      }),
      runs.onDidEnd((run) => {
        this.showEnd(run);
      }),
      runs.onDidProgressExplaining((run) => {
        // Only while its verdict is the one that is shown.
        if (runs.last?.answer === run.answer) this.showExplaining(run);
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.item).dispose();
  }

  private showProgress(run: RunningRun): void {
    const share = run.share === null ? '' : ` ${String(Math.floor(run.share * 100))} %`;
    this.item.text = `$(sync~spin) ${run.scenario}${share}`;
    this.item.tooltip = vscode.l10n.t('Click to cancel.');
    this.item.backgroundColor = undefined;
    this.item.command = { title: vscode.l10n.t('Cancel'), command: 'ftm.cancelRuns' };
    this.item.show();
  }

  private showExplaining(run: ExplainingRun): void {
    this.showEnd(run);
    if (run.news === null) return;
    this.item.text += ' $(loading~spin)';
    this.item.tooltip = `${tooltip(run)}\n\n${vscode.l10n.t('Finding out why: {0}', run.news.text)}`;
  }

  private showEnd(run: EndedRun): void {
    const { icon, words, background } = appearance(run);
    this.item.text = `$(${icon}) ${run.scenario}: ${words}`;
    this.item.tooltip = tooltip(run);
    this.item.accessibilityInformation = { label: `${run.scenario}: ${words}` };
    this.item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    const target = { uri: run.uri.toString(), name: run.scenario };
    this.item.command =
      run.answer.kind === 'crashed'
        ? { title: vscode.l10n.t('Show Log'), command: 'ftm.showLog' }
        : { title: vscode.l10n.t('Show Timeline'), command: 'ftm.showTimeline', arguments: [target] };
    this.item.show();
  }
}

interface Appearance {
  readonly icon: string;
  readonly words: string;
  readonly background?: string;
}

function appearance({ answer }: EndedRun): Appearance {
  switch (answer.kind) {
    case 'cancelled':
      return { icon: 'circle-slash', words: vscode.l10n.t('cancelled') };
    case 'crashed':
      return { icon: 'error', words: vscode.l10n.t('crashed'), background: 'statusBarItem.errorBackground' };
    case 'not-runnable':
      return { icon: 'warning', words: vscode.l10n.t('has errors'), background: 'statusBarItem.warningBackground' };
    case 'finished':
      switch (answer.verdict.decision) {
        case 'pass':
          return { icon: 'pass', words: vscode.l10n.t('holds') };
        case 'fail':
          return { icon: 'error', words: vscode.l10n.t('fails'), background: 'statusBarItem.errorBackground' };
        case 'undecided':
          return { icon: 'question', words: vscode.l10n.t('undecided'), background: 'statusBarItem.warningBackground' };
      }
  }
}

function tooltip({ answer }: EndedRun): string {
  switch (answer.kind) {
    case 'finished':
      return `${answer.report.summary}\n\n${vscode.l10n.t('Click to see the timeline.')}`;
    case 'not-runnable':
    case 'crashed':
      return answer.message;
    case 'cancelled':
      return vscode.l10n.t('The run was cancelled.');
  }
}
