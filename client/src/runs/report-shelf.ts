import * as vscode from 'vscode';
import { receiveRunAnswer, receiveRunnableName, withWhys } from '../../../server/src/editor/wire';
import type { RunAnswer, RunReport } from '../../../server/src/editor/wire';
import type { KeptJson } from '../infrastructure/kept-json';
import type { EndedRun, ExplainedRun, RunService, RunTarget } from './run-service';

/** Reports kept in memory; one may be tens of megabytes. */
const MAX_REPORTS = 6;

/** A report and what it is the report of. */
export interface ShelvedReport extends RunTarget {
  readonly report: RunReport;
}

/** Names what a report is of, whatever its seed. */
export interface Shelved {
  readonly uri: vscode.Uri;
  readonly scenario: string;
  readonly cell?: number | undefined;
}

/** The newest report of each scenario and of each cell of an experiment, and the newest of all also after the window was reloaded. */
export class ReportShelf implements vscode.Disposable {
  private readonly reports = new Map<string, ShelvedReport>();
  private readonly subscription: vscode.Disposable;

  constructor(
    runs: RunService,
    private readonly kept: KeptJson,
  ) {
    this.subscription = vscode.Disposable.from(
      runs.onDidEnd((run) => {
        this.put(run);
      }),
      runs.onDidExplain((run) => {
        this.complete(run);
      }),
    );
  }

  /** The oldest first. */
  get all(): readonly ShelvedReport[] {
    return [...this.reports.values()];
  }

  get newest(): ShelvedReport | undefined {
    return [...this.reports.values()].at(-1);
  }

  find({ uri, scenario, cell }: Shelved): ShelvedReport | undefined {
    return this.reports.get(keyOf({ uri, scenario, cell }));
  }

  /** The newest report of a scenario, or of any cell of an experiment. */
  newestNamed(uri: vscode.Uri, name: string): ShelvedReport | undefined {
    return this.all.findLast((shelved) => shelved.uri.toString() === uri.toString() && shelved.scenario === name);
  }

  /** The newest report of any scenario of a model. */
  newestOf(uri: vscode.Uri): ShelvedReport | undefined {
    return [...this.reports.values()].findLast((shelved) => shelved.uri.toString() === uri.toString());
  }

  /** What was newest when the window was last open. */
  async restore(): Promise<ShelvedReport | undefined> {
    if (this.newest !== undefined) return this.newest;
    const shelved = readKept(await this.kept.find());
    if (shelved !== undefined) this.reports.set(keyOf(shelved), shelved);
    return shelved;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private put(run: EndedRun): void {
    if (run.answer.kind !== 'finished') return;
    const key = keyOf(run);
    this.reports.delete(key);
    const { uri, scenario, cell, seed } = run;
    this.reports.set(key, {
      ...{ uri, scenario, seed },
      ...(cell === undefined ? {} : { cell }),
      report: run.answer.report,
    });
    const [oldest] = this.reports.keys();
    if (this.reports.size > MAX_REPORTS && oldest !== undefined) this.reports.delete(oldest);
    this.keep(run, run.answer);
  }

  /** The same report, with what was found out since; nothing where a newer one lies in its place. */
  private complete(run: ExplainedRun): void {
    const key = keyOf(run);
    const shelved = this.reports.get(key);
    if (shelved?.report !== run.answer.report) return;
    const { verdict, whys } = run.explained;
    const report = withWhys(shelved.report, whys);
    const isNewest = this.newest === shelved;
    this.reports.set(key, { ...shelved, report });
    if (isNewest) this.keep(run, { ...run.answer, verdict, report, isToBeExplained: false });
  }

  private keep({ uri, scenario, cell }: RunTarget, answer: RunAnswer): void {
    void this.kept.keep({ uri: uri.toString(), name: scenario, cell, answer });
  }
}

/** What was kept before the window was reloaded, where this version can read it. */
function readKept(value: unknown): ShelvedReport | undefined {
  const named = receiveRunnableName(value);
  if (!named.ok) return undefined;
  const { answer, cell } = value as { readonly answer?: unknown; readonly cell?: unknown };
  const received = receiveRunAnswer(answer);
  if (!received.ok || received.value.kind !== 'finished') return undefined;
  const { report } = received.value;
  return {
    ...{ uri: vscode.Uri.parse(named.value.uri, true), scenario: named.value.name, seed: report.seed, report },
    ...(typeof cell === 'number' ? { cell } : {}),
  };
}

function keyOf({ uri, scenario, cell }: Shelved): string {
  return [uri.toString(), scenario, ...(cell === undefined ? [] : [String(cell)])].join('#');
}
