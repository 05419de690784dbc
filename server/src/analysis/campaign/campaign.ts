import { worstOf } from '../judge';
import type { Decision, ExpectationVerdict, Metrics, StoreVerdict, Verdict, Warning } from '../verdict';
import { mergeExpectation } from './merge-expectation';
import { mergeMetrics, type MetricIntervals } from './merge-metrics';
import { mergeStores } from './merge-stores';

/** The judgement of many runs of one scenario that differ in their seeds. */
export interface CampaignVerdict {
  readonly runs: number;
  readonly decision: Decision;
  /** Means over the runs that measured each; null where none did. */
  readonly metrics: Metrics;
  /** 95 % intervals of the means. */
  readonly intervals: MetricIntervals;
  readonly stores: readonly StoreVerdict[];
  /** In the order of the scenario's expectations; `measured` is the mean, a witness is that of `witnessSeed`. */
  readonly expectations: readonly CampaignExpectation[];
  /** What every run warned of: a fault that hit something in one run was worth its line. */
  readonly warnings: readonly Warning[];
}

export interface CampaignExpectation extends ExpectationVerdict {
  readonly held: number;
  readonly failed: number;
  readonly undecided: number;
  /** Seed of the first run that failed, which has the witness; null where none did. */
  readonly witnessSeed: number | null;
}

/** Judges the runs of a scenario together. The order of the verdicts is that of their seeds. */
export function judgeCampaign(verdicts: readonly Verdict[]): CampaignVerdict {
  const { metrics, intervals } = mergeMetrics(verdicts.map((verdict) => verdict.metrics));
  const count = verdicts[0]?.expectations.length ?? 0;
  const expectations = Array.from({ length: count }, (_, index) => mergeExpectation(verdicts, index));
  const limited = verdicts.some((verdict) => verdict.warnings.some(({ code }) => code === 'FTM612'));
  return {
    runs: verdicts.length,
    decision: worstOf([...expectations.map(({ decision }) => decision), ...(limited ? ['undecided' as const] : [])]),
    metrics,
    intervals,
    stores: mergeStores(verdicts),
    expectations,
    warnings: commonWarnings(verdicts),
  };
}

function commonWarnings(verdicts: readonly Verdict[]): Warning[] {
  const [first, ...others] = verdicts;
  const name = ({ code, origin }: Warning): string => `${code} ${origin.file}:${origin.start}`;
  const sets = others.map((verdict) => new Set(verdict.warnings.map(name)));
  const common = (first?.warnings ?? []).filter((warning) => sets.every((set) => set.has(name(warning))));
  // A limit that stopped any run must be heard of.
  const limits = verdicts.flatMap((verdict) => verdict.warnings.filter(({ code }) => code === 'FTM612')).slice(0, 1);
  return [...common, ...limits.filter((warning) => !common.some(({ code }) => code === warning.code))];
}
