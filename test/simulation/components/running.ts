import assert from 'node:assert/strict';
import { judge, type Verdict } from '../../../server/src/analysis';
import { openProgram, type ScenarioModel } from '../../../server/src/language';
import {
  FailureReason,
  Outcome,
  simulate,
  type EventKind,
  type Run,
  type SimulationOptions,
} from '../../../server/src/simulation';

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

/** A request or a call, as its client or its caller saw it. */
export interface Asked {
  /** Seconds. */
  readonly at: number;
  readonly took: number;
  readonly ok: boolean;
  readonly reason: keyof typeof FailureReason;
  readonly degraded: boolean;
  readonly attempts: number;
  /** Where the answer was made. */
  readonly by: string;
}

/** What was asked of a service: by the clients of workloads, or by other services (`calls`). */
export function asked(
  { scenario, run }: Ran,
  service: string,
  from: 'clients' | 'calls' = 'clients',
): readonly Asked[] {
  const { history } = run;
  const index = scenario.services.findIndex(({ name }) => name === service);
  const names = Object.keys(FailureReason) as (keyof typeof FailureReason)[];
  return Array.from({ length: history.length }, (_, id) => id)
    .filter((id) => history.service[id] === index && (history.workload[id] === -1) === (from === 'calls'))
    .map((id) => ({
      at: (history.invokedAt[id] ?? NaN) / 1e9,
      took: ((history.completedAt[id] ?? NaN) - (history.invokedAt[id] ?? NaN)) / 1e9,
      ok: history.outcome[id] === Outcome.Ok,
      reason: names.find((name) => FailureReason[name] === history.reason[id]) ?? 'None',
      degraded: history.degraded[id] === 1,
      attempts: history.attempts[id] ?? NaN,
      by: scenario.places[history.answeredBy[id] ?? -1]?.name ?? '',
    }));
}

/** How often each value occurs. */
export function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
