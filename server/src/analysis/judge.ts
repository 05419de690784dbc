import { corruptReads } from './durability/wrong-contents';
import { splitBrainTime } from './durability/split-brain';
import { Evidence } from './evidence';
import { claimLabel } from './explanation/claim';
import { evaluate } from './expectations/evaluate';
import { runWarnings } from './expectations/run-warnings';
import { allMetrics } from './metrics/all-metrics';
import type { ScenarioModel } from '../language/model';
import type { Run } from '../simulation';
import type { Decision, StoreVerdict, Verdict } from './verdict';

/** Bounds on the consistency search of one run; beyond them the answer is *undecided*. */
export interface JudgeBudget {
  /** States that the linearizability search may visit, over all keys. */
  readonly maxStates: number;
}

/** About a second of search, and some ten megabytes. */
export const DEFAULT_BUDGET: JudgeBudget = { maxStates: 2_000_000 };

/** Judges one run by its history and trace. Pure. */
export function judge(scenario: ScenarioModel, run: Run, budget: Partial<JudgeBudget> = {}): Verdict {
  const evidence = new Evidence(scenario, run, budget.maxStates ?? DEFAULT_BUDGET.maxStates);
  const evaluated = scenario.expectations.map((expectation) => evaluate(evidence, expectation));
  const metrics = allMetrics(evidence);
  const expectations = evaluated.map(({ verdict }) => verdict);
  const hasCorrupt = (metrics.corruptReads ?? 0) > 0;
  return {
    seed: run.seed,
    decision: worstOf([
      ...expectations.map(({ decision }) => decision),
      ...(run.limit === undefined ? [] : ['undecided' as const]),
    ]),
    metrics,
    stores: scenario.stores.map((_, store) => storeVerdict(evidence, store)),
    expectations,
    warnings: [...runWarnings(evidence), ...evaluated.flatMap(({ warnings }) => warnings)],
    lostOperations: operationsOf(evidence, (store) => evidence.lost(store)?.rows ?? []),
    perhapsLostOperations: operationsOf(evidence, (store) => evidence.lost(store)?.perhaps ?? []),
    staleOperations: operationsOf(evidence, (store) => evidence.staleness(store).stale.map(({ row }) => row)),
    corruptOperations: hasCorrupt
      ? operationsOf(evidence, (store) => corruptReads(evidence.history(store), () => true))
      : [],
  };
}

/** One failure fails the whole; one doubt leaves it in doubt. */
export function worstOf(decisions: readonly Decision[]): Decision {
  if (decisions.includes('fail')) return 'fail';
  return decisions.includes('undecided') ? 'undecided' : 'pass';
}

function storeVerdict(evidence: Evidence, store: number): StoreVerdict {
  const { cap, reason, operations } = evidence.cap(store);
  const pacelc = evidence.pacelc(store);
  return {
    store,
    consistency: evidence.consistency(store),
    cap,
    capReason: reason,
    capOperations: operations,
    pacelc: pacelc?.pacelc ?? null,
    pacelcReason: pacelc?.reason ?? '',
    pacelcOperations: pacelc?.operations ?? [],
    claim: claimLabel(evidence.scenario, evidence.run, store),
    lostWrites: evidence.history(store).length === 0 ? null : (evidence.lost(store)?.count ?? null),
    splitBrainNs: splitBrainTime(evidence.splitBrains(store)),
  };
}

function operationsOf(evidence: Evidence, rowsOf: (store: number) => readonly number[]): number[] {
  return evidence.scenario.stores
    .flatMap((_, store) => rowsOf(store).map((row) => evidence.history(store).id[row] as number))
    .sort((a, b) => a - b);
}
