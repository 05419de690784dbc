import { DEFAULT_BUDGET, Evidence, judge, measure, type Explanation, type Verdict } from '../analysis';
import type { MeasureModel, ScenarioModel } from '../language/model';
import { projectRun } from '../report';
import { simulate, type Run } from '../simulation';
import { explainRun } from './explain/explain-run';
import { ExplanationCancelled } from './explain/reruns';
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
  const explanations = explanationsOf(request, run, verdict, onProgress);
  if (explanations === 'cancelled') return undefined;
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
    report: request.report ? projectRun({ scenario, run, verdict, explanations }) : null,
  };
}

/** The run itself is done by now, so its progress says no more than whether to go on. */
function explanationsOf(
  { scenario, report, explain }: RunRequest,
  run: Run,
  verdict: Verdict,
  onProgress: ((simulatedNs: number) => boolean) | undefined,
): readonly Explanation[] | 'cancelled' {
  if (!report || explain !== true) return [];
  try {
    return explainRun(scenario, run, verdict, { goOn: () => onProgress?.(scenario.durationNs) ?? true });
  } catch (error) {
    if (error instanceof ExplanationCancelled) return 'cancelled';
    throw error;
  }
}

function measureAll(scenario: ScenarioModel, run: Run, measures: readonly MeasureModel[]): readonly (number | null)[] {
  const evidence = new Evidence(scenario, run, DEFAULT_BUDGET.maxStates);
  return measures.map((question) => {
    const answer = measure(evidence, question);
    return answer.kind === 'measured' ? answer.value : null;
  });
}
