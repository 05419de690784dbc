import * as vscode from 'vscode';
import { receiveRunAnswer, runRequest } from '../../../server/src/editor/wire';
import type { ProgressNews, RunAnswer, RunQuery } from '../../../server/src/editor/wire';
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

/** Runs scenarios one request each, and tells everyone who shows something about them. */
export class RunService implements vscode.Disposable {
  private readonly progressed = new vscode.EventEmitter<RunningRun>();
  private readonly ended = new vscode.EventEmitter<EndedRun>();
  private readonly running = new Map<string, { target: RunTarget; source: vscode.CancellationTokenSource }>();
  private readonly listeners = new Map<string, (news: ProgressNews) => void>();
  private readonly subscription: vscode.Disposable;
  private nextId = 1;
  private lastEnded: EndedRun | undefined;

  readonly onDidProgress = this.progressed.event;
  readonly onDidEnd = this.ended.event;

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
    return this.running.size > 0;
  }

  /** Never throws: whatever goes wrong is one of the answers, and is logged. */
  async run(
    target: RunTarget,
    token: vscode.CancellationToken,
    onProgress: (news: ProgressNews) => void = () => undefined,
  ): Promise<EndedRun> {
    const runId = `run-${String(this.nextId++)}`;
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
      return this.finish(target, await this.ask(target, runId, source.token));
    } finally {
      subscription.dispose();
      source.dispose();
      this.running.delete(runId);
      this.listeners.delete(runId);
      this.showRunning();
    }
  }

  cancelAll(): void {
    for (const { source } of this.running.values()) source.cancel();
  }

  dispose(): void {
    this.cancelAll();
    vscode.Disposable.from(this.subscription, this.progressed, this.ended).dispose();
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

  private finish(target: RunTarget, answer: RunAnswer): EndedRun {
    const run: EndedRun = { ...target, answer };
    this.lastEnded = run;
    this.ended.fire(run);
    return run;
  }

  private hear(news: ProgressNews): void {
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

function describe(answer: RunAnswer): string {
  return answer.kind === 'finished' ? `${answer.kind}, ${answer.verdict.decision}` : answer.kind;
}
