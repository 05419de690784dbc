import { CloseAction, ErrorAction, State } from 'vscode-languageclient';
import type { BaseLanguageClient, ErrorHandler, LanguageClientOptions } from 'vscode-languageclient';
import type * as vscode from 'vscode';
import type { ServerOptions as Options } from '../../../server/src/editor/wire';
import { LANGUAGE_ID } from './documents';

/** Crashes within the window after which the server is left alone until the user asks for it. */
const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 3 * 60_000;

/** Makes a client of a language server that is not started yet: a process where there is Node, else a web worker. */
export type CreateClient = (name: string, options: LanguageClientOptions) => BaseLanguageClient;

export interface ClientEvents {
  readonly started: () => void;
  /** The server crashed too often to be started again without being asked. */
  readonly keepsCrashing: () => void;
}

/** The client of the language server, as this extension wants it. */
export function configuredClient(
  create: CreateClient,
  log: vscode.LogOutputChannel,
  events: ClientEvents,
): { readonly client: BaseLanguageClient; readonly crashes: Crashes } {
  const initializationOptions: Options = { readsFiles: true, runsCommands: true };
  const crashes = new Crashes(log, events);
  const client = create('FTM Language Server', {
    documentSelector: [{ language: LANGUAGE_ID }],
    outputChannel: log,
    traceOutputChannel: log,
    initializationOptions,
    errorHandler: crashes,
    markdown: { isTrusted: false, supportHtml: false },
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) events.started();
  });
  return { client, crashes };
}

/** A crash is not the last word: the server comes back by itself, and by request when it keeps crashing. */
class Crashes implements ErrorHandler {
  private times: number[] = [];

  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly events: ClientEvents,
  ) {}

  readonly error: ErrorHandler['error'] = (error, _message, count) => {
    this.log.error('The connection to the language server failed.', error.message);
    return { action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
  };

  readonly closed: ErrorHandler['closed'] = () => {
    const now = Date.now();
    this.times = [...this.times.filter((at) => now - at < CRASH_WINDOW_MS), now];
    if (this.times.length < MAX_CRASHES) {
      this.log.warn('The language server ended unexpectedly and is started again.');
      return { action: CloseAction.Restart, handled: true };
    }
    this.events.keepsCrashing();
    return { action: CloseAction.DoNotRestart, handled: true };
  };

  forget(): void {
    this.times = [];
  }
}
