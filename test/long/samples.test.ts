/*
 * A sample shows what a design does, not what one seed did: every scenario of every sample with more seeds. Ten, the default, take
 * about four minutes of one core; `FTM_SEEDS=100 npm run test:long` for more.
 */
import assert from 'node:assert/strict';
import { brokenExpectations, openSample, sampleFiles } from '../samples/sample-runs';

const SEEDS = Number(process.env.FTM_SEEDS ?? 10);

describe(`samples with ${SEEDS} seeds`, function () {
  this.timeout(0);
  for (const file of sampleFiles) {
    const { program } = openSample(file);
    for (const { name } of program.scenarios) {
      it(`${file}: ${name}`, () => {
        const scenario = program.compileScenario(name);
        assert.ok(scenario !== undefined);
        assert.deepEqual(brokenExpectations(scenario, SEEDS - 1), []);
      });
    }
  }
});
