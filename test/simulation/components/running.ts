import assert from 'node:assert/strict';
import { judge, type Verdict } from '../../../server/src/analysis';
import { openProgram, type ScenarioModel } from '../../../server/src/language';
import { simulate, type EventKind, type Run, type SimulationOptions } from '../../../server/src/simulation';

/** The first scenario of a text that has no problems. */
export function scenarioIn(text: string): ScenarioModel {
  const program = openProgram('test.ftm', text, (path, from) => ({ kind: 'missing', uri: path, reason: from }));
  assert.deepEqual(
    program.problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`),
    [],
  );
  const scenario = program.compileScenario(program.scenarios[0]?.name ?? '');
  assert.ok(scenario !== undefined, 'the text has a scenario');
  return scenario;
}

export interface Ran {
  readonly scenario: ScenarioModel;
  readonly run: Run;
  readonly verdict: Verdict;
  /** Events of a kind, as [seconds, place, a, b, c]. */
  events(kind: EventKind): readonly (readonly [at: number, place: string, a: number, b: number, c: number])[];
}

/** Runs and judges the scenario of a text. */
export function ran(text: string, seed = 1, options: Partial<SimulationOptions> = {}): Ran {
  const scenario = scenarioIn(text);
  const run = simulate(scenario, { seed, trace: true, ...options });
  const { trace } = run;
  return {
    scenario,
    run,
    verdict: judge(scenario, run),
    events: (kind) =>
      Array.from(trace.kind.subarray(0, trace.length).keys())
        .filter((event) => trace.kind[event] === kind)
        .map((event) => [
          (trace.time[event] ?? 0) / 1e9,
          scenario.places[trace.place[event] ?? -1]?.name ?? '',
          trace.a[event] ?? 0,
          trace.b[event] ?? 0,
          trace.c[event] ?? 0,
        ]),
  };
}

/** Seeds for which a scenario's expectations do not all hold, with what was measured. */
export function broken(text: string, seeds: readonly number[]): readonly string[] {
  const scenario = scenarioIn(text);
  return seeds.flatMap((seed) => {
    const verdict = judge(scenario, simulate(scenario, { seed, trace: false }));
    return verdict.expectations
      .filter(({ decision }) => decision !== 'pass')
      .map(
        ({ expectation, measuredText, explanation }) =>
          `seed ${seed}: ${expectation.text}: ${measuredText}. ${explanation}`,
      );
  });
}
