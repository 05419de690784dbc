import * as vscode from 'vscode';
import { configuration } from '../../infrastructure/configuration';
import { revealPlace } from '../../infrastructure/source-places';
import type { EndedRun } from '../../runs/run-service';

/** What the window says when runs that the user asked for have ended. */
export class RunOutcome {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  async tell(run: EndedRun): Promise<void> {
    const { answer } = run;
    switch (answer.kind) {
      case 'finished':
        await this.tellFinished(run);
        return;
      case 'cancelled':
        vscode.window.setStatusBarMessage(vscode.l10n.t('The run of {0} was cancelled.', run.scenario), 5000);
        return;
      case 'not-runnable': {
        const [first] = answer.problems;
        const show = vscode.l10n.t('Show Problem');
        const actions = first === undefined ? [] : [show];
        const chosen = await vscode.window.showWarningMessage(answer.message, ...actions);
        if (chosen === show && first !== undefined) await revealPlace(first.place);
        return;
      }
      case 'crashed': {
        const showLog = vscode.l10n.t('Show Log');
        const message = vscode.l10n.t('The run of {0} crashed: {1}', run.scenario, answer.message);
        if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) this.log.show();
        return;
      }
    }
  }

  /** One sentence about many runs. */
  async tellAll(runs: readonly EndedRun[]): Promise<void> {
    const [first] = runs;
    if (first === undefined) return;
    if (runs.length === 1) return this.tell(first);
    const passed = runs.filter(({ answer }) => answer.kind === 'finished' && answer.verdict.decision === 'pass');
    const message = vscode.l10n.t('{0} of {1} scenarios hold.', passed.length, runs.length);
    const worst = runs.find((run) => !passed.includes(run)) ?? first;
    if (passed.length === runs.length) await this.offerTimeline(worst, message, 'information');
    else await this.offerTimeline(worst, `${message} ${vscode.l10n.t('See {0} first.', worst.scenario)}`, 'warning');
  }

  private async tellFinished(run: EndedRun): Promise<void> {
    if (run.answer.kind !== 'finished') return;
    const { verdict } = run.answer;
    switch (verdict.decision) {
      case 'pass':
        return this.offerTimeline(run, vscode.l10n.t('{0}: every expectation holds.', run.scenario), 'information');
      case 'fail': {
        const failed = verdict.expectations.filter(({ decision }) => decision === 'fail');
        const message = vscode.l10n.t(
          '{0}: {1} of {2} expectations fail.',
          run.scenario,
          failed.length,
          verdict.expectations.length,
        );
        return this.offerTimeline(run, message, 'warning');
      }
      case 'undecided':
        return this.offerTimeline(run, vscode.l10n.t('{0}: undecided.', run.scenario), 'warning');
    }
  }

  private async offerTimeline(run: EndedRun, message: string, level: 'information' | 'warning'): Promise<void> {
    const wish = configuration.whenFinished(run.uri);
    const target = { uri: run.uri.toString(), name: run.scenario };
    if (wish === 'showTimeline') await vscode.commands.executeCommand('ftm.showTimeline', target);
    if (wish !== 'notify') return;
    const show = vscode.l10n.t('Show Timeline');
    const chosen =
      level === 'information'
        ? await vscode.window.showInformationMessage(message, show)
        : await vscode.window.showWarningMessage(message, show);
    if (chosen === show) await vscode.commands.executeCommand('ftm.showTimeline', target);
  }
}
