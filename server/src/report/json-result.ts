import { modelBounds } from '../analysis';
import type { Decision, ExpectationVerdict, Interval, Judgement, StoreVerdict } from '../analysis';
import { NANOS_PER_SECOND } from '../language/model';
import { jsonDetails, type JsonDetails } from './json-details';
import { jsonMetrics, type JsonMetrics } from './json-metrics';
import { jsonUnitOf } from './metric-unit';
import { jsonWhy, type JsonWhy } from './json-why';
import type { WhyRow } from './run-report';
import type { ScenarioResult } from './scenario-result';

/** What `ftm run --json` prints; the language reference is its contract. Null where a thing was not measured. */
export interface JsonResult {
  /** Of the product: together with file and seed it decides the run. */
  readonly version: string;
  readonly file: string;
  readonly scenarios: readonly JsonScenario[];
}

export interface JsonScenario {
  /** Only where several files were run. */
  readonly file?: string;
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  readonly runs: number;
  readonly simulated_s: number;
  readonly events: number;
  readonly verdict: Decision;
  readonly trace_hash: string;
  readonly warnings: readonly { readonly code: string; readonly line: number; readonly message: string }[];
  readonly expectations: readonly JsonExpectation[];
  readonly metrics: JsonMetrics<number | null>;
  /** 95% confidence bounds, only where `runs` is above 1. */
  readonly intervals?: JsonMetrics<Interval>;
  readonly stores: Readonly<Record<string, JsonStore>>;
  readonly details: JsonDetails;
}

export interface JsonExpectation {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  readonly verdict: Decision;
  /** A number in the units of `metrics`, whether a consistency model held, or the CAP class. */
  readonly measured: number | boolean | string | null;
  /** True of a duration that had not come to an end when the run did: it is `measured` or more. */
  readonly measured_at_least: boolean;
  readonly explanation: string;
  /** Failed operations as a share of those that may fail; null where the expectation sets no such budget. */
  readonly error_budget_used: number | null;
  /** Null where it does not fail, or where `--no-explain` was given. */
  readonly why: JsonWhy | null;
}

/** Whether each model held: null where it was not checked or could not be decided. */
export interface JsonStore {
  readonly linearizable: boolean | null;
  readonly sequential: boolean | null;
  readonly causal: boolean | null;
  readonly read_your_writes: boolean | null;
  readonly monotonic_reads: boolean | null;
  readonly monotonic_writes: boolean | null;
  readonly writes_follow_reads: boolean | null;
  readonly eventual: boolean | null;
  /** Models that it keeps and that no other one that it keeps implies; the same of those that it breaks, from below. */
  readonly strongest_held: readonly string[];
  readonly weakest_broken: readonly string[];
  readonly cap: StoreVerdict['cap'];
  readonly pacelc: string | null;
  readonly lost_writes: number | null;
  /** Whether the faults were within what its policy claims to survive, and why. */
  readonly claim: 'within' | 'beyond' | 'untried';
  readonly claim_reason: string;
  readonly cap_reason: string;
  readonly pacelc_reason: string;
}

/** Results of all scenarios of the files as one object; where there were several files, each scenario names its own. */
export function jsonResult(version: string, files: readonly string[], results: readonly ScenarioResult[]): JsonResult {
  const scenarios = results.map((result) =>
    files.length === 1 ? jsonScenario(result) : { file: result.scenario.files[0] ?? '', ...jsonScenario(result) },
  );
  return { version, file: files[0] ?? '', scenarios };
}

export function jsonScenario(result: ScenarioResult): JsonScenario {
  const { scenario, intervals } = result;
  return {
    name: scenario.name,
    title: scenario.title,
    seed: scenario.seed,
    runs: scenario.runs,
    simulated_s: result.simulatedNs / NANOS_PER_SECOND,
    events: result.events,
    verdict: result.decision,
    trace_hash: result.traceHash,
    warnings: result.warnings.map(({ code, origin, message }) => ({ code, line: origin.line + 1, message })),
    expectations: result.expectations.map((row, index) =>
      jsonExpectation(row, result.stores, result.whys[index] ?? null),
    ),
    metrics: jsonMetrics(result.metrics, finite),
    ...(intervals === null ? {} : { intervals: jsonMetrics(intervals, scaledInterval) }),
    stores: Object.fromEntries(
      result.stores.map((store) => [scenario.stores[store.store]?.name ?? String(store.store), jsonStore(store)]),
    ),
    details: jsonDetails(result.picture),
  };
}

function jsonExpectation(
  row: ExpectationVerdict,
  stores: readonly StoreVerdict[],
  why: WhyRow | null,
): JsonExpectation {
  const { expectation, decision, explanation } = row;
  return {
    text: expectation.text,
    line: expectation.origin.line + 1,
    verdict: decision,
    measured: measuredValue(row, stores),
    measured_at_least: row.measuredAtLeast ?? false,
    explanation,
    error_budget_used: row.errorBudgetUsed ?? null,
    why: why === null ? null : jsonWhy(why),
  };
}

function measuredValue(row: ExpectationVerdict, stores: readonly StoreVerdict[]): JsonExpectation['measured'] {
  const { body } = row.expectation;
  switch (body.kind) {
    case 'metric':
      return finite(row.measured, jsonUnitOf(body.metric));
    case 'consistency':
      return held({ decision: row.decision });
    case 'cap':
      return stores.find(({ store }) => store === body.store)?.cap ?? null;
  }
}

function jsonStore({ consistency, cap, capReason, pacelc, pacelcReason, lostWrites, claim }: StoreVerdict): JsonStore {
  const bounds = modelBounds(consistency);
  return {
    linearizable: held(consistency.linearizable),
    sequential: held(consistency.sequential),
    causal: held(consistency.causal),
    read_your_writes: held(consistency['read-your-writes']),
    monotonic_reads: held(consistency['monotonic-reads']),
    monotonic_writes: held(consistency['monotonic-writes']),
    writes_follow_reads: held(consistency['writes-follow-reads']),
    eventual: held(consistency.eventual),
    strongest_held: bounds.strongestHeld,
    weakest_broken: bounds.weakestBroken,
    cap,
    pacelc,
    lost_writes: lostWrites,
    claim: claim.kind,
    claim_reason: claim.because,
    cap_reason: capReason,
    pacelc_reason: pacelcReason,
  };
}

function held(judgement: Judgement | null): boolean | null {
  return judgement === null || judgement.decision === 'undecided' ? null : judgement.decision === 'pass';
}

/** JSON has no infinity; what never ended has no number. */
export function finite(value: number | null, unit: number): number | null {
  return value === null || !Number.isFinite(value) ? null : value / unit;
}

export function scaledInterval(interval: Interval, unit: number): Interval {
  return interval === null ? null : [interval[0] / unit, interval[1] / unit];
}
