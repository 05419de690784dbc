import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { MessageTransports } from 'vscode-languageclient/browser';
import type { CreateClient } from './configured-client';
import { LANGUAGE_ID } from './documents';

export { configuredClient } from './configured-client';

/** The browser's own, which the types of Node do not have. */
declare const Worker: new (address: string) => BrowserWorker;

export type BrowserWorker = ConstructorParameters<typeof BrowserMessageReader>[0] & { terminate(): void };

/** The language server as a web worker. */
export function browserClient(program: string, started: (worker: BrowserWorker) => void): CreateClient {
  // Reader and writer rather than the worker: the host puts a function of its own in the place of `Worker`, and what that
  // makes is no instance of it, which is what the client asks.
  const startWorker = (): Promise<MessageTransports> => {
    const worker = new Worker(program);
    started(worker);
    return Promise.resolve({ reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) });
  };
  return (name, options) => new LanguageClient(LANGUAGE_ID, name, startWorker, options);
}
