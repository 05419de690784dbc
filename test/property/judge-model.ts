import assert from 'node:assert/strict';
import { judge, type Verdict } from '../../server/src/analysis';
import { openProgram } from '../../server/src/language';
import { simulate } from '../../server/src/simulation';

/** Runs the one scenario of a generated model with the seed that it names. */
export function judgeModel(model: string): Verdict {
  const program = openProgram('random.ftm', model, (path, from) => ({ kind: 'missing', uri: path, reason: from }));
  const errors = program.problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
  assert.ok(errors.length === 0, `${errors.join('\n')}\n\n${model}`);
  const scenario = program.compileScenario(program.scenarios[0]?.name ?? '');
  assert.ok(scenario, model);
  return judge(scenario, simulate(scenario, { seed: scenario.seed, trace: false }));
}

/** The expectations that do not hold, in words. */
export function violations(verdict: Verdict): string[] {
  return verdict.expectations
    .filter(({ decision }) => decision !== 'pass')
    .map(
      ({ expectation, decision, measuredText, explanation }) =>
        `${decision}: ${expectation.text}: ${measuredText}. ${explanation}`,
    );
}

/** Fails with the model itself, so that it can be saved to a file and run. */
export function assertHolds(model: string): void {
  const found = violations(judgeModel(model));
  if (found.length > 0) assert.fail(`${found.join('\n')}\n\n${model}`);
}
