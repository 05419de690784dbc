import * as vscode from 'vscode';
import { receiveRunAnswer } from '../../../server/src/editor/wire';
import type { RunReport } from '../../../server/src/editor/wire';
import type { KeptJson } from '../infrastructure/kept-json';
import type { EndedRun, RunService, RunTarget } from './run-service';

/** Reports kept in memory; one may be tens of megabytes. */
const MAX_REPORTS = 6;

/** A report and what it is the report of. */
export interface ShelvedReport extends RunTarget {
  readonly report: RunReport;
}

/** The newest report of each scenario, and the newest of all also after the window was reloaded. */
export class ReportShelf implements vscode.Disposable {
  private readonly reports = new Map<string, ShelvedReport>();
  private readonly subscription: vscode.Disposable;

  constructor(
    runs: RunService,
    private readonly kept: KeptJson,
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
    if (this.newest !== undefined) return this.newest;
    const received = receiveRunAnswer(await this.kept.find());
    if (!received.ok || received.value.kind !== 'finished') return undefined;
    const { report } = received.value;
    const uri = vscode.Uri.parse(report.file, true);
    const shelved: ShelvedReport = { uri, scenario: report.scenario, seed: report.seed, report };
    this.reports.set(keyOf(uri, report.scenario), shelved);
    return shelved;
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
    void this.kept.keep(run.answer);
  }
}

function keyOf(uri: vscode.Uri, scenario: string): string {
  return `${uri.toString()}#${scenario}`;
}
