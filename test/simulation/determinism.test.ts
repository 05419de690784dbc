import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { simulate, type Run } from '../../server/src/simulation';
import { hashesOf, SCENARIOS } from './determinism-scenarios';
import { bareQuorum } from './quorum-policy';
import { exponential, ms, scenarioOf } from './scenario-builder';

describe('a run', () => {
  it('is the same every time, with and without its trace', () => {
    const first = hashesOf(true);
    assert.deepEqual(hashesOf(true), first);
    assert.deepEqual(hashesOf(false), first);
    assert.equal(new Set(first).size, first.length);
    for (const hash of first) assert.match(hash, /^[0-9a-f]{16}$/);
  });

  it('is the same in another process', function () {
    this.timeout(60_000);
    // Bundled first: to load every module by itself takes longer than the runs.
    const entryPoints = [join(__dirname, 'determinism-run.ts')];
    const [bundle] = buildSync({ entryPoints, bundle: true, platform: 'node', write: false }).outputFiles;
    const output = execFileSync(process.execPath, ['-'], { encoding: 'utf8', input: bundle?.text });
    assert.deepEqual(JSON.parse(output), hashesOf(true));
  });

  it('differs with the seed', () => {
    const [scenario] = SCENARIOS;
    assert.ok(scenario !== undefined);
    const hashes = [1, 2, 3].map((seed) => simulate(scenario, { seed, trace: false }).traceHash);
    assert.equal(new Set(hashes).size, 3);
  });

  it('draws the same for everyone else when a node is added', () => {
    const text = {
      policy: bareQuorum(2, 2),
      placement: [[0, 1, 2]],
      link: { latency: exponential(ms(2)) },
      keys: 10,
    } as const;
    const history = (nodes: number): Run['history'] =>
      simulate(scenarioOf({ ...text, nodes, from: [nodes], seconds: 20 }), { seed: 4, trace: false }).history;
    const [small, large] = [history(3), history(4)];
    assert.ok(small.length > 1000);
    assert.deepEqual(Array.from(large.completedAt), Array.from(small.completedAt));
    assert.deepEqual(Array.from(large.key), Array.from(small.key));
    assert.deepEqual(Array.from(large.output), Array.from(small.output));
  });

  it('names the cause of every event, always an earlier one', () => {
    for (const scenario of SCENARIOS) {
      const { trace } = simulate(scenario, { seed: 11, trace: true });
      assert.ok(trace.length > 1000);
      for (let i = 0; i < trace.length; i++) {
        assert.ok((trace.cause[i] as number) < i);
        assert.ok(i === 0 || (trace.time[i] as number) >= (trace.time[i - 1] as number));
      }
    }
  });

  it('stops at a limit and says which', () => {
    const [scenario] = SCENARIOS;
    assert.ok(scenario !== undefined);
    const stopped = (limits: object): Run => simulate(scenario, { seed: 1, trace: true, limits });
    assert.equal(stopped({ maxEvents: 500 }).limit, 'events');
    assert.equal(stopped({ maxEvents: 500 }).counters.events, 500);
    assert.equal(stopped({ maxOperations: 20 }).limit, 'operations');
    assert.equal(stopped({ maxOperations: 20 }).history.length, 20);
    assert.equal(stopped({ maxTraceEvents: 100 }).trace.length, 100);
    assert.ok(stopped({ maxTraceEvents: 100 }).trace.truncated);
    assert.equal(stopped({ maxTraceEvents: 100 }).limit, undefined);
    assert.equal(simulate(scenario, { seed: 1, trace: false, onProgress: () => false }).limit, 'cancelled');
  });
});
