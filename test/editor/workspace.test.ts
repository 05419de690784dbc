import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  DidChangeWorkspaceFoldersNotification,
  LSPErrorCodes,
  ReferencesRequest,
  SemanticTokensRequest,
  WillRenameFilesRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { largeModel } from '../bench/large-model';
import { until } from '../support/poll';
import { ProtocolClient } from './protocol-client';

/** A workspace on a disk, and the built server that looks at it. */
describe('the language server in a workspace', function () {
  this.timeout(60_000);
  let folder: string;
  let client: ProtocolClient;

  const file = (name: string): string => path.join(folder, name);
  const address = (name: string): string => pathToFileURL(file(name)).href;
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(file(name)), { recursive: true });
    writeFileSync(file(name), text);
  };
  const symbols = async (): Promise<readonly string[]> =>
    ((await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' })) ?? []).map(({ name }) => name);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ftm-lsp-'));
  });

  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps imports true when a file that nobody has open is moved', async () => {
    write('base.ftm', 'policy Base = raft {}\n');
    write('deep/user.ftm', 'import "../base.ftm"\npolicy Mine = Base {}\n');
    client = await ProtocolClient.start({ folder: pathToFileURL(folder).href });
    await client.open(address('open.ftm'), 'import "base.ftm"\npolicy Own = Base {}\n');
    const files = [{ oldUri: address('base.ftm'), newUri: address('shared/base.ftm') }];
    const edit = await client.connection.sendRequest(WillRenameFilesRequest.type, { files });
    const paths = Object.entries(edit?.changes ?? {}).map(([uri, edits]) => [uri, edits.map(({ newText }) => newText)]);
    assert.deepEqual(Object.fromEntries(paths), {
      [address('open.ftm')]: ['shared/base.ftm'],
      [address('deep/user.ftm')]: ['../shared/base.ftm'],
    });
    const filters = client.initialized.capabilities.workspace?.fileOperations?.willRename?.filters ?? [];
    assert.ok(filters.some(({ pattern }) => pattern.glob.endsWith('.ftm')));
  });

  it('looks through every root, across roots, and follows when one is added or taken away', async () => {
    write('one/base.ftm', 'policy Base = raft {}\n');
    write('two/user.ftm', 'import "../one/base.ftm"\npolicy Mine = Base {}\n');
    write('three/late.ftm', 'policy Late = raft {}\n');
    client = await ProtocolClient.start({
      folder: address('one'),
      otherFolders: [address('two')],
      capabilities: { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } },
    });
    assert.deepEqual([...(await symbols())].sort(), ['Base', 'Mine']);
    await client.open(address('one/base.ftm'), 'policy Base = raft {}\n');
    const at = { textDocument: { uri: address('one/base.ftm') }, position: { line: 0, character: 8 } };
    const context = { includeDeclaration: false };
    const found = await client.connection.sendRequest(ReferencesRequest.type, { ...at, context });
    assert.deepEqual(
      found?.map(({ uri }) => uri),
      [address('two/user.ftm')],
    );
    const root = (name: string) => ({ uri: address(name), name });
    await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [root('three')], removed: [root('two')] },
    });
    await until('the other root', async () => (await symbols()).includes('Late'));
    assert.deepEqual([...(await symbols())].sort(), ['Base', 'Late']);
  });

  it('computes no answer that the client has taken back because the text has changed since', async () => {
    client = await ProtocolClient.start({ folder: pathToFileURL(folder).href });
    const uri = address('large.ftm');
    await client.open(uri, largeModel(2_000));
    const tokens = async (): Promise<number> => {
      const answer = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
      return answer?.data.length ?? 0;
    };
    const before = await tokens();
    // While the server is busy with something else, or the answer would be there before it is taken back.
    const other = address('other.ftm');
    await client.open(other, largeModel(5_000));
    const busy = client.diagnostics(other);
    const source = new CancellationTokenSource();
    const old = client.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } }, source.token);
    const changed = client.change(uri, { text: 'policy P = raft {}\n' });
    source.cancel();
    await assert.rejects(old, ({ code }: { code: number }) => code === LSPErrorCodes.RequestCancelled);
    await Promise.all([changed, busy]);
    const after = await tokens();
    assert.ok(after > 0 && after < before, `${String(before)} tokens, then ${String(after)}`);
  });
});
