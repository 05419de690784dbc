import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../server/src/analysis';
import { fileLoader } from '../../server/src/campaigns';
import { format, openProgram, SourceText, type ScenarioModel } from '../../server/src/language';
import { simulate } from '../../server/src/simulation';

const SAMPLES = join(__dirname, '..', '..', 'samples');
/** Seeds tried beside those that a scenario names: a sample shows what a design does, not what one seed did. */
const MORE_SEEDS = 4;

const files = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ftm'))
  .sort();

function open(file: string) {
  const path = join(SAMPLES, file);
  const text = readFileSync(path, 'utf8');
  return { text, program: openProgram(path, text, fileLoader()) };
}

function failures(scenario: ScenarioModel, seed: number): string[] {
  const run = simulate(scenario, { seed, trace: false });
  const verdict = judge(scenario, run);
  return verdict.expectations
    .filter(({ decision }) => decision !== 'pass')
    .map(({ expectation, measuredText, explanation }) => `seed ${seed}: ${expectation.text}: ${measuredText}. ${explanation}`);
}

describe('samples', function () {
  this.timeout(120_000);

  it('are there', () => {
    assert.ok(files.length >= 5);
  });

  for (const file of files) {
    describe(file, () => {
      it('has no problems and is formatted', () => {
        const { text, program } = open(file);
        assert.deepEqual(
          program.problems.map(({ code, message }) => `${code}: ${message}`),
          [],
        );
        assert.equal(format(new SourceText(file, text)) ?? text, text);
      });

      for (const { name } of open(file).program.scenarios) {
        it(`${name} does what it says, with other seeds too`, () => {
          const scenario = open(file).program.compileScenario(name);
          assert.ok(scenario !== undefined);
          assert.ok(scenario.expectations.length > 0, 'it expects something');
          const seeds = Array.from({ length: scenario.runs + MORE_SEEDS }, (_, index) => scenario.seed + index);
          assert.deepEqual(
            seeds.flatMap((seed) => failures(scenario, seed)),
            [],
          );
        });
      }
    });
  }
});
