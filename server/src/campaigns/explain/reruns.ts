import { DEFAULT_BUDGET, Evidence, evaluate, type Decision } from '../../analysis';
import type { ScenarioModel } from '../../language/model';
import { simulate, type FaultIntervention } from '../../simulation';

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
  readonly measuredText: string;
}

/** Runs a scenario again and again with something changed, each change once, and says what its expectations make of it. */
export class Reruns {
  private readonly known = new Map<string, readonly Judged[]>();
  private events = 0;
  runs = 0;
  /** True once a run was wanted and not made. */
  spent = false;

  constructor(
    private readonly scenario: ScenarioModel,
    private readonly seed: number,
    /** Indices of the expectations that are asked about. */
    private readonly asked: readonly number[],
    private readonly budget: ExplainBudget,
    private readonly goOn: () => boolean,
  ) {}

  /** The decision about one of the expectations asked about; undefined when the budget is spent. */
  decide(expectation: number, intervention: FaultIntervention): Decision | undefined {
    return this.judged(expectation, intervention)?.decision;
  }

  /** What is measured then, as text. */
  measuredText(expectation: number, intervention: FaultIntervention): string | undefined {
    return this.judged(expectation, intervention)?.measuredText;
  }

  private judged(expectation: number, intervention: FaultIntervention): Judged | undefined {
    const name = JSON.stringify(intervention);
    const judged = this.known.get(name) ?? this.run(this.scenario, intervention, this.asked);
    if (judged !== undefined) this.known.set(name, judged);
    return judged?.[this.asked.indexOf(expectation)];
  }

  /** All decisions about a changed scenario, its faults and all; undefined when the budget is spent. */
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
    asked: readonly number[],
  ): readonly Judged[] | undefined {
    if (this.runs >= this.budget.maxRuns || this.events >= this.budget.maxEvents) {
      this.spent = true;
      return undefined;
    }
    this.runs++;
    const run = simulate(scenario, {
      seed: this.seed,
      trace: false,
      onProgress: this.goOn,
      ...(intervention === undefined ? {} : { intervention }),
    });
    if (run.limit === 'cancelled') throw new ExplanationCancelled();
    this.events += run.counters.events;
    const evidence = new Evidence(scenario, run, DEFAULT_BUDGET.maxStates, { decisionsOnly: true });
    return asked.map((index) => {
      const expectation = scenario.expectations[index];
      if (expectation === undefined) throw new Error('Only expectations of the scenario are asked about.');
      const { decision, measuredText } = evaluate(evidence, expectation).verdict;
      return { decision, measuredText };
    });
  }
}
