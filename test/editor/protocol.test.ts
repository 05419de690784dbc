import { strict as assert } from 'node:assert';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CancellationToken,
  CancellationTokenSource,
  CompletionRequest,
  DefinitionRequest,
  HoverRequest,
  RenameRequest,
} from 'vscode-languageserver/node';
import type { CompletionList, LocationLink } from 'vscode-languageserver/node';
import {
  compareRequest,
  explainRequest,
  recallNotification,
  runRequest,
  scenariosRequest,
  topologyRequest,
  WIRE_VERSION,
} from '../../server/src/editor/wire';
import type {
  CompareAnswer,
  ExplainAnswer,
  RecallNews,
  RunAnswer,
  ScenariosAnswer,
  TopologyAnswer,
} from '../../server/src/editor/wire';
import { until } from '../support/poll';
import { CLUSTER } from './models';
import { DIST, ProtocolClient } from './protocol-client';

const MAIN = 'untitled:Untitled-1';

const SCENARIOS = `scenario Short {
  topology: Cluster
  workload: Traffic
  at 2s crash leader of data for 1s
  duration: 6s
  expect no lost writes
  expect availability >= 100%
}

scenario Long {
  topology: Cluster
  workload: Traffic
  duration: 20000s
}
`;

const PAIR = `policy Pair = primary-backup { acknowledge: async }
experiment Tradeoffs {
  scenario: Short
  vary data.policy: [Consensus, Pair]
  measure availability, lost writes
}
`;

describe('the language server over standard input and output', function () {
  this.timeout(60_000);
  let client: ProtocolClient;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ftm-lsp-'));
    client = await ProtocolClient.start({ folder: pathToFileURL(folder).href });
  });

  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (scenario: string, seed: number | null = null): Promise<RunAnswer> =>
    client.connection.sendRequest<RunAnswer>(runRequest, { uri: MAIN, scenario, seed, runs: null, runId: 'r' });

  describe('editing', () => {
    it('says which version it speaks', () => {
      assert.deepEqual(client.initialized.capabilities.experimental, { ftmWireVersion: WIRE_VERSION });
    });

    it('checks a document that was never saved, after each edit', async () => {
      await client.open(MAIN, 'policy P = raft { heartbeat: 50ms }\n');
      assert.deepEqual(errors(await client.diagnostics(MAIN)), []);
      const word = { start: { line: 0, character: 18 }, end: { line: 0, character: 27 } };
      await client.change(MAIN, { range: word, text: 'heartbeet' });
      assert.deepEqual(errors(await client.diagnostics(MAIN)), ['FTM301']);
      await client.change(MAIN, { range: word, text: 'heartbeat' });
      assert.deepEqual(errors(await client.diagnostics(MAIN)), []);
    });

    it('completes and explains at the position of the newest text', async () => {
      await client.open(MAIN, 'policy P = raft {  }\n');
      const at = { textDocument: { uri: MAIN }, position: { line: 0, character: 18 } };
      const list = (await client.connection.sendRequest(CompletionRequest.type, at)) as CompletionList;
      assert.ok(list.items.some(({ label }) => label === 'election-timeout'));
      await client.change(MAIN, { range: { start: at.position, end: at.position }, text: 'reads: log' });
      const hover = await client.connection.sendRequest(HoverRequest.type, at);
      assert.match(JSON.stringify(hover), /read-index/);
    });

    it('sees unsaved edits of an imported file, and the file again once it is closed', async () => {
      const base = path.join(folder, 'base.ftm');
      writeFileSync(base, 'policy Base = raft {}\n');
      const main = pathToFileURL(path.join(folder, 'main.ftm')).href;
      await client.open(main, 'import "base.ftm"\npolicy Mine = Base { heartbeat: 20ms }\n');
      assert.deepEqual(errors(await client.diagnostics(main)), []);
      const baseUri = pathToFileURL(base).href;
      await client.open(baseUri, 'policy Renamed = raft {}\n');
      assert.deepEqual(errors(await client.diagnostics(main)), ['FTM200']);
      await client.close(baseUri);
      assert.deepEqual(errors(await client.diagnostics(main)), []);
    });

    it('leads to another file, and renames in files that nobody has open', async () => {
      const base = path.join(folder, 'base.ftm');
      mkdirSync(path.join(folder, 'deep'));
      const user = path.join(folder, 'deep', 'user.ftm');
      writeFileSync(base, 'policy Base = raft {}\n');
      writeFileSync(user, 'import "../base.ftm"\npolicy Mine = Base {}\n');
      const main = pathToFileURL(path.join(folder, 'main.ftm')).href;
      await client.open(main, 'import "base.ftm"\npolicy Own = Base {}\n');
      const at = { textDocument: { uri: main }, position: { line: 1, character: 14 } };
      const [link] = (await client.connection.sendRequest(DefinitionRequest.type, at)) as LocationLink[];
      assert.equal(link?.targetUri, pathToFileURL(base).href);
      const edit = await client.connection.sendRequest(RenameRequest.type, { ...at, newName: 'Root' });
      assert.deepEqual(
        Object.keys(edit?.changes ?? {}).sort(),
        [base, user, path.join(folder, 'main.ftm')].map((file) => pathToFileURL(file).href).sort(),
      );
    });

    it('sees the text of a document that was closed, and opened again with the same version', async () => {
      await client.open(MAIN, CLUSTER);
      assert.deepEqual(errors(await client.diagnostics(MAIN)), []);
      await client.close(MAIN);
      await client.open(MAIN, CLUSTER.replace('rate: 100/s', 'rate: 100KB'));
      assert.equal(errors(await client.diagnostics(MAIN)).length, 1);
    });

    it('answers about documents that do not exist with nothing', async () => {
      const nowhere = { textDocument: { uri: 'file:///nowhere.ftm' }, position: { line: 0, character: 0 } };
      assert.equal(await client.connection.sendRequest(HoverRequest.type, nowhere), null);
      assert.deepEqual(await client.diagnostics('file:///nowhere.ftm'), []);
    });

    it('survives any prefix of a model', async () => {
      await client.open(MAIN, '');
      const text = CLUSTER + SCENARIOS;
      for (let length = 0; length < text.length; length += 37) {
        await client.change(MAIN, { text: text.slice(0, length) });
        const position = { line: 10_000, character: 0 };
        await client.connection.sendRequest(CompletionRequest.type, { textDocument: { uri: MAIN }, position });
        await client.diagnostics(MAIN);
      }
      assert.deepEqual(client.logged, []);
    });
  });

  describe('running', () => {
    it('lists what can be run', async () => {
      await client.open(MAIN, CLUSTER + SCENARIOS);
      const { entries } = await client.connection.sendRequest<ScenariosAnswer>(scenariosRequest, { uri: MAIN });
      assert.deepEqual(
        entries.map(({ name, runnable }) => [name, runnable]),
        [
          ['Short', true],
          ['Long', true],
        ],
      );
    });

    it('runs a scenario and marks what failed on its line until it is fixed', async () => {
      await client.open(MAIN, CLUSTER + SCENARIOS);
      const answer = await run('Short');
      assert.equal(answer.kind, 'finished');
      if (answer.kind !== 'finished') return;
      assert.equal(answer.verdict.decision, 'fail');
      assert.equal(answer.report.scenario, 'Short');
      assert.equal(answer.report.file, MAIN);
      const failed = (await client.diagnostics(MAIN)).filter(({ source }) => source === 'ftm run');
      const line = (CLUSTER + SCENARIOS).split('\n').indexOf('  expect availability >= 100%');
      assert.deepEqual(
        failed.map(({ range }) => range.start.line),
        [line],
      );
      const number = { start: { line, character: 25 }, end: { line, character: 28 } };
      await client.change(MAIN, { range: number, text: '50' });
      assert.equal((await run('Short')).kind, 'finished');
      assert.deepEqual(
        (await client.diagnostics(MAIN)).filter(({ source }) => source === 'ftm run'),
        [],
      );
    });

    it('tells how a run ended before it finds out why, and then both', async () => {
      await client.open(MAIN, CLUSTER + SCENARIOS);
      const query = { uri: MAIN, scenario: 'Short', seed: null, runs: null, runId: 'why' };
      const answer = await client.connection.sendRequest<RunAnswer>(runRequest, query);
      assert.ok(answer.kind === 'finished' && answer.isToBeExplained);
      assert.ok(answer.report.expectations.every(({ why }) => why === null));
      const reasons = async (): Promise<readonly string[]> =>
        (await client.diagnostics(MAIN)).flatMap(({ source, message }) =>
          source === 'ftm run' ? String(message).split('\n').slice(2) : [],
        );
      assert.deepEqual(await reasons(), []);
      const told = client.progress.length;
      const ask = (token?: CancellationToken): Promise<ExplainAnswer> =>
        client.connection.sendRequest<ExplainAnswer>(explainRequest, { runId: 'why' }, token ?? CancellationToken.None);
      const why = await ask();
      assert.ok(why.kind === 'explained');
      assert.equal(why.verdict.decision, answer.verdict.decision);
      const sentences = why.whys.flatMap((each) => each?.sentences ?? []);
      assert.match(
        sentences[0] ?? '',
        /^(?:Without any fault it is .*, a failure already; the faults make it .*|No fault is to blame: .*)\.$/,
      );
      assert.deepEqual(await reasons(), sentences);
      assert.match(client.progress[told]?.text ?? '', /^\d+ of at most \d+ re-runs$/);
      // Asked again, or never run: nothing is there to be explained, and nothing hangs.
      assert.equal((await ask()).kind, 'crashed');

      const longer = SCENARIOS.replace('duration: 6s', 'duration: 600s');
      await client.open(MAIN, CLUSTER + longer);
      await client.connection.sendRequest<RunAnswer>(runRequest, query);
      const source = new CancellationTokenSource();
      const before = client.progress.length;
      const cancelled = ask(source.token).catch((failure: unknown) => failure);
      await until('the first re-run', () => client.progress.length > before);
      source.cancel();
      const ended = await cancelled;
      assert.ok(isCancelled(ended), JSON.stringify(ended));
      assert.deepEqual(await reasons(), []);
    });

    it('shows what an earlier server found, as long as the text is the same', async () => {
      await client.open(MAIN, CLUSTER + SCENARIOS);
      const answer = await run('Short');
      assert.ok(answer.kind === 'finished');
      const found = async (): Promise<readonly string[]> =>
        (await client.diagnostics(MAIN)).flatMap(({ source, message }) =>
          source === 'ftm run' ? [String(message).split('\n')[0] ?? ''] : [],
        );
      const before = await found();
      assert.match(before[0] ?? '', /^fails: availability/);
      await client.stop();
      client = await ProtocolClient.start({ folder: pathToFileURL(folder).href });
      await client.open(MAIN, CLUSTER + SCENARIOS);
      assert.deepEqual(await found(), []);
      const { verdict, madeOf } = answer;
      const news: RecallNews = { results: [{ uri: MAIN, scenario: 'Short', verdict, madeOf }] };
      await client.connection.sendNotification(recallNotification, news);
      assert.deepEqual(await found(), before);
      await client.change(MAIN, { text: `// one more line\n${CLUSTER}${SCENARIOS}` });
      assert.match((await found())[0] ?? '', /^Before the last edit: fails/);
    });

    it('gives the same run for the same seed', async () => {
      await client.open(MAIN, CLUSTER + SCENARIOS);
      const hashOf = (answer: RunAnswer): string =>
        answer.kind === 'finished' ? answer.report.traceHash : answer.kind;
      const first = hashOf(await run('Short', 7));
      assert.equal(hashOf(await run('Short', 7)), first);
      assert.notEqual(hashOf(await run('Short', 8)), first);
    });

    it('stays responsive during a long run, tells its progress, and stops it on request', async () => {
      await client.open(MAIN, CLUSTER + SCENARIOS);
      const source = new CancellationTokenSource();
      const query = { uri: MAIN, scenario: 'Long', seed: null, runs: null, runId: 'r' };
      const running = client.connection.sendRequest<RunAnswer>(runRequest, query, source.token);
      await until('progress', () => client.progress.length > 0);
      // The run takes far longer than the test may, so an answer during it is one that did not wait for it.
      const ended = running.then(
        () => 'the end of the run',
        () => 'the end of the run',
      );
      assert.equal(await Promise.race([client.diagnostics(MAIN).then(() => 'an answer'), ended]), 'an answer');
      source.cancel();
      const answer = await running.catch((failure: unknown) => failure);
      assert.ok(isCancelled(answer), JSON.stringify(answer));
      assert.equal((await run('Short')).kind, 'finished');
      const shares = client.progress.map(({ share }) => share ?? 0);
      assert.ok(shares.every((share) => share >= 0 && share <= 1));
    });

    it('answers a scenario with errors with the place of the first', async () => {
      await client.open(MAIN, `${CLUSTER}scenario Broken { topology: Nowhere }\n`);
      const answer = await run('Broken');
      assert.equal(answer.kind, 'not-runnable');
      if (answer.kind !== 'not-runnable') return;
      const [first] = answer.problems;
      assert.equal(first?.code, 'FTM200');
      assert.deepEqual(first.place.file, MAIN);
      assert.equal(first.place.line, CLUSTER.split('\n').length - 1);
    });

    it('answers a scenario that is not there', async () => {
      await client.open(MAIN, CLUSTER);
      const answer = await run('Nothing');
      assert.match(answer.kind === 'not-runnable' ? answer.message : answer.kind, /no scenario named 'Nothing'/);
    });

    it('compares the cells of an experiment as a table', async () => {
      await client.open(MAIN, CLUSTER + SCENARIOS + PAIR);
      const query = { uri: MAIN, experiment: 'Tradeoffs', runId: 'c' };
      const answer = await client.connection.sendRequest<CompareAnswer>(compareRequest, query);
      assert.match(
        answer.kind === 'finished' ? answer.markdown : JSON.stringify(answer),
        /\| Consensus \|[^]*\| Pair \|/,
      );
    });

    it('draws the topology of unsaved text', async () => {
      await client.open(MAIN, CLUSTER);
      const answer = await client.connection.sendRequest<TopologyAnswer>(topologyRequest, { uri: MAIN });
      assert.equal(answer.picture?.title, 'Cluster');
      const place = answer.picture.graph.nodes.find(({ label }) => label === 'n1')?.source;
      assert.deepEqual([place?.file, place?.line], [MAIN, 2]);
    });

    it('refuses queries of the wrong form with a JSON-RPC error', async () => {
      await assert.rejects(client.connection.sendRequest(runRequest, { uri: MAIN }), /scenario is not a text/);
      await assert.rejects(client.connection.sendRequest(scenariosRequest, {}), /uri is not a text/);
      assert.ok(client.isAlive);
    });
  });
});

describe('the language server, when things go wrong', function () {
  this.timeout(60_000);

  it('says that a run crashed, lives on, and runs the next one in a new thread', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ftm-lsp-'));
    const marker = path.join(folder, 'crashes');
    const program = readdirSync(DIST).filter((file) => file === 'server.js' || file.endsWith('.mjs'));
    for (const file of program) cpSync(path.join(DIST, file), path.join(folder, file));
    cpSync(path.join(DIST, 'run-worker.js'), path.join(folder, 'good-worker.js'));
    // The first thread dies in the middle of its run; the second one is a good one.
    writeFileSync(
      path.join(folder, 'run-worker.js'),
      `const fs = require('node:fs');
const crashes = ${JSON.stringify(marker)};
if (fs.existsSync(crashes) && fs.statSync(crashes).size === 1) require('./good-worker.js');
else require('node:worker_threads').parentPort.on('message', () => {
  fs.appendFileSync(crashes, '!');
  process.exit(7);
});`,
    );
    const client = await ProtocolClient.start({ server: path.join(folder, 'server.js') });
    try {
      await client.open(MAIN, CLUSTER + SCENARIOS);
      const query = { uri: MAIN, scenario: 'Short', seed: null, runs: null, runId: 'r' };
      const first = await client.connection.sendRequest<RunAnswer>(runRequest, query);
      assert.equal(first.kind, 'crashed');
      assert.ok(client.isAlive);
      const second = await client.connection.sendRequest<RunAnswer>(runRequest, query);
      assert.equal(second.kind, 'finished', JSON.stringify(second).slice(0, 300));
    } finally {
      await client.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('asks the client for imports that only the client can see', async () => {
    const files = { 'vscode-vfs://remote/base.ftm': 'policy Base = raft {}\n' };
    const client = await ProtocolClient.start({ files });
    const main = 'vscode-vfs://remote/main.ftm';
    try {
      await client.open(main, 'import "base.ftm"\npolicy Mine = Base {}\n');
      await until('the imported policy', async () => errors(await client.diagnostics(main)).length === 0);
      await client.change(main, { text: 'import "other.ftm"\n' });
      const [missing] = await until('the missing file', async () => {
        const found = await client.diagnostics(main);
        return found.some(({ message }) => String(message).includes('no such file')) && found;
      });
      assert.equal(missing?.code, 'FTM250');
    } finally {
      await client.stop();
    }
  });

  it('sends problems on its own to a client that does not ask', async () => {
    const client = await ProtocolClient.start({ capabilities: {} });
    try {
      assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
      await client.open(MAIN, 'policy P = raft { heartbeet: 50ms }\n');
      const sent = await until('diagnostics', () => client.pushed(MAIN));
      assert.deepEqual(errors(sent), ['FTM301']);
      await client.close(MAIN);
      await until('no diagnostics of a closed document', () => client.pushed(MAIN)?.length === 0);
    } finally {
      await client.stop();
    }
  });
});

function errors(diagnostics: readonly { readonly severity?: number; readonly code?: unknown }[]): unknown[] {
  return diagnostics.filter(({ severity }) => severity === 1).map(({ code }) => code);
}

/** A cancelled request may be answered, or refused by the protocol itself. */
function isCancelled(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  return ('kind' in answer && answer.kind === 'cancelled') || ('code' in answer && answer.code === -32800);
}
