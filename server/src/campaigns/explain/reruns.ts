import {
  canFailEarly,
  DEFAULT_BUDGET,
  Evidence,
  evaluate,
  failsAlready,
  type Decision,
  type ExpectationVerdict,
} from '../../analysis';
import { toNanos, type ExpectationModel, type MetricName, type ScenarioModel } from '../../language/model';
import { simulate, type FaultIntervention, type FaultOccurrence, type Run } from '../../simulation';
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
export interface Judged {
  readonly decision: Decision;
  /** In the metric's own unit; null also where it could not be measured. */
  readonly measured: number | null;
  /** Null of a run that was not made to its end, because it failed already. */
  readonly measuredText: string | null;
}

/** What it makes of a run that was made to its end. */
export interface Measured extends Judged {
  readonly measuredText: string;
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

/** Where so many runs fit into the budget, changed settings are tried to the end, to say how far they help. */
const WHOLE_RUNS = 60;

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

  /** What is measured then, by a run that is made to its end; undefined when the budget is spent. */
  measured(expectation: number, intervention: FaultIntervention): Measured | undefined {
    const judged = this.judged(expectation, intervention);
    if (judged === undefined || isWhole(judged)) return judged;
    const { scenario, asked } = this.of;
    const whole = this.run(scenario, intervention, asked, false)?.[asked.indexOf(expectation)];
    return whole !== undefined && isWhole(whole) ? whole : undefined;
  }

  private judged(expectation: number, intervention: FaultIntervention): Judged | undefined {
    const { scenario, run, asked } = this.of;
    const name = interventionName(scenario, run, intervention);
    const judged = this.known.get(name) ?? this.run(scenario, intervention, asked);
    if (judged !== undefined) this.known.set(name, judged);
    return judged?.[asked.indexOf(expectation)];
  }

  /**
   * What all expectations make of a changed scenario, its faults and all; undefined when the budget is spent. Where every
   * expectation that is asked about fails, nobody wants to know of the others, and of a large run no figures either.
   */
  judgedChanged(name: string, changed: ScenarioModel): readonly Judged[] | undefined {
    const judged =
      this.known.get(name) ??
      this.run(
        changed,
        undefined,
        changed.expectations.map((_, index) => index),
        this.isEarly && this.of.run.counters.events * WHOLE_RUNS > this.budget.maxEvents,
      );
    if (judged !== undefined) this.known.set(name, judged);
    return judged;
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
        measured: null,
        measuredText: null,
      }));
    const evidence = new Evidence(scenario, run, DEFAULT_BUDGET.maxStates, { decisionsOnly: true });
    return indices.map((index) => {
      const expectation = expectationAt(scenario, index);
      const asked = intervention === undefined ? expectation : this.inTheSameTime(expectation, run);
      const { decision, measured, measuredText } = evaluate(evidence, asked).verdict;
      return { decision, measured, measuredText };
    });
  }

  /**
   * Of an expectation about the time of a fault nothing would be left to judge in a run without it: there, it is asked of
   * the same stretch of time.
   */
  private inTheSameTime(expectation: ExpectationModel, run: Run): ExpectationModel {
    const { body } = expectation;
    if (body.kind !== 'metric' || body.window?.kind !== 'fault' || OF_FAULTS.includes(body.metric)) return expectation;
    const { fault } = body.window;
    const [only, ...others] = hitsOf(this.of.run, fault);
    if (only === undefined || others.length > 0 || hitsOf(run, fault).length > 0) return expectation;
    const toNs = toNanos(Math.min(only.endedAt, this.of.run.endedAt));
    return { ...expectation, body: { ...body, window: { kind: 'interval', fromNs: only.beganAt, toNs } } };
  }

  private allFail(scenario: ScenarioModel, soFar: Run): boolean {
    const asked = this.of.asked.map((index) => expectationAt(scenario, index));
    return failsAlready(scenario, soFar, asked, DEFAULT_BUDGET.maxStates).every(Boolean);
  }
}

/** What they measure begins with a fault: without one there is nothing to be measured. */
const OF_FAULTS: readonly MetricName[] = ['detection', 'recovery', 'convergence'];

function hitsOf({ occurrences }: Run, fault: number): readonly FaultOccurrence[] {
  return occurrences.filter((each) => each.fault === fault && !each.vacuous);
}

function isWhole(judged: Judged): judged is Measured {
  return judged.measuredText !== null;
}

function expectationAt({ expectations }: ScenarioModel, index: number): ExpectationModel {
  const expectation = expectations[index];
  if (expectation === undefined) throw new Error('Only expectations of the scenario are asked about.');
  return expectation;
}
