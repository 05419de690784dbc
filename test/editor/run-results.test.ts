import { strict as assert } from 'node:assert';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { inlayHints } from '../../server/src/editor/features/inlay-hints';
import { runnables } from '../../server/src/editor/features/runnables';
import { topology } from '../../server/src/editor/features/topology';
import { LastResults } from '../../server/src/editor/runs/last-results';
import { textDigests } from '../../server/src/editor/runs/text-digest';
import { receiveRecallNews, type RunVerdict } from '../../server/src/editor/wire';
import { CLUSTER, model } from './models';
import type { Models } from './models';

const SCENARIO = `scenario S {
  topology: Cluster
  workload: Traffic
  expect availability >= 99%
  expect no lost writes
}
`;

const VERDICT: RunVerdict = {
  decision: 'fail',
  seed: 1,
  runs: 1,
  expectations: [
    {
      text: 'availability >= 99%',
      decision: 'fail',
      measured: '90 %',
      explanation: 'Too few.',
      reasons: [],
      related: [],
      place: null,
    },
    {
      text: 'no lost writes',
      decision: 'pass',
      measured: '0',
      explanation: 'None.',
      reasons: [],
      related: [],
      place: null,
    },
  ],
  warnings: [],
};

/** The results of a run of `before`, as they are shown over the text `after`. */
function resultsOver(before: string, after: string): { readonly results: LastResults; readonly models: Models } {
  const results = new LastResults();
  results.remember(model(before).snapshot(), 'S', VERDICT);
  return { results, models: model(after) };
}

describe('results of the last run', () => {
  const all = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

  it('show a failed expectation on its own line, and none that held', () => {
    const { results, models } = resultsOver(CLUSTER + SCENARIO, CLUSTER + SCENARIO);
    const [failed, ...rest] = results.diagnostics(models.snapshot());
    assert.deepEqual(rest, []);
    assert.equal(failed?.source, 'ftm run');
    assert.equal(failed.severity, DiagnosticSeverity.Error);
    assert.match(String(failed.message), /^fails: availability >= 99% \(measured 90 %\)\nToo few\.$/);
    assert.equal(models.snapshot().source.text.split('\n')[failed.range.start.line], '  expect availability >= 99%');
  });

  it('follow their expectation after an edit, as something that may no longer be so', () => {
    const { results, models } = resultsOver(CLUSTER + SCENARIO, `// one more line\n${CLUSTER}${SCENARIO}`);
    const [stale] = results.diagnostics(models.snapshot());
    assert.equal(stale?.severity, DiagnosticSeverity.Information);
    assert.match(String(stale.message), /^Before the last edit: fails/);
    assert.equal(models.snapshot().source.text.split('\n')[stale.range.start.line], '  expect availability >= 99%');
  });

  it('are gone with their expectation', () => {
    const { results, models } = resultsOver(CLUSTER + SCENARIO, CLUSTER + SCENARIO.replace('99%', '90%'));
    assert.deepEqual(results.diagnostics(models.snapshot()), []);
  });

  it('are fresh again when the edit is undone', () => {
    const { results, models } = resultsOver(CLUSTER + SCENARIO, CLUSTER + SCENARIO);
    assert.equal(results.diagnostics(models.snapshot())[0]?.severity, DiagnosticSeverity.Error);
  });

  describe('recalled by a server that was started later', () => {
    const recalled = (before: string, after: string): readonly unknown[] => {
      const results = new LastResults();
      const madeOf = textDigests(model(before).snapshot());
      const { uri } = model(after).snapshot();
      const news = JSON.parse(
        JSON.stringify({ results: [{ uri, scenario: 'S', verdict: VERDICT, madeOf }] }),
      ) as unknown;
      const received = receiveRecallNews(news);
      assert.ok(received.ok);
      received.value.results.forEach((result) => {
        results.recall(result);
      });
      const hints = inlayHints(model(after).snapshot(), all, results);
      return hints.map(({ label }) => label).filter((label) => /90 %|(✓|was) 0/.test(String(label)));
    };

    it('stand there as if nothing had been, over the same text', () => {
      assert.deepEqual(recalled(CLUSTER + SCENARIO, CLUSTER + SCENARIO), ['✗ 90 %', '✓ 0']);
    });

    it('may no longer be so over a text that has changed since', () => {
      const changed = CLUSTER.replace('raft', 'zab');
      assert.notEqual(changed, CLUSTER);
      assert.deepEqual(recalled(CLUSTER + SCENARIO, changed + SCENARIO), ['(was 90 %)', '(was 0)']);
    });

    it('are gone with their expectation', () => {
      assert.deepEqual(recalled(CLUSTER + SCENARIO, CLUSTER + SCENARIO.replace('99%', '98%')), ['(was 0)']);
    });

    it('do not take the place of what it has found itself', () => {
      const results = new LastResults();
      const snapshot = model(CLUSTER + SCENARIO).snapshot();
      results.remember(snapshot, 'S', VERDICT);
      const expectations = VERDICT.expectations.map((one) => ({ ...one, measured: 'long ago' }));
      const verdict: RunVerdict = { ...VERDICT, expectations };
      results.recall({ uri: snapshot.uri, scenario: 'S', verdict, madeOf: textDigests(snapshot) });
      assert.deepEqual(
        results.expectations(snapshot).map(({ judged }) => judged.measured),
        ['90 %', '0'],
      );
    });
  });

  it('stand beside each expectation', () => {
    const { results, models } = resultsOver(CLUSTER + SCENARIO, CLUSTER + SCENARIO);
    const labels = inlayHints(models.snapshot(), all, results).map(({ label }) => label);
    assert.deepEqual(labels, ['✗ 90 %', '✓ 0', '2 of 3', 'timeout: 1s', 'duration: 60s']);
  });
});

describe('quorum sizes', () => {
  const all = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

  function sizes(policies: string, nodes = 5): readonly unknown[] {
    const text = `topology T { nodes n[1..${nodes}] store s on n[1..${nodes}] using P }\n${policies}`;
    return inlayHints(model(text).snapshot(), all, new LastResults()).map(({ label }) => label);
  }

  it('stand beside the policy of a store', () => {
    assert.deepEqual(sizes('policy P = raft {}'), ['3 of 5']);
    assert.deepEqual(sizes('policy P = quorum { read: 1  write: all }'), ['R=1 W=5 of 5']);
    assert.deepEqual(sizes('policy P = pbft {}', 4), ['f=1 of 4']);
    assert.deepEqual(sizes('policy P = primary-backup {}'), []);
  });

  it('are not asked of policies that derive from each other', () => {
    assert.deepEqual(sizes('policy P = Q {}\npolicy Q = P {}'), []);
  });

  it('hold after derivation', () => {
    assert.deepEqual(sizes('policy Base = quorum { read: one }\npolicy P = Base { write: 4 }'), ['R=1 W=4 of 5']);
  });
});

describe('what can be run', () => {
  it('is listed with its place and whether it can', () => {
    const text = `${CLUSTER}${SCENARIO}scenario Broken { topology: Nowhere }\nexperiment E { scenario: S }\n`;
    const entries = runnables(model(text).snapshot());
    assert.deepEqual(
      entries.map(({ kind, name, runnable, expectations }) => [kind, name, runnable, expectations.length]),
      [
        ['scenario', 'S', true, 2],
        ['scenario', 'Broken', false, 0],
        ['experiment', 'E', true, 0],
      ],
    );
    const [first] = entries;
    assert.equal((first?.toLine ?? 0) - (first?.fromLine ?? 0), 5);
  });
});

describe('topology', () => {
  function picture(text: string): ReturnType<typeof topology> {
    const models = model(text);
    return topology(models.snapshot(), (addition) => model(text + addition).snapshot());
  }

  it('is that of the first scenario that can be run', () => {
    const { picture: found, problem } = picture(CLUSTER + SCENARIO);
    assert.equal(problem, null);
    assert.equal(found?.title, 'Cluster');
    assert.deepEqual(
      found.graph.nodes.map(({ label }) => label),
      ['main', 'a', 'b', 'c', 'n1', 'n2', 'n3', 'web'],
    );
    assert.ok(found.graph.edges.some(({ kind }) => kind === 'request'));
  });

  it('is there without a scenario, and when every scenario is broken', () => {
    assert.equal(picture(CLUSTER).picture?.title, 'Cluster');
    const broken = picture(`${CLUSTER}scenario S { topology: Cluster  duration: 5KB }`);
    assert.equal(broken.picture?.title, 'Cluster');
    assert.ok(broken.problem);
  });

  it('is not there when the topology itself is broken, which is told', () => {
    const { picture: none, problem } = picture('topology T { store s on nowhere using P }');
    assert.equal(none, null);
    assert.match(problem?.code ?? '', /^FTM/);
    assert.equal(problem?.place.line, 0);
  });
});
