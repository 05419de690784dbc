import {
  causalPath,
  contraryOf,
  DEFAULT_BUDGET,
  evaluate,
  Evidence,
  findingsOf,
  governingOf,
  type Explanation,
  type ExpectationVerdict,
  type NamedFault,
  type Verdict,
} from '../../analysis';
import type { ScenarioModel } from '../../language/model';
import { EventKind, type Run } from '../../simulation';
import { isFurther } from './is-further';
import { milderFaults, unavoidableFrom, withoutFaults } from './counterfactuals';
import { candidateFaults, firingsOf, neededFaults, setUpOf } from './needed-faults';
import { remediesFor } from './remedies';
import { EXPLAIN_BUDGET, Reruns, SHOWN_BUDGET, type ExplainBudget, type Measured, type Waiting } from './reruns';
import { judgedFigures, watchedFigures } from './side-effects';

export interface ExplainOptions extends Partial<Waiting> {
  readonly budget?: ExplainBudget;
  /** For harm that was expected. */
  readonly shownBudget?: ExplainBudget;
}

/**
 * Explains every expectation that a run broke, by running the scenario again with faults left out, shortened, postponed
 * or lifted, and with settings changed; and every harm that a run shows as expected, which is what broke the contrary.
 * Deterministic; its budget is shared by the expectations, in their order.
 */
export function explainRun(
  scenario: ScenarioModel,
  run: Run,
  verdict: Verdict,
  {
    budget = EXPLAIN_BUDGET,
    shownBudget = SHOWN_BUDGET,
    goOn = () => true,
    onExplaining = () => undefined,
  }: ExplainOptions = {},
): readonly Explanation[] {
  if (run.limit !== undefined) return [];
  const broken = verdict.expectations.flatMap((each, index) =>
    each.decision === 'fail' && dependsOnRun(each.expectation.body) ? [index] : [],
  );
  const waiting = { goOn, onExplaining };
  const { expectations } = verdict;
  const reruns = new Reruns({ scenario, run, expectations, asked: broken }, budget, waiting);
  const failures = explainBroken(scenario, run, verdict, { broken, isShown: false }, reruns);
  return [...failures, ...explainShown(scenario, run, verdict, shownBudget, waiting)].sort(
    (a, b) => a.expectation - b.expectation,
  );
}

/** A run that cannot be made this often within the budget is not made again for what nobody complains about. */
const FEWEST_RERUNS = 8;

/** Why the harm came about that was expected: why the contrary does not hold. */
function explainShown(
  scenario: ScenarioModel,
  run: Run,
  verdict: Verdict,
  budget: ExplainBudget,
  waiting: Waiting,
): readonly Explanation[] {
  if (run.counters.events * FEWEST_RERUNS > budget.maxEvents) return [];
  const contraries = verdict.expectations.map(({ expectation, decision }) =>
    decision === 'pass' ? contraryOf(expectation) : undefined,
  );
  if (contraries.every((contrary) => contrary === undefined)) return [];
  const wanted = {
    ...scenario,
    expectations: scenario.expectations.map((expectation, index) => contraries[index] ?? expectation),
  };
  const evidence = new Evidence(wanted, run, DEFAULT_BUDGET.maxStates);
  const expectations = verdict.expectations.map((each, index) => {
    const contrary = contraries[index];
    return contrary === undefined ? each : evaluate(evidence, contrary).verdict;
  });
  const broken = expectations.flatMap(({ decision }, index) =>
    contraries[index] !== undefined && decision === 'fail' ? [index] : [],
  );
  const reruns = new Reruns({ scenario: wanted, run, expectations, asked: broken }, budget, waiting);
  return explainBroken(wanted, run, { ...verdict, expectations }, { broken, isShown: true }, reruns);
}

function explainBroken(
  scenario: ScenarioModel,
  run: Run,
  verdict: Verdict,
  { broken, isShown }: { readonly broken: readonly number[]; readonly isShown: boolean },
  reruns: Reruns,
): readonly Explanation[] {
  if (broken.length === 0) return [];
  const entries = candidateFaults(scenario, run);
  const settingUp = setUpOf(scenario, run, entries);
  const causes = broken.map((expectation) => {
    // Where what sets the scene is enough for it, it is a fault like any other.
    const failsAtOnce = settingUp.length > 0 && reruns.decide(expectation, { only: firingsOf(settingUp) }) === 'fail';
    const setUp = failsAtOnce ? [] : settingUp;
    const candidates = entries.filter((entry) => !setUp.includes(entry));
    return { expectation, setUp, candidates, needed: neededFaults(reruns, expectation, run, candidates, setUp) };
  });
  // The cheap questions of all expectations come before the dear ones of any.
  const leftOut = causes.map(({ expectation, needed, candidates, setUp }) =>
    needed === null || needed.length === 0
      ? { counterfactuals: [], faults: null, timed: [] }
      : withoutFaults(reruns, expectation, run, needed, candidates, setUp),
  );
  const watched = judgedFigures(
    new Evidence(scenario, run, DEFAULT_BUDGET.maxStates, { decisionsOnly: true }),
    watchedFigures(scenario),
  );
  const overloaded = overloadedServices(run);
  const remedies = causes.map(({ expectation, setUp }) => {
    const only = firingsOf(setUp);
    const calm = (): Measured | undefined =>
      reruns.decide(expectation, { only }) === 'pass' ? reruns.measured(expectation, { only }) : undefined;
    const { expectations: verdicts } = verdict;
    return remediesFor(reruns, scenario, { expectation, verdicts, watched, isShown, overloaded, calm });
  });
  return causes.map(({ expectation, needed, candidates, setUp }, index): Explanation => {
    const { counterfactuals, faults, timed } = leftOut[index] ?? { counterfactuals: [], faults: null, timed: [] };
    const milder = milderFaults(reruns, expectation, scenario, run, timed, isShown);
    const began = beginningOf(run, needed ?? []);
    const found = began === null ? null : unavoidableFrom(reruns, expectation, run, began);
    const unavoidable = found !== null && began !== null && isAtOnce(run, began, found.from) ? null : found;
    const judged = verdict.expectations[expectation];
    const calm = needed?.length === 0 ? reruns.measured(expectation, { only: firingsOf(setUp) }) : undefined;
    return {
      expectation,
      isShown,
      seed: run.seed,
      needed,
      calm: calm?.measuredText ?? null,
      isCalmer: judged !== undefined && isFurther(judged, calm?.measured ?? null),
      counterfactuals: [...counterfactuals, ...milder],
      unavoidable,
      path:
        judged === undefined
          ? []
          : causalPath(run, judged, toldOf(needed, faults, judged, candidates), needed?.length === 0),
      findings: judged === undefined ? [] : findingsOf(scenario, run, judged),
      governing: judged === undefined ? [] : governingOf(scenario, run, judged, needed),
      ...(remedies[index] ?? { remedies: [], tried: [] }),
      runs: reruns.runs,
      cutShort: reruns.spent,
    };
  });
}

/** Services that turned requests away, their queues being full. */
function overloadedServices({ trace }: Run): ReadonlySet<number> {
  const found = new Set<number>();
  for (let event = 0; event < trace.length; event++)
    if (trace.kind[event] === EventKind.Shedding && trace.b[event] === 1) found.add(trace.a[event] as number);
  return found;
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

/** Of what is too late as soon as its fault has begun the fault says everything. */
const AT_ONCE_SHARE = 0.05;

function isAtOnce({ occurrences, endedAt }: Run, began: number, from: number): boolean {
  const ends = occurrences.filter(({ beganAt, vacuous }) => beganAt === began && !vacuous).map((each) => each.endedAt);
  return from - began < AT_ONCE_SHARE * (Math.min(endedAt, ...ends) - began);
}
