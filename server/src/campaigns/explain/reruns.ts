import {
  canFailEarly,
  DEFAULT_BUDGET,
  Evidence,
  evaluate,
  failsAlready,
  type Decision,
  type ExpectationVerdict,
} from '../../analysis';
import type { ExpectationModel, ScenarioModel } from '../../language/model';
import { simulate, type FaultIntervention, type Run } from '../../simulation';
import type { Explaining } from '../run-wire';
import { interventionName, UNCHANGED } from './equal-interventions';

/** How much may be run to explain one run. Counted in runs and events, so that the same model gets the same answer. */
export interface ExplainBudget {
  readonly maxRuns: number;
  /** Events of all re-runs together; at one to two million a second with the verdict, ten to twenty seconds. */
  readonly maxEvents: number;
}

export const EXPLAIN_BUDGET: ExplainBudget = { maxRuns: 160, maxEvents: 20_000_000 };

/** The same for harm that was expected: nobody waits for a remedy, so it may take a second or two. */
export const SHOWN_BUDGET: ExplainBudget = { maxRuns: 120, maxEvents: 4_000_000 };

/** Thrown out of an explanation when whoever asked for it no longer wants it. */
export class ExplanationCancelled extends Error {}

/** What an expectation makes of a run. */
interface Judged {
  readonly decision: Decision;
  /** Null of a run that was not made to its end, because it failed already. */
  readonly measuredText: string | null;
}

/** The run that is to be explained. */
export interface ExplainedRun {
  readonly scenario: ScenarioModel;
  readonly run: Run;
  /** What its expectations made of it. */
  readonly expectations: readonly ExpectationVerdict[];
  /** Indices of those that it broke and that are asked about. */
  readonly asked: readonly number[];
}

/** Whoever waits for an explanation. */
export interface Waiting {
  /** Asked every few thousand events; `ExplanationCancelled` is thrown when it answers false. */
  readonly goOn: () => boolean;
  /** Told before each run that is made. */
  readonly onExplaining: (news: Explaining) => void;
}

/** What goes on is judged where the run itself showed what was wrong, and then after each so many parts of the rest. */
const LOOKS_AT_REST = 3;
/** A run that was changed shows it a little later. */
const LATER = 1.05;

/** Runs a scenario again and again with something changed, each change once, and says what its expectations make of it. */
export class Reruns {
  private readonly known = new Map<string, readonly Judged[]>();
  private readonly isEarly: boolean;
  private readonly firstLookNs: number;
  private events = 0;
  runs = 0;
  /** True once a run was wanted and not made. */
  spent = false;

  constructor(
    private readonly of: ExplainedRun,
    private readonly budget: ExplainBudget,
    private readonly waiting: Waiting,
  ) {
    const { scenario, expectations, asked } = of;
    const broken = asked.flatMap((index) => expectations[index] ?? []);
    this.known.set(UNCHANGED, broken);
    this.isEarly = broken.every(({ expectation }) => canFailEarly(scenario, expectation));
    this.firstLookNs = LATER * Math.max(0, ...broken.map(({ witness }) => witness?.atNs ?? 0));
  }

  /** The decision about one of the expectations asked about; undefined when the budget is spent. */
  decide(expectation: number, intervention: FaultIntervention): Decision | undefined {
    return this.judged(expectation, intervention)?.decision;
  }

  /** What is measured then, as text. */
  measuredText(expectation: number, intervention: FaultIntervention): string | undefined {
    const judged = this.judged(expectation, intervention);
    if (judged?.measuredText !== null) return judged?.measuredText;
    const { scenario, asked } = this.of;
    const whole = this.run(scenario, intervention, asked, false);
    return whole?.[asked.indexOf(expectation)]?.measuredText ?? undefined;
  }

  private judged(expectation: number, intervention: FaultIntervention): Judged | undefined {
    const { scenario, run, asked } = this.of;
    const name = interventionName(scenario, run, intervention);
    const judged = this.known.get(name) ?? this.run(scenario, intervention, asked);
    if (judged !== undefined) this.known.set(name, judged);
    return judged?.[asked.indexOf(expectation)];
  }

  /**
   * All decisions about a changed scenario, its faults and all; undefined when the budget is spent. Where every
   * expectation that is asked about fails, nobody wants to know of the others.
   */
  decideChanged(name: string, changed: ScenarioModel): readonly Decision[] | undefined {
    const judged =
      this.known.get(name) ??
      this.run(
        changed,
        undefined,
        changed.expectations.map((_, index) => index),
      );
    if (judged !== undefined) this.known.set(name, judged);
    return judged?.map(({ decision }) => decision);
  }

  private run(
    scenario: ScenarioModel,
    intervention: FaultIntervention | undefined,
    indices: readonly number[],
    mayEndEarly = this.isEarly,
  ): readonly Judged[] | undefined {
    const { maxRuns, maxEvents } = this.budget;
    if (this.runs >= maxRuns || this.events >= maxEvents) {
      this.spent = true;
      return undefined;
    }
    const { seed, counters } = this.of.run;
    const mayFollow = Math.ceil((maxEvents - this.events) / Math.max(1, counters.events));
    this.waiting.onExplaining({ runs: this.runs, atMost: Math.min(maxRuns, this.runs + mayFollow) });
    this.runs++;
    let hasFailed = false;
    let nextLookNs = mayEndEarly ? this.firstLookNs : Infinity;
    const run = simulate(scenario, {
      seed,
      trace: false,
      onProgress: (now, soFar) => {
        if (!this.waiting.goOn()) throw new ExplanationCancelled();
        if (now < nextLookNs) return true;
        nextLookNs = now + (scenario.durationNs - this.firstLookNs) / LOOKS_AT_REST;
        hasFailed = this.allFail(scenario, soFar());
        return !hasFailed;
      },
      ...(intervention === undefined ? {} : { intervention }),
    });
    this.events += run.counters.events;
    if (hasFailed)
      return indices.map((index) => ({
        decision: this.of.asked.includes(index) ? 'fail' : 'undecided',
        measuredText: null,
      }));
    const evidence = new Evidence(scenario, run, DEFAULT_BUDGET.maxStates, { decisionsOnly: true });
    return indices.map((index) => {
      const { decision, measuredText } = evaluate(evidence, expectationAt(scenario, index)).verdict;
      return { decision, measuredText };
    });
  }

  private allFail(scenario: ScenarioModel, soFar: Run): boolean {
    const asked = this.of.asked.map((index) => expectationAt(scenario, index));
    return failsAlready(scenario, soFar, asked, DEFAULT_BUDGET.maxStates).every(Boolean);
  }
}

function expectationAt({ expectations }: ScenarioModel, index: number): ExpectationModel {
  const expectation = expectations[index];
  if (expectation === undefined) throw new Error('Only expectations of the scenario are asked about.');
  return expectation;
}
