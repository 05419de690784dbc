import * as vscode from 'vscode';
import { explainRequest, receiveExplainAnswer, receiveRunAnswer, runRequest } from '../../../server/src/editor/wire';
import type { ExplainAnswer, ExplainQuery, ProgressNews, RunAnswer, RunQuery } from '../../../server/src/editor/wire';
import { messageOf } from '../infrastructure/log';
import type { ModelServer } from '../infrastructure/model-server';

/** What is run: a scenario of a model, with the seed it states or another one. */
export interface RunTarget {
  readonly uri: vscode.Uri;
  /** Or, with a cell, an experiment. */
  readonly scenario: string;
  readonly cell?: number;
  readonly seed: number | null;
  /** How many seeds; as many as the scenario states where nothing is said. */
  readonly runs?: number;
}

/** A run that has ended, in whatever way. */
export interface EndedRun extends RunTarget {
  readonly answer: RunAnswer;
}

/** A run that goes on. */
export interface RunningRun extends RunTarget {
  readonly runId: string;
  readonly share: number | null;
}

type FinishedAnswer = Extract<RunAnswer, { readonly kind: 'finished' }>;

/** A run whose expectations are being explained, after everybody has been told how it ended. */
export interface RunToExplain extends RunTarget {
  /** As it ended. */
  readonly answer: FinishedAnswer;
}

/** How far an explanation has come, in words and as a share of 1. */
export interface ExplainingRun extends RunToExplain {
  /** Null when it is over. */
  readonly news: Pick<ProgressNews, 'share' | 'text'> | null;
}

/** What an explanation has found. */
export interface ExplainedRun extends RunToExplain {
  readonly explained: Extract<ExplainAnswer, { readonly kind: 'explained' }>;
}

/** Runs scenarios one request each, and tells everyone who shows something about them. */
export class RunService implements vscode.Disposable {
  private readonly progressed = new vscode.EventEmitter<RunningRun>();
  private readonly ended = new vscode.EventEmitter<EndedRun>();
  private readonly explaining = new vscode.EventEmitter<ExplainingRun>();
  private readonly explained = new vscode.EventEmitter<ExplainedRun>();
  private readonly running = new Map<string, { target: RunTarget; source: vscode.CancellationTokenSource }>();
  private readonly unexplained = new Map<string, { run: RunToExplain; source: vscode.CancellationTokenSource }>();
  private readonly listeners = new Map<string, (news: ProgressNews) => void>();
  private readonly subscription: vscode.Disposable;
  private nextId = 1;
  private lastEnded: EndedRun | undefined;

  readonly onDidProgress = this.progressed.event;
  readonly onDidEnd = this.ended.event;
  readonly onDidProgressExplaining = this.explaining.event;
  /** Comes after `onDidEnd` and before the last of `onDidProgressExplaining`. */
  readonly onDidExplain = this.explained.event;

  constructor(
    private readonly server: ModelServer,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = server.onProgress((news) => {
      this.hear(news);
    });
  }

  /** The run that ended last. */
  get last(): EndedRun | undefined {
    return this.lastEnded;
  }

  get isRunning(): boolean {
    return this.running.size + this.unexplained.size > 0;
  }

  /** Never throws: whatever goes wrong is one of the answers, and is logged. */
  async run(
    target: RunTarget,
    token: vscode.CancellationToken,
    onProgress: (news: ProgressNews) => void = () => undefined,
  ): Promise<EndedRun> {
    const runId = `run-${String(this.nextId++)}`;
    // Why an earlier run failed is nobody's question any more.
    for (const { run, source } of this.unexplained.values()) if (isSame(run, target)) source.cancel();
    const source = new vscode.CancellationTokenSource();
    const subscription = token.onCancellationRequested(() => {
      source.cancel();
    });
    if (token.isCancellationRequested) source.cancel();
    this.running.set(runId, { target, source });
    this.listeners.set(runId, onProgress);
    this.showRunning();
    this.progressed.fire({ ...target, runId, share: null });
    try {
      const run = this.finish(target, await this.ask(target, runId, source.token));
      const { answer } = run;
      if (answer.kind === 'finished' && answer.isToBeExplained) void this.explain({ ...target, answer }, runId);
      return run;
    } finally {
      subscription.dispose();
      source.dispose();
      this.running.delete(runId);
      this.listeners.delete(runId);
      this.showRunning();
    }
  }

  cancelAll(): void {
    for (const { source } of [...this.running.values(), ...this.unexplained.values()]) source.cancel();
  }

  dispose(): void {
    this.cancelAll();
    vscode.Disposable.from(this.subscription, this.progressed, this.ended, this.explaining, this.explained).dispose();
  }

  private async ask(target: RunTarget, runId: string, token: vscode.CancellationToken): Promise<RunAnswer> {
    const { uri, scenario, cell, seed, runs } = target;
    const which = { uri: uri.toString(), scenario, ...(cell === undefined ? {} : { cell }) };
    const query: RunQuery = { ...which, seed, runs: runs ?? null, runId };
    const started = Date.now();
    try {
      const answer = await this.server.ask(runRequest, query, receiveRunAnswer, token);
      this.log.info(`${target.scenario}: ${describe(answer)} in ${String(Date.now() - started)} ms`);
      return answer;
    } catch (failure) {
      if (token.isCancellationRequested) return { kind: 'cancelled' };
      this.log.error(`${target.scenario} could not be run.`, messageOf(failure));
      return { kind: 'crashed', message: messageOf(failure) };
    }
  }

  /** Never throws: without its explanation a verdict stands all the same. */
  private async explain(run: RunToExplain, runId: string): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    this.unexplained.set(runId, { run, source });
    this.showRunning();
    this.explaining.fire({ ...run, news: { share: 0, text: '' } });
    const query: ExplainQuery = { runId };
    try {
      const explained = await this.server.ask(explainRequest, query, receiveExplainAnswer, source.token);
      if (explained.kind === 'explained') this.explained.fire({ ...run, explained });
      if (explained.kind === 'crashed')
        this.log.warn(`Why ${run.scenario} fails could not be found out.`, explained.message);
    } catch (failure) {
      if (!source.token.isCancellationRequested)
        this.log.warn(`Why ${run.scenario} fails could not be found out.`, messageOf(failure));
    } finally {
      source.dispose();
      this.unexplained.delete(runId);
      this.explaining.fire({ ...run, news: null });
      this.showRunning();
    }
  }

  private finish(target: RunTarget, answer: RunAnswer): EndedRun {
    const run: EndedRun = { ...target, answer };
    this.lastEnded = run;
    this.ended.fire(run);
    return run;
  }

  private hear(news: ProgressNews): void {
    const explaining = this.unexplained.get(news.runId);
    if (explaining !== undefined) this.explaining.fire({ ...explaining.run, news });
    const run = this.running.get(news.runId);
    if (run === undefined) return;
    this.listeners.get(news.runId)?.(news);
    this.progressed.fire({ ...run.target, runId: news.runId, share: news.share });
  }

  /** For `when` clauses of the manifest. */
  private showRunning(): void {
    void vscode.commands.executeCommand('setContext', 'ftm.running', this.isRunning);
  }
}

/** Whether two targets are the same scenario, whatever the seeds. */
function isSame(a: RunTarget, b: RunTarget): boolean {
  return a.uri.toString() === b.uri.toString() && a.scenario === b.scenario && a.cell === b.cell;
}

function describe(answer: RunAnswer): string {
  return answer.kind === 'finished' ? `${answer.kind}, ${answer.verdict.decision}` : answer.kind;
}
