import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileLoader } from '../../server/src/campaigns';
import { openProgram } from '../../server/src/language';
import { simulate } from '../../server/src/simulation';
import { COMMAND } from './ftm';

const ROOT = join(__dirname, '..', '..');
const SAMPLES = ['showcase', 'primary-backup-partition', 'dynamo-quorum'];

interface JsonResult {
  readonly scenarios: readonly { readonly name: string; readonly seed: number; readonly trace_hash: string }[];
}

function runBundled(file: string): string {
  return execFileSync(process.execPath, [COMMAND, 'run', file, '--runs', '1', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

describe('ftm run', function () {
  this.timeout(120_000);
  for (const sample of SAMPLES) {
    it(`gives the same bytes in two processes, and the run of the unbundled code: ${sample}`, () => {
      const file = join(ROOT, 'samples', sample, `${sample}.ftm`);
      const first = runBundled(file);
      assert.equal(runBundled(file), first);
      const { scenarios } = JSON.parse(first) as JsonResult;
      const program = openProgram(file, readFileSync(file, 'utf8'), fileLoader());
      assert.deepEqual(
        scenarios.map(({ name, trace_hash }) => ({ name, trace_hash })),
        scenarios.map(({ name, seed }) => {
          const scenario = program.compileScenario(name);
          assert.ok(scenario !== undefined);
          return { name, trace_hash: simulate(scenario, { seed, trace: false }).traceHash };
        }),
      );
    });
  }
});
