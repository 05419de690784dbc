import { strict as assert } from 'node:assert';
import path from 'node:path';
import { combinedHash } from '../../server/src/campaigns/combined-hash';
import { RunPool, type PoolResult } from '../../server/src/campaigns/run-pool';
import type { RunRequest } from '../../server/src/campaigns/run-wire';
import { scenario } from '../report/made-up-run';

const file = path.join(__dirname, 'scripted-worker.js');

function requests(name: string, seeds: readonly number[]): readonly RunRequest[] {
  return seeds.map((seed) => ({
    scenario: { ...scenario, name, durationNs: scenario.durationNs },
    seed,
    report: false,
  }));
}

function seedsOf(result: PoolResult): readonly number[] {
  assert.equal(result.kind, 'done');
  return result.outcomes.map(({ facts }) => facts.seed);
}

describe('a pool of workers', () => {
  let pool: RunPool;
  beforeEach(() => {
    pool = new RunPool({ file }, 3);
  });
  afterEach(() => pool.dispose());

  it('gives outcomes in the order of the requests, whichever run ends first', async () => {
    const shares: number[] = [];
    const seeds = [0, 1, 2, 3, 4, 5];
    const result = await pool.runAll(requests('wait-by-seed', seeds), { onProgress: (share) => shares.push(share) });
    assert.deepEqual(seedsOf(result), seeds);
    assert.equal(shares.at(-1), 1);
  });

  it('can be used again', async () => {
    assert.deepEqual(seedsOf(await pool.runAll(requests('fine', [1]))), [1]);
    assert.deepEqual(seedsOf(await pool.runAll(requests('fine', [2, 3]))), [2, 3]);
    assert.deepEqual(seedsOf(await pool.runAll([])), []);
  });

  it('ends with the first failure, and ends the other runs with it', async () => {
    const result = await pool.runAll([...requests('until-cancelled', [1, 2]), ...requests('throw', [3, 4, 5])]);
    assert.match(result.kind === 'failed' ? result.message : result.kind, /throw with seed 3 failed/);
  });

  it('makes a run without its explanation where that took its thread with it', async () => {
    const explained = requests('crash-explaining', [1, 2]).map((request) => ({
      ...request,
      report: true,
      explain: true,
    }));
    const result = await pool.runAll(explained);
    assert.equal(result.kind, 'done');
    assert.deepEqual(seedsOf(result), [1, 2]);
    for (const { facts } of result.outcomes)
      assert.match(facts.traceHash, /crash-explaining with seed \d crashed: out of memory/);
    const hopeless = requests('crash', [1]).map((request) => ({ ...request, report: true, explain: true }));
    assert.equal((await pool.runAll(hopeless)).kind, 'failed');
  });

  it('is cancelled by its signal', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const work = pool.runAll(requests('until-cancelled', [1, 2, 3, 4, 5]), { signal: stop.signal });
    assert.deepEqual(await work, { kind: 'cancelled' });
    assert.deepEqual(await pool.runAll(requests('fine', [1]), { signal: stop.signal }), { kind: 'cancelled' });
    assert.deepEqual(seedsOf(await pool.runAll(requests('fine', [1]))), [1]);
  });
});

describe('the hash of many runs', () => {
  it('is that of the only one, and depends on each and on their order', () => {
    assert.equal(combinedHash(['00000000000000aa']), '00000000000000aa');
    const both = combinedHash(['00000000000000aa', '00000000000000bb']);
    assert.match(both, /^[0-9a-f]{16}$/);
    assert.notEqual(both, combinedHash(['00000000000000bb', '00000000000000aa']));
  });
});
