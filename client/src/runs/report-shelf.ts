import * as vscode from 'vscode';
import { receiveRunAnswer } from '../../../server/src/editor/wire';
import type { RunAnswer, RunReport } from '../../../server/src/editor/wire';
import { messageOf } from '../infrastructure/log';
import type { EndedRun, RunService, RunTarget } from './run-service';

/** Reports kept in memory; one may be tens of megabytes. */
const MAX_REPORTS = 6;

const FILE_NAME = 'last-run.json';

/** A report and what it is the report of. */
export interface ShelvedReport extends RunTarget {
  readonly report: RunReport;
}

/** The newest report of each scenario, and the newest of all also after the window was reloaded. */
export class ReportShelf implements vscode.Disposable {
  private readonly reports = new Map<string, ShelvedReport>();
  private readonly subscription: vscode.Disposable;

  /** @param storage a folder of this workspace's own; undefined where there is no workspace */
  constructor(
    runs: RunService,
    private readonly storage: vscode.Uri | undefined,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = runs.onDidEnd((run) => {
      this.put(run);
    });
  }

  /** The oldest first. */
  get all(): readonly ShelvedReport[] {
    return [...this.reports.values()];
  }

  get newest(): ShelvedReport | undefined {
    return [...this.reports.values()].at(-1);
  }

  find(uri: vscode.Uri, scenario: string): ShelvedReport | undefined {
    return this.reports.get(keyOf(uri, scenario));
  }

  /** The newest report of any scenario of a model. */
  newestOf(uri: vscode.Uri): ShelvedReport | undefined {
    return [...this.reports.values()].findLast((shelved) => shelved.uri.toString() === uri.toString());
  }

  /** What was newest when the window was last open. */
  async restore(): Promise<ShelvedReport | undefined> {
    if (this.newest !== undefined || this.storage === undefined) return this.newest;
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.storage, FILE_NAME));
      const answer: unknown = JSON.parse(new TextDecoder().decode(bytes));
      const received = receiveRunAnswer(answer);
      if (!received.ok || received.value.kind !== 'finished') return undefined;
      const { report } = received.value;
      const uri = vscode.Uri.parse(report.file, true);
      const shelved: ShelvedReport = { uri, scenario: report.scenario, seed: report.seed, report };
      this.reports.set(keyOf(uri, report.scenario), shelved);
      return shelved;
    } catch (failure) {
      this.log.debug(`No earlier run is shown: ${messageOf(failure)}`);
      return undefined;
    }
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private put(run: EndedRun): void {
    if (run.answer.kind !== 'finished') return;
    const key = keyOf(run.uri, run.scenario);
    this.reports.delete(key);
    const { uri, scenario, cell, seed } = run;
    this.reports.set(key, {
      ...{ uri, scenario, seed },
      ...(cell === undefined ? {} : { cell }),
      report: run.answer.report,
    });
    const [oldest] = this.reports.keys();
    if (this.reports.size > MAX_REPORTS && oldest !== undefined) this.reports.delete(oldest);
    void this.save(run.answer);
  }

  private async save(answer: RunAnswer): Promise<void> {
    if (this.storage === undefined) return;
    try {
      await vscode.workspace.fs.createDirectory(this.storage);
      const bytes = new TextEncoder().encode(JSON.stringify(answer));
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(this.storage, FILE_NAME), bytes);
    } catch (failure) {
      this.log.warn(`The run is not kept for the next time: ${messageOf(failure)}`);
    }
  }
}

function keyOf(uri: vscode.Uri, scenario: string): string {
  return `${uri.toString()}#${scenario}`;
}
