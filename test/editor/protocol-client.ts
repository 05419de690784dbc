import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  Diagnostic,
  InitializeResult,
  ProtocolConnection,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { progressNotification, readFileRequest } from '../../server/src/editor/wire';
import type { ProgressNews, ReadFileAnswer } from '../../server/src/editor/wire';

export const DIST = path.resolve(__dirname, '..', '..', 'dist');

/** What VS Code can do, as far as the server cares. */
const PULLING: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    definition: { linkSupport: true },
    completion: { completionItem: { snippetSupport: true } },
  },
};

export interface ClientOptions {
  /** The server's program; the built one where nothing is said. */
  readonly server?: string;
  readonly capabilities?: ClientCapabilities;
  readonly folder?: string;
  /** More roots of the workspace. */
  readonly otherFolders?: readonly string[];
  /** Files that only the client can see, by address. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The built language server in a process of its own, spoken to over standard input and output as any editor does. */
export class ProtocolClient {
  readonly progress: ProgressNews[] = [];
  readonly logged: string[] = [];
  private readonly published = new Map<string, Diagnostic[]>();
  private readonly versions = new Map<string, number>();

  private constructor(
    readonly connection: ProtocolConnection,
    private readonly child: ChildProcess,
    readonly initialized: InitializeResult,
  ) {}

  static async start({
    server,
    capabilities,
    folder,
    otherFolders = [],
    files,
  }: ClientOptions = {}): Promise<ProtocolClient> {
    const program = server ?? path.join(DIST, 'server.js');
    const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    connection.onRequest<ReadFileAnswer, unknown>(readFileRequest, ({ uri }: { uri: string }) => {
      const text = files?.[uri];
      return text === undefined ? { kind: 'missing', reason: 'there is no such file' } : { kind: 'text', text };
    });
    const folders = folder === undefined ? null : [folder, ...otherFolders].map((uri) => ({ uri, name: 'models' }));
    const initialized = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: folder ?? null,
      workspaceFolders: folders,
      capabilities: capabilities ?? PULLING,
      initializationOptions: { runsCommands: true, readsFiles: files !== undefined },
    });
    const client = new ProtocolClient(connection, child, initialized);
    connection.onNotification(progressNotification, (news: ProgressNews) => {
      client.progress.push(news);
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      client.logged.push(message);
    });
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      client.published.set(uri, diagnostics);
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    await this.connection.sendNotification(ExitNotification.type);
    await ended;
    this.connection.dispose();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async open(uri: string, text: string): Promise<void> {
    this.versions.set(uri, 1);
    const textDocument = { uri, languageId: 'ftm', version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.versions.get(uri) ?? 1) + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Asks for the problems of a document. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    return report.kind === 'full' ? report.items : [];
  }

  /** What the server has sent of a document on its own. */
  pushed(uri: string): readonly Diagnostic[] | undefined {
    return this.published.get(uri);
  }
}
