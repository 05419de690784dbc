import * as vscode from 'vscode';
import { CloseAction, ErrorAction, State } from 'vscode-languageclient';
import type { BaseLanguageClient, ErrorHandler, LanguageClientOptions } from 'vscode-languageclient';
import type { ServerOptions as Options } from '../../../server/src/editor/wire';
import {
  progressNotification,
  readFileRequest,
  receiveProgressNews,
  receiveWireVersion,
  WIRE_VERSION,
} from '../../../server/src/editor/wire';
import type { ProgressNews, ReadFileAnswer, Received } from '../../../server/src/editor/wire';
import { LANGUAGE_ID } from './documents';
import { messageOf } from './log';
import { readForServer } from './read-for-server';

/** Crashes within the window after which the server is left alone until the user asks for it. */
const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 3 * 60_000;

/** Makes a client of a language server that is not started yet: a process where there is Node, else a web worker. */
export type CreateClient = (name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** The language server of this window: started, restarted, asked; every answer is checked before anyone sees it. */
export class ModelServer implements vscode.Disposable {
  private readonly client: BaseLanguageClient;
  private readonly progressed = new vscode.EventEmitter<ProgressNews>();
  private readonly restarted = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private crashes: number[] = [];
  private runningSince = 0;

  readonly onProgress = this.progressed.event;
  /** The server is up again after it was down; whatever was asked before is lost. */
  readonly onDidRestart = this.restarted.event;

  constructor(
    createClient: CreateClient,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.client = createClient('FTM Language Server', this.clientOptions());
    this.subscriptions.push(
      this.client.onNotification(progressNotification, (news: unknown) => {
        const received = receiveProgressNews(news);
        if (received.ok) this.progressed.fire(received.value);
      }),
      this.client.onRequest(readFileRequest, (query: unknown): Promise<ReadFileAnswer> => readForServer(query)),
      this.client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.hasStarted();
      }),
    );
  }

  async start(): Promise<void> {
    try {
      await this.client.start();
      this.checkVersion();
    } catch (failure) {
      this.log.error('The language server did not start.', messageOf(failure));
      await this.offerRestart(vscode.l10n.t('The FTM language server did not start.'));
    }
  }

  async restart(): Promise<void> {
    this.crashes = [];
    this.log.info('Restarting the language server.');
    if (this.client.needsStop()) await this.client.stop();
    await this.client.start();
  }

  /** Sends a request and checks its answer. Throws when the server fails, is gone, or speaks another version. */
  async ask<A>(
    method: string,
    query: object,
    receive: (value: unknown) => Received<A>,
    token: vscode.CancellationToken,
  ): Promise<A> {
    const received = receive(await this.client.sendRequest<unknown>(method, query, token));
    if (received.ok) return received.value;
    throw new Error(vscode.l10n.t('The answer to {0} cannot be read: {1}.', method, received.problem));
  }

  async stop(): Promise<void> {
    if (this.client.needsStop()) await this.client.stop();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.progressed, this.restarted).dispose();
  }

  private clientOptions(): LanguageClientOptions {
    const initializationOptions: Options = { readsFiles: true, runsCommands: true };
    return {
      documentSelector: [{ language: LANGUAGE_ID }],
      outputChannel: this.log,
      traceOutputChannel: this.log,
      initializationOptions,
      errorHandler: this.errorHandler(),
      markdown: { isTrusted: false, supportHtml: false },
    };
  }

  private hasStarted(): void {
    const isFirst = this.runningSince === 0;
    this.runningSince = Date.now();
    if (!isFirst) this.restarted.fire();
  }

  private checkVersion(): void {
    const spoken = receiveWireVersion(this.client.initializeResult?.capabilities.experimental);
    if (spoken === WIRE_VERSION) return;
    this.log.warn(
      `The language server speaks version ${String(spoken)}, the extension version ${String(WIRE_VERSION)}.`,
    );
  }

  /** A crash is not the last word: the server comes back by itself, and by request when it keeps crashing. */
  private errorHandler(): ErrorHandler {
    return {
      error: (error, _message, count) => {
        this.log.error('The connection to the language server failed.', error.message);
        return { action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
      },
      closed: () => {
        const now = Date.now();
        this.crashes = [...this.crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
        if (this.crashes.length < MAX_CRASHES) {
          this.log.warn('The language server ended unexpectedly and is started again.');
          return { action: CloseAction.Restart, handled: true };
        }
        void this.offerRestart(vscode.l10n.t('The FTM language server keeps crashing and was stopped.'));
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private async offerRestart(message: string): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const showLog = vscode.l10n.t('Show Log');
    const chosen = await vscode.window.showErrorMessage(message, restart, showLog);
    if (chosen === restart) await this.restart();
    if (chosen === showLog) this.log.show();
  }
}
