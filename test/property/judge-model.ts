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

/** The expectations that do not hold, in words, and apart from them those that nobody could decide. */
export interface Findings {
  readonly violated: readonly string[];
  /** The search for an order of the operations ran out of its budget: it found no violation. */
  readonly undecided: readonly string[];
}

export function findings({ expectations }: Verdict): Findings {
  const inWords = (wanted: 'fail' | 'undecided'): string[] =>
    expectations
      .filter(({ decision }) => decision === wanted)
      .map(
        ({ expectation, measuredText, explanation }) =>
          `${wanted}: ${expectation.text}: ${measuredText}. ${explanation}`,
      );
  return { violated: inWords('fail'), undecided: inWords('undecided') };
}

/** Fails with the model itself, so that it can be saved to a file and run. */
export function assertHolds(model: string): void {
  const { violated, undecided } = findings(judgeModel(model));
  const found = [...violated, ...undecided];
  if (found.length > 0) assert.fail(`${found.join('\n')}\n\n${model}`);
}

/** Fails where the model is violated; returns what is undecided. */
export function assertNotViolated(model: string): readonly string[] {
  const { violated, undecided } = findings(judgeModel(model));
  if (violated.length > 0) assert.fail(`${violated.join('\n')}\n\n${model}`);
  return undecided;
}
