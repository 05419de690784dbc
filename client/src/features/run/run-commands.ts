import * as vscode from 'vscode';
import { MANY_SEEDS, receiveRunnableName } from '../../../../server/src/editor/wire';
import type { RunnableEntry } from '../../../../server/src/editor/wire';
import type { CommandRegistry } from '../../infrastructure/commands';
import type { CurrentModel } from '../../infrastructure/documents';
import type { ModelServer } from '../../infrastructure/model-server';
import { listRunnables } from '../../runs/runnable-list';
import type { EndedRun, RunService, RunTarget } from '../../runs/run-service';
import { RunOutcome } from './run-outcome';
import { pickRunnable } from './scenario-picker';

interface Parts {
  readonly server: ModelServer;
  readonly runs: RunService;
  readonly current: CurrentModel;
  readonly log: vscode.LogOutputChannel;
}

/** `FTM: Run Scenario...`, `FTM: Run Scenario with Seed...`, `FTM: Run All Scenarios`, `FTM: Cancel Runs`. */
export function registerRunCommands(commands: CommandRegistry, parts: Parts): void {
  const runner = new RunCommands(parts);
  commands.register('ftm.runScenario', (argument) => runner.runOne(argument));
  commands.register('ftm.runScenarioWithSeed', (argument) => runner.runWithSeed(argument));
  commands.register('ftm.runScenarioWithManySeeds', (argument) => runner.runManySeeds(argument));
  commands.register('ftm.runAllScenarios', (argument) => runner.runAll(argument));
  commands.register('ftm.cancelRuns', () => {
    parts.runs.cancelAll();
  });
}

class RunCommands {
  private readonly outcome: RunOutcome;

  constructor(private readonly parts: Parts) {
    this.outcome = new RunOutcome(parts.log);
  }

  /** With the argument of a code lens that scenario; with a file of the explorer, or nothing, one that the user picks. */
  async runOne(argument: unknown, seed: number | null = null): Promise<void> {
    const target = await this.target(argument);
    if (target === undefined) return;
    const [run] = await this.runWithProgress([{ ...target, seed }]);
    if (run !== undefined) await this.outcome.tell(run);
  }

  async runWithSeed(argument: unknown): Promise<void> {
    const target = await this.target(argument);
    if (target === undefined) return;
    const prompt = vscode.l10n.t('Seed of the run: a whole number. The same seed gives the same run.');
    const seed = await askForNumber(prompt, '1');
    if (seed === undefined) return;
    const [run] = await this.runWithProgress([{ ...target, seed }]);
    if (run !== undefined) await this.outcome.tell(run);
  }

  /** A code lens says which; from the palette the user says how many as well. */
  async runManySeeds(argument: unknown): Promise<void> {
    const target = await this.target(argument);
    if (target === undefined) return;
    const isLens = receiveRunnableName(argument).ok;
    const runs = isLens ? MANY_SEEDS : await askForNumber(vscode.l10n.t('How many seeds?'), String(MANY_SEEDS));
    if (runs === undefined) return;
    const [run] = await this.runWithProgress([{ ...target, runs: Math.max(1, runs) }]);
    if (run !== undefined) await this.outcome.tell(run);
  }

  async runAll(argument: unknown): Promise<void> {
    const uri = this.model(argument);
    if (uri === undefined) return;
    const scenarios = await this.scenarios(uri);
    const targets = scenarios.map(({ name }): RunTarget => ({ uri, scenario: name, seed: null }));
    await this.outcome.tellAll(await this.runWithProgress(targets));
  }

  private async target(argument: unknown): Promise<RunTarget | undefined> {
    const named = receiveRunnableName(argument);
    if (named.ok) return { uri: vscode.Uri.parse(named.value.uri, true), scenario: named.value.name, seed: null };
    const uri = this.model(argument);
    if (uri === undefined) return undefined;
    const scenarios = await this.scenarios(uri);
    if (scenarios.length === 0) return undefined;
    const line = this.parts.current.editorOf(uri)?.selection.active.line;
    const chosen = await pickRunnable(scenarios, line, vscode.l10n.t('Scenario to run'));
    return chosen && { uri, scenario: chosen.name, seed: null };
  }

  private model(argument: unknown): vscode.Uri | undefined {
    const uri = argument instanceof vscode.Uri ? argument : this.parts.current.uri;
    if (uri === undefined) void vscode.window.showInformationMessage(vscode.l10n.t('Open a .ftm model first.'));
    return uri;
  }

  private async scenarios(uri: vscode.Uri): Promise<readonly RunnableEntry[]> {
    const entries = await listRunnables(this.parts.server, uri);
    const scenarios = entries.filter(({ kind }) => kind === 'scenario');
    if (scenarios.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('This model has no scenario to run.'));
    }
    return scenarios;
  }

  /** One after the other: each run may use a whole core, and the first verdict comes sooner this way. */
  private async runWithProgress(targets: readonly RunTarget[]): Promise<readonly EndedRun[]> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Running'),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      const ended: EndedRun[] = [];
      for (const target of targets) {
        let shown = 0;
        const run = await this.parts.runs.run(target, token, ({ share, text }) => {
          const percent = share === null ? shown : share * 100;
          progress.report({ message: `${target.scenario}: ${text}`, increment: (percent - shown) / targets.length });
          shown = percent;
        });
        progress.report({ increment: (100 - shown) / targets.length });
        ended.push(run);
        if (run.answer.kind === 'cancelled') break;
      }
      return ended;
    });
  }
}

async function askForNumber(prompt: string, value: string): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    prompt,
    value,
    validateInput: (text) => (/^\d{1,15}$/.test(text.trim()) ? undefined : vscode.l10n.t('A whole number, please.')),
  });
  return typed === undefined ? undefined : Number(typed.trim());
}
