import assert from 'node:assert/strict';
import { format, SourceText } from '../../server/src/language';
import { brokenExpectations, openSample, sampleFiles } from './sample-runs';

/** Seeds tried beside those that a scenario names; `npm run test:long` tries more. */
const MORE_SEEDS = 1;

describe('samples', function () {
  this.timeout(120_000);

  it('are there', () => {
    assert.ok(sampleFiles.length >= 30);
  });

  for (const file of sampleFiles) {
    describe(file, () => {
      const { text, program } = openSample(file);

      it('has no problems and is formatted', () => {
        assert.deepEqual(
          program.problems.map(({ code, message }) => `${code}: ${message}`),
          [],
        );
        assert.equal(format(new SourceText(file, text)) ?? text, text);
      });

      for (const { name } of program.scenarios) {
        it(`${name} does what it says, with another seed too`, () => {
          const scenario = program.compileScenario(name);
          assert.ok(scenario !== undefined);
          assert.ok(scenario.expectations.length > 0, 'it expects something');
          assert.deepEqual(brokenExpectations(scenario, MORE_SEEDS), []);
        });
      }
    });
  }
});
