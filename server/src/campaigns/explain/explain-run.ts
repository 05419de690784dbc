import {
  causalPath,
  type Counterfactual,
  type Explanation,
  type ExpectationVerdict,
  type NamedFault,
  type Verdict,
} from '../../analysis';
import type { ScenarioModel } from '../../language/model';
import type { Run } from '../../simulation';
import { milderFaults, unavoidableFrom, withoutFaults } from './counterfactuals';
import { candidateFaults, neededFaults } from './needed-faults';
import { remediesFor } from './remedies';
import { EXPLAIN_BUDGET, Reruns, type ExplainBudget } from './reruns';

export interface ExplainOptions {
  readonly budget?: ExplainBudget;
  /** Asked every few thousand events; `ExplanationCancelled` is thrown when it answers false. */
  readonly goOn?: () => boolean;
}

/**
 * Explains every expectation that a run broke, by running the scenario again with faults left out, shortened, postponed
 * or lifted, and with settings changed. Deterministic; its budget is shared by the expectations, in their order.
 */
export function explainRun(
  scenario: ScenarioModel,
  run: Run,
  verdict: Verdict,
  { budget = EXPLAIN_BUDGET, goOn = () => true }: ExplainOptions = {},
): readonly Explanation[] {
  const broken = verdict.expectations.flatMap((each, index) =>
    each.decision === 'fail' && dependsOnRun(each.expectation.body) ? [index] : [],
  );
  if (broken.length === 0 || run.limit !== undefined) return [];
  const reruns = new Reruns(scenario, run.seed, broken, budget, goOn);
  const candidates = candidateFaults(scenario, run);
  const decisions = verdict.expectations.map(({ decision }) => decision);
  const causes = broken.map((expectation) => ({
    expectation,
    needed: neededFaults(reruns, expectation, run, candidates),
  }));
  // The cheap questions of all expectations come before the dear ones of any.
  const leftOut = causes.map(({ expectation, needed }) =>
    needed === null || needed.length === 0
      ? { counterfactuals: [], faults: null }
      : withoutFaults(reruns, expectation, run, needed, candidates),
  );
  const remedies = causes.map(({ expectation }) => remediesFor(reruns, expectation, scenario, decisions));
  return causes.map(({ expectation, needed }, index): Explanation => {
    const { counterfactuals, faults } = leftOut[index] ?? { counterfactuals: [], faults: null };
    const milder: readonly Counterfactual[] =
      faults === null ? [] : milderFaults(reruns, expectation, scenario, run, faults);
    const began = beginningOf(run, needed ?? []);
    const unavoidable = began === null ? null : unavoidableFrom(reruns, expectation, run, began);
    const judged = verdict.expectations[expectation];
    return {
      expectation,
      seed: run.seed,
      needed,
      calm: needed?.length === 0 ? (reruns.measuredText(expectation, { only: [] }) ?? null) : null,
      counterfactuals: [...counterfactuals, ...milder],
      unavoidable,
      path:
        judged === undefined
          ? []
          : causalPath(run, judged, toldOf(needed, faults, judged, candidates), needed?.length === 0),
      ...(remedies[index] ?? { remedies: [], tried: 0 }),
      runs: reruns.runs,
      cutShort: reruns.spent,
    };
  });
}

/** Faults whose way to the violation is told: those that it takes, and those that would break it as well. */
function toldOf(
  needed: readonly NamedFault[] | null,
  leftOut: readonly NamedFault[] | null,
  { witness }: ExpectationVerdict,
  candidates: readonly NamedFault[],
): readonly NamedFault[] {
  if (needed !== null && needed.length > 0) return [...needed, ...(leftOut ?? [])];
  // Of a share or a sum that is bad in calm as well no fault tells anything; the operations of a witness may have met one.
  return needed === null || witness !== undefined ? candidates : [];
}

/** Long-run availability is computed and not simulated: no fault of the schedule has a part in it. */
function dependsOnRun(body: ScenarioModel['expectations'][number]['body']): boolean {
  return body.kind !== 'metric' || body.metric !== 'steady-state availability';
}

/** When the first of some faults began; null where none is named. */
function beginningOf(run: Run, needed: readonly NamedFault[]): number | null {
  const seen = new Map<number, number>();
  const times = run.occurrences.flatMap(({ fault, vacuous, beganAt }) => {
    const firing = seen.get(fault) ?? 0;
    seen.set(fault, firing + 1);
    const named = needed.some((each) => each.fault === fault && (each.firing === null || each.firing === firing));
    return named && !vacuous ? [beganAt] : [];
  });
  return times.length === 0 ? null : Math.min(...times);
}
