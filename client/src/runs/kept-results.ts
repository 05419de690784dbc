import * as vscode from 'vscode';
import { recallNotification, receiveRecallNews } from '../../../server/src/editor/wire';
import type { RecalledResult, RecallNews } from '../../../server/src/editor/wire';
import type { KeptJson } from '../infrastructure/kept-json';
import { messageOf } from '../infrastructure/log';
import type { ModelServer } from '../infrastructure/model-server';
import type { RunService, RunTarget } from './run-service';

/**
 * What the newest run of each scenario found. The server shows it beside the text, and forgets it when it ends: one that
 * was started with a reloaded window, or again, is told.
 */
export class KeptResults implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private readonly byScenario = new Map<string, RecalledResult>();
  private isRestored = false;

  constructor(
    runs: RunService,
    private readonly server: ModelServer,
    private readonly kept: KeptJson,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = vscode.Disposable.from(
      server.onDidStart(() => {
        this.recall().then(undefined, (failure: unknown) => {
          this.log.warn('The server could not be told what runs found before.', messageOf(failure));
        });
      }),
      runs.onDidEnd(({ answer, ...run }) => {
        if (answer.kind === 'finished') this.put({ ...run, ...answer });
      }),
      runs.onDidExplain(({ answer, explained, ...run }) => {
        this.put({ ...run, ...answer, verdict: explained.verdict });
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.forget(uri.toString());
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** A cell of an experiment is not what the text says, so nothing of it stands beside the text. */
  private put({ uri, scenario, cell, verdict, madeOf }: RunTarget & Pick<RecalledResult, 'verdict' | 'madeOf'>): void {
    if (cell !== undefined) return;
    const result = { uri: uri.toString(), scenario, verdict, madeOf };
    this.byScenario.set(keyOf(result), result);
    this.keep();
  }

  /** Whoever closes a document has done with its results. */
  private forget(uri: string): void {
    const closed = [...this.byScenario].filter(([, result]) => result.uri === uri);
    for (const [key] of closed) this.byScenario.delete(key);
    if (closed.length > 0) this.keep();
  }

  private keep(): void {
    void this.kept.keep(this.news());
  }

  private async recall(): Promise<void> {
    await this.restore();
    if (this.byScenario.size > 0) await this.server.tell(recallNotification, this.news());
  }

  /** Once: what this window has found itself meanwhile is newer. */
  private async restore(): Promise<void> {
    if (this.isRestored) return;
    this.isRestored = true;
    const received = receiveRecallNews(await this.kept.find());
    if (!received.ok) return;
    for (const result of received.value.results) {
      const key = keyOf(result);
      if (!this.byScenario.has(key)) this.byScenario.set(key, result);
    }
  }

  private news(): RecallNews {
    return { results: [...this.byScenario.values()] };
  }
}

function keyOf({ uri, scenario }: Pick<RecalledResult, 'uri' | 'scenario'>): string {
  return `${uri}#${scenario}`;
}
