import assert from 'node:assert/strict';
import { judge, type Verdict } from '../../../server/src/analysis';
import { openProgram, type ScenarioModel } from '../../../server/src/language';
import { simulate, type Run } from '../../../server/src/simulation';

export interface JudgedRun {
  readonly scenario: ScenarioModel;
  readonly run: Run;
  readonly verdict: Verdict;
}

/** The one scenario of a model text, compiled. */
export function scenarioOfText(text: string): ScenarioModel {
  const program = openProgram('test.ftm', text, (path, from) => ({ kind: 'missing', uri: path, reason: from }));
  const errors = program.problems.filter((problem) => problem.severity === 'error');
  assert.deepEqual(errors, []);
  const scenario = program.compileScenario(program.scenarios[0]?.name ?? '');
  assert.ok(scenario);
  return scenario;
}

/** Runs the one scenario of a model text with one seed and judges it. */
export function runText(text: string, seed: number): JudgedRun {
  const scenario = scenarioOfText(text);
  const run = simulate(scenario, { seed, trace: true });
  return { scenario, run, verdict: judge(scenario, run) };
}

/** The same for seeds 1..count. */
export function runTexts(text: string, count: number): JudgedRun[] {
  return Array.from({ length: count }, (_, seed) => runText(text, seed + 1));
}

/** What the judge says of the first store's linearizability. */
export function linearizable({ verdict }: JudgedRun): string {
  return verdict.stores[0]?.consistency.linearizable?.decision ?? 'none';
}
