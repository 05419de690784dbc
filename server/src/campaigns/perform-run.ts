import { DEFAULT_BUDGET, Evidence, judge, measure, type Verdict } from '../analysis';
import type { MeasureModel, ScenarioModel } from '../language/model';
import { projectRun } from '../report';
import type { JudgedRun } from '../report/judged-run';
import { simulate, type Run } from '../simulation';
import { explainRun } from './explain/explain-run';
import { ExplanationCancelled } from './explain/reruns';
import type { Explaining, RunOutcome, RunRequest } from './run-wire';

/**
 * One run from model to report. `onProgress` gets the simulated time and answers whether to go on; undefined is
 * returned when it said no. `onExplaining` is told before each run that is made to explain this one.
 */
export function performRun(
  request: RunRequest,
  onProgress?: (simulatedNs: number) => boolean,
  onExplaining?: (news: Explaining) => void,
): RunOutcome | undefined {
  const { scenario, seed, limits } = request;
  const run = simulate(scenario, {
    seed,
    trace: request.report,
    ...(limits ? { limits } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  if (run.limit === 'cancelled') return undefined;
  const verdict = judge(scenario, run);
  const explained = explainedRun(request, run, verdict, onProgress, onExplaining);
  if (explained === 'cancelled') return undefined;
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
    report: request.report ? projectRun({ scenario, run, verdict, ...explained }, request.drawn) : null,
  };
}

/**
 * The run itself is done by now, so its progress says no more than whether to go on. Its verdict stands whatever becomes
 * of the explanation: an error in a run that was made to explain it is told in its place.
 */
function explainedRun(
  { scenario, report, explain, unexplained }: RunRequest,
  run: Run,
  verdict: Verdict,
  onProgress: ((simulatedNs: number) => boolean) | undefined,
  onExplaining: ((news: Explaining) => void) | undefined,
): Pick<JudgedRun, 'explanations' | 'unexplained'> | 'cancelled' {
  if (!report) return {};
  if (unexplained !== undefined) return { unexplained };
  if (explain !== true) return {};
  try {
    const goOn = (): boolean => onProgress?.(scenario.durationNs) ?? true;
    return { explanations: explainRun(scenario, run, verdict, { goOn, ...(onExplaining ? { onExplaining } : {}) }) };
  } catch (error) {
    if (error instanceof ExplanationCancelled) return 'cancelled';
    return { unexplained: error instanceof Error ? error.message : String(error) };
  }
}

function measureAll(scenario: ScenarioModel, run: Run, measures: readonly MeasureModel[]): readonly (number | null)[] {
  const evidence = new Evidence(scenario, run, DEFAULT_BUDGET.maxStates);
  return measures.map((question) => {
    const answer = measure(evidence, question);
    return answer.kind === 'measured' ? answer.value : null;
  });
}
