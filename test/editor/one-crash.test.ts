import { strict as assert } from 'node:assert';
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  InitializeRequest,
  LSPErrorCodes,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { ClientCapabilities, Diagnostic, ProtocolConnection } from 'vscode-languageserver/node';
import { noDocumentation } from '../../server/src/editor/documentation';
import { startServer } from '../../server/src/editor/server';
import { until } from '../support/poll';

const URI = 'file:///models/main.ftm';
const MISTAKE = 'policy P = raft { heartbeet: 50ms }\n';
const CRASHES = `import "crash.ftm"\n${MISTAKE}`;
const ON_RAFT = { textDocument: { uri: URI }, position: { line: 0, character: 12 } };

/** A server whose disk throws what nobody expects: every feature that looks at an import has a bug. */
class CrashingServer {
  readonly logged: string[] = [];
  readonly published: (readonly Diagnostic[])[] = [];
  readonly client: ProtocolConnection;
  private version = 1;

  constructor() {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    startServer(server, {
      files: {
        read: () => {
          throw new TypeError('a bug');
        },
        listModels: () => [],
      },
      workers: { file: 'none.js' },
      documentation: noDocumentation,
    });
    this.client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    this.client.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
    });
    this.client.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => {
      this.published.push(diagnostics);
    });
    this.client.listen();
  }

  async open(capabilities: ClientCapabilities, text: string): Promise<void> {
    await this.client.sendRequest(InitializeRequest.type, { processId: null, rootUri: null, capabilities });
    const textDocument = { uri: URI, languageId: 'ftm', version: this.version, text };
    await this.client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  async change(text: string): Promise<void> {
    const textDocument = { uri: URI, version: ++this.version };
    await this.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [{ text }],
    });
  }

  dispose(): void {
    this.client.dispose();
  }
}

describe('a crash in a feature', () => {
  let server: CrashingServer;
  beforeEach(() => {
    server = new CrashingServer();
  });
  afterEach(() => {
    server.dispose();
  });

  it('costs its own answer, is written down, and leaves the next request alone', async () => {
    await server.open({ textDocument: { diagnostic: {} } }, CRASHES);
    assert.equal(await server.client.sendRequest(HoverRequest.type, ON_RAFT), null);
    await until('the log', () => server.logged.some((line) => /hover failed.*a bug/s.test(line)));
    await server.change(MISTAKE);
    assert.match(JSON.stringify(await server.client.sendRequest(HoverRequest.type, ON_RAFT)), /Raft/);
  });

  it('blanks no problems of an editor that asks: it is told to keep what it shows', async () => {
    await server.open({ textDocument: { diagnostic: {} } }, MISTAKE);
    const ask = () => server.client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: URI } });
    assert.match(JSON.stringify(await ask()), /FTM301/);
    await server.change(CRASHES);
    await assert.rejects(ask(), ({ code }: { code: number }) => code === LSPErrorCodes.RequestFailed);
    await server.change(MISTAKE);
    assert.match(JSON.stringify(await ask()), /FTM301/);
  });

  it('blanks no problems of an editor that is sent them', async () => {
    await server.open({}, MISTAKE);
    await until('the problem', () => server.published.length === 1);
    await server.change(CRASHES);
    await until('the crash', () => server.logged.some((line) => line.startsWith('diagnostics failed')));
    await server.change(MISTAKE);
    await until('the problem again', () => server.published.length > 1);
    assert.deepEqual(
      server.published.map((list) => list.map(({ code }) => code)),
      [['FTM301'], ['FTM301']],
    );
  });
});
