import type { MetricName, Nanos, Origin } from '../../language/model';
import type { Decision } from '../verdict';
import type { Finding } from './finding';

/** A fault of the schedule, or one of the times that it took effect (`firing`, from 0). */
export interface NamedFault {
  /** Index into `ScenarioModel.faults`. */
  readonly fault: number;
  /** Null: every time that it took effect. */
  readonly firing: number | null;
}

/** What would have happened otherwise. Each was run: `decision` is what that run showed. */
export type Counterfactual =
  | {
      readonly kind: 'without';
      readonly faults: readonly NamedFault[];
      readonly decision: Decision;
      /** What is measured where it holds then; null where it does not. */
      readonly measuredText: string | null;
    }
  /** The fault lasts `forNs` instead of `insteadOfNs`. */
  | {
      readonly kind: 'shorter';
      readonly fault: NamedFault;
      readonly forNs: Nanos;
      readonly insteadOfNs: Nanos;
      readonly decision: Decision;
    }
  /** The fault takes effect `byNs` later. */
  | { readonly kind: 'later'; readonly fault: NamedFault; readonly byNs: Nanos; readonly decision: Decision };

/** What a change does to another figure than the one that is explained. */
export interface SideEffect {
  readonly metric: MetricName;
  /** What is measured with the change, and without. */
  readonly text: string;
  readonly insteadOf: string;
  readonly isBetter: boolean;
}

/** A change of the model under which the expectation holds, all faults included. It was run. */
export interface Remedy {
  /** As it would be written: `acknowledge: 1`. */
  readonly setting: string;
  /** What holds now, as it would be written. */
  readonly insteadOf: string;
  /** Whose setting it is: a policy, a store, a workload. */
  readonly of: string;
  readonly origin: Origin;
  /** Indices of expectations that hold now and would not any more. */
  readonly breaks: readonly number[];
  /** What is measured with it; null of what is no figure. */
  readonly reached: string | null;
  readonly effects: readonly SideEffect[];
}

/** What governed that which failed, as it would be written. */
export interface Governing {
  /** A store, a service, a call or a job. */
  readonly of: string;
  /** What it is: a family of replication, a service, a job; empty of a call. */
  readonly is: string;
  /** Settings that the model says, and those that hold because it says nothing of them. */
  readonly written: readonly string[];
  readonly byDefault: readonly string[];
  /** Of a store what stands in its own block. */
  readonly beside: readonly string[];
  readonly origin: Origin;
}

/** One event on the way from a fault to what it broke. */
export interface PathStep {
  /** Event id in the trace. */
  readonly event: number;
  /** Index of the earlier step that led to it; -1 where it came from outside. */
  readonly because: number;
  /** Operation of the history that it is about, or -1. */
  readonly operation: number;
  /** How many events like it there were, of which it is the first. */
  readonly count: number;
  /** The event's place had the operation's request all the while, and did not answer. */
  readonly holds?: true;
  /** With this answer it is over: who leads by then answers what had not been answered. */
  readonly serves?: true;
}

/** Another setting that was tried, as it would be written, and of what it is. */
export interface TriedSetting extends Pick<Remedy, 'setting' | 'of'> {
  /** What is measured with it, where that is clearly better and yet not enough; null otherwise. */
  readonly better: string | null;
  /** It takes away less than half of what is wrong. */
  readonly isLittle: boolean;
  readonly effects: readonly SideEffect[];
}

/** Why one expectation of one run does not hold, or how the harm came about that it asks for. */
export interface Explanation {
  /** Index into `ScenarioModel.expectations`. */
  readonly expectation: number;
  /**
   * The expectation holds because it asks for harm (`lost writes > 0`). Then all the rest is said of its contrary: what
   * breaks that, and under which changes it would hold.
   */
  readonly isShown: boolean;
  readonly seed: number;
  /**
   * Faults that break it by themselves, none of which can be left out: with these alone it fails, without any one of
   * them it does not. Empty: it fails without any fault. Null: not found out within the budget.
   */
  readonly needed: readonly NamedFault[] | null;
  /** Where it fails without any fault: what is measured then, as text. */
  readonly calm: string | null;
  /** What is measured without any fault is further from failing than what was measured. */
  readonly isCalmer: boolean;
  readonly counterfactuals: readonly Counterfactual[];
  /**
   * It fails even if every fault ends at `from` and none comes after; had they ended at `until`, it would not.
   * Null where no fault is needed, or where it was not found out.
   */
  readonly unavoidable: { readonly until: Nanos; readonly from: Nanos } | null;
  readonly path: readonly PathStep[];
  readonly findings: readonly Finding[];
  /** What governed that which failed. */
  readonly governing: readonly Governing[];
  readonly remedies: readonly Remedy[];
  /** Other settings that were tried; `remedies` are those of them that help. */
  readonly tried: readonly TriedSetting[];
  /** Runs that were made to find this out, shared by the expectations of a scenario. */
  readonly runs: number;
  /** True where the budget ended before every question was answered. */
  readonly cutShort: boolean;
}
