import assert from 'node:assert/strict';
import { judge, type Verdict } from '../../server/src/analysis';
import { openProgram, type ScenarioModel } from '../../server/src/language';
import { simulate } from '../../server/src/simulation';
import { anomalies } from './anomalies';
import type { Half } from './five-nodes';

const SEEDS = [1, 2, 3, 4, 5];

function compile(text: string): ScenarioModel {
  const program = openProgram('anomaly.ftm', text, (path, from) => ({ kind: 'missing', uri: path, reason: from }));
  const errors = program.problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
  assert.deepEqual(errors, []);
  const scenario = program.compileScenario(program.scenarios[0]?.name ?? '');
  assert.ok(scenario);
  return scenario;
}

function complaints(verdict: Verdict, half: Half, seed: number): string[] {
  const failed = verdict.expectations
    .filter(({ decision }) => decision !== 'pass')
    .map(
      ({ expectation, measuredText, explanation }) =>
        `seed ${seed}: ${expectation.text}: ${measuredText}. ${explanation}`,
    );
  const linearizable = verdict.stores[0]?.consistency.linearizable?.decision;
  if (half.linearizable !== undefined && linearizable !== half.linearizable)
    failed.push(`seed ${seed}: linearizable: ${linearizable}, expected ${half.linearizable}`);
  return failed;
}

/**
 * What was published about real systems under partitions, and what their safe settings do under the very same faults. The
 * sign is the oracle: fractions of single published runs depend on their timing.
 */
describe('published anomalies', function () {
  this.timeout(120_000);
  for (const { system, published, halves } of anomalies)
    describe(`${system}: ${published}`, () => {
      for (const half of halves)
        it(half.shows, () => {
          const scenario = compile(half.model);
          assert.ok(scenario.expectations.length > 0);
          const failed = SEEDS.flatMap((seed) =>
            complaints(judge(scenario, simulate(scenario, { seed, trace: false })), half, seed),
          );
          assert.deepEqual(failed, []);
        });
    });
});
