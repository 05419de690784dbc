import { DEFAULT_BUDGET, Evidence, judge, measure } from '../analysis';
import type { MeasureModel, ScenarioModel } from '../language/model';
import { projectRun } from '../report';
import { simulate, type Run } from '../simulation';
import type { RunOutcome, RunRequest } from './run-wire';

/**
 * One run from model to report. `onProgress` gets the simulated time and answers whether to go on; undefined is
 * returned when it said no.
 */
export function performRun(request: RunRequest, onProgress?: (simulatedNs: number) => boolean): RunOutcome | undefined {
  const { scenario, seed, limits } = request;
  const run = simulate(scenario, {
    seed,
    trace: request.report,
    ...(limits ? { limits } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  if (run.limit === 'cancelled') return undefined;
  const verdict = judge(scenario, run);
  return {
    facts: {
      seed,
      traceHash: run.traceHash,
      events: run.counters.events,
      endedAtNs: run.endedAt,
      limit: run.limit ?? null,
    },
    verdict,
    measured: measureAll(scenario, run, request.measures ?? []),
    report: request.report ? projectRun({ scenario, run, verdict }) : null,
  };
}

function measureAll(scenario: ScenarioModel, run: Run, measures: readonly MeasureModel[]): readonly (number | null)[] {
  const evidence = new Evidence(scenario, run, DEFAULT_BUDGET.maxStates);
  return measures.map((question) => {
    const answer = measure(evidence, question);
    return answer.kind === 'measured' ? answer.value : null;
  });
}
