import { strict as assert } from 'node:assert';
import path from 'node:path';
import { RunWorkerClient } from '../../server/src/campaigns/run-worker-client';
import type { RunRequest, RunResult } from '../../server/src/campaigns/run-wire';
import { scenario } from '../report/made-up-run';

const file = path.join(__dirname, 'scripted-worker.js');

function request(name: string, seed = 1): RunRequest {
  return { scenario: { ...scenario, name }, seed, report: false };
}

describe('a run in a worker', () => {
  let client: RunWorkerClient;
  beforeEach(() => {
    client = new RunWorkerClient({ file });
  });
  afterEach(() => client.dispose());

  /** Runs what the name stands for, and then something that works: whatever happened, the next run is not harmed. */
  async function check(name: string, expected: RegExp | RunResult['kind']): Promise<void> {
    const result = await client.start(request(name)).result;
    if (expected instanceof RegExp) assert.match(result.kind === 'failed' ? result.message : result.kind, expected);
    else assert.equal(result.kind, expected);
    assert.equal(client.busy, false);
    assert.equal((await client.start(request('fine')).result).kind, 'done');
  }

  it('ends with its outcome', () => check('fine', 'done'));

  it('that throws fails and says why', () =>
    check('throw', /^The run of throw with seed 1 failed: an assertion does not hold$/));

  it('that crashes its thread fails and says why', () =>
    check('crash', /^The run of crash with seed 1 crashed: out of order$/));

  it('that ends its thread fails', () => check('exit', /crashed: its thread ended with code 3$/));

  it('of another version is refused', () => check('old', /crashed: it speaks version 0, not 2$/));

  it('tells its progress', async () => {
    const seen: number[] = [];
    await client.start(request('wait-by-seed', 4), (simulatedNs) => seen.push(simulatedNs)).result;
    assert.deepEqual(seen, [5]);
  });

  for (const name of ['until-cancelled', 'deaf']) {
    it(`that is ${name} can be cancelled`, async () => {
      const started = client.start(request(name));
      setTimeout(started.cancel, 20);
      assert.deepEqual(await started.result, { kind: 'cancelled' });
      assert.equal((await client.start(request('fine')).result).kind, 'done');
    });
  }

  it('is one at a time', async () => {
    const started = client.start(request('fine'));
    assert.throws(() => client.start(request('fine')), /busy/);
    await started.result;
  });

  it('of a missing program fails', async () => {
    const lost = new RunWorkerClient({ file: path.join(__dirname, 'no-such-worker.js') });
    const result = await lost.start(request('fine')).result;
    assert.match(result.kind === 'failed' ? result.message : '', /Cannot find module/);
    await lost.dispose();
  });
});
