import * as vscode from 'vscode';
import {
  progressNotification,
  readFileRequest,
  receiveProgressNews,
  receiveWireVersion,
  WIRE_VERSION,
} from '../../../server/src/editor/wire';
import type { ProgressNews, ReadFileAnswer, Received } from '../../../server/src/editor/wire';
import type { configuredClient, CreateClient } from './configured-client';
import { messageOf } from './log';
import { readForServer } from './read-for-server';

type Configured = ReturnType<typeof configuredClient>;

/** Loads the library that speaks the protocol, and what makes a client of it. */
export type LoadClient = () => Promise<{
  readonly create: CreateClient;
  readonly configuredClient: typeof configuredClient;
}>;

/** The language server of this window: started, restarted, asked; every answer is checked before anyone sees it. */
export class ModelServer implements vscode.Disposable {
  private configured: Promise<Configured> | undefined;
  private readonly progressed = new vscode.EventEmitter<ProgressNews>();
  private readonly started = new vscode.EventEmitter<void>();
  private readonly restarted = new vscode.EventEmitter<void>();
  private isFirstStart = true;

  readonly onProgress = this.progressed.event;
  /** The server is up, for the first time or again, and knows nothing of what was before. */
  readonly onDidStart = this.started.event;
  /** The server is up again after it was down; whatever was asked before is lost. */
  readonly onDidRestart = this.restarted.event;

  constructor(
    private readonly loadClient: LoadClient,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    try {
      const { client } = await this.make();
      await client.start();
      this.checkVersion(client.initializeResult?.capabilities.experimental);
    } catch (failure) {
      this.log.error('The language server did not start.', messageOf(failure));
      await this.offerRestart(vscode.l10n.t('The FTM language server did not start.'));
    }
  }

  async restart(): Promise<void> {
    const { client, crashes } = await this.make();
    crashes.forget();
    this.log.info('Restarting the language server.');
    if (client.needsStop()) await client.stop();
    await client.start();
  }

  /** Sends a request and checks its answer. Throws when the server fails, is gone, or speaks another version. */
  async ask<A>(
    method: string,
    query: object,
    receive: (value: unknown) => Received<A>,
    token: vscode.CancellationToken,
  ): Promise<A> {
    const { client } = await this.make();
    const received = receive(await client.sendRequest<unknown>(method, query, token));
    if (received.ok) return received.value;
    throw new Error(vscode.l10n.t('The answer to {0} cannot be read: {1}.', method, received.problem));
  }

  /** Sends what needs no answer. Throws when the server is gone. */
  async tell(method: string, news: object): Promise<void> {
    const { client } = await this.make();
    await client.sendNotification(method, news);
  }

  async stop(): Promise<void> {
    const client = (await this.configured)?.client;
    if (client?.needsStop() === true) await client.stop();
  }

  dispose(): void {
    vscode.Disposable.from(this.progressed, this.started, this.restarted).dispose();
  }

  /** The library that speaks the protocol is most of the extension's code: it is loaded after the activation, not in it. */
  private make(): Promise<Configured> {
    this.configured ??= this.load();
    return this.configured;
  }

  private async load(): Promise<Configured> {
    const { create, configuredClient } = await this.loadClient();
    const configured = configuredClient(create, this.log, {
      started: () => {
        this.hasStarted();
      },
      keepsCrashing: () => {
        void this.offerRestart(vscode.l10n.t('The FTM language server keeps crashing and was stopped.'));
      },
    });
    const { client } = configured;
    client.onNotification(progressNotification, (news: unknown) => {
      const received = receiveProgressNews(news);
      if (received.ok) this.progressed.fire(received.value);
    });
    client.onRequest(readFileRequest, (query: unknown): Promise<ReadFileAnswer> => readForServer(query));
    return configured;
  }

  private hasStarted(): void {
    this.started.fire();
    if (!this.isFirstStart) this.restarted.fire();
    this.isFirstStart = false;
  }

  private checkVersion(experimental: unknown): void {
    const spoken = receiveWireVersion(experimental);
    if (spoken === WIRE_VERSION) return;
    this.log.warn(
      `The language server speaks version ${String(spoken)}, the extension version ${String(WIRE_VERSION)}.`,
    );
  }

  private async offerRestart(message: string): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const showLog = vscode.l10n.t('Show Log');
    const chosen = await vscode.window.showErrorMessage(message, restart, showLog);
    if (chosen === restart) await this.restart();
    if (chosen === showLog) this.log.show();
  }
}
