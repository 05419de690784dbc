import type { LatencySummary, Metrics } from '../verdict';
import { estimateStatistic } from './bootstrap';
import { estimateMean, type Estimate, type Interval, type Range } from './interval';

type Figures = Omit<Metrics, 'latency' | 'staleness' | 'operations'>;

/** Intervals under the keys of `Metrics`. */
export type MetricIntervals = Readonly<Record<keyof Figures, Interval>> & {
  readonly latency: Readonly<Record<keyof LatencySummary, Interval>>;
  readonly staleness: Readonly<Record<keyof Metrics['staleness'], Interval>>;
};

const FIGURES: Readonly<Record<keyof Figures, Range>> = {
  availability: 'share',
  availabilityReads: 'share',
  availabilityWrites: 'share',
  throughputPerS: 'not negative',
  outageNs: 'not negative',
  detectionNs: 'not negative',
  recoveryNs: 'not negative',
  staleReads: 'share',
  lostWrites: 'count',
  duplicates: 'count',
  corruptReads: 'count',
  convergenceNs: 'not negative',
  messagesPerOperation: 'not negative',
  bytesPerOperation: 'not negative',
  storageOverhead: 'not negative',
  degraded: 'share',
  splitBrainNs: 'not negative',
};
const LATENCIES = ['p50', 'p90', 'p99', 'p999', 'max', 'mean'] as const;
const AGES = ['p50', 'p99', 'max'] as const;

/** Means of every figure over runs, each run counting once, and their intervals. */
export function mergeMetrics(runs: readonly Metrics[]): { metrics: Metrics; intervals: MetricIntervals } {
  const figures = mapped(Object.keys(FIGURES) as (keyof Figures)[], (name) =>
    estimateMean(
      runs.map((run) => run[name]),
      FIGURES[name],
    ),
  );
  const latency = mapped(LATENCIES, (name) =>
    (name === 'mean' ? estimateMean : estimateStatistic)(runs.map((run) => run.latency[name])),
  );
  const staleness = mapped(AGES, (name) => estimateStatistic(runs.map((run) => run.staleness[name])));
  const total = (name: keyof Metrics['operations']): number => runs.reduce((sum, run) => sum + run.operations[name], 0);
  return {
    metrics: {
      ...means(figures),
      latency: means(latency),
      staleness: means(staleness),
      // Counts are added up: they are not estimates.
      operations: { issued: total('issued'), ok: total('ok'), failed: total('failed'), unknown: total('unknown') },
    },
    intervals: { ...intervals(figures), latency: intervals(latency), staleness: intervals(staleness) },
  };
}

function mapped<K extends string, V>(names: readonly K[], value: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;
}

function means<K extends string>(estimates: Record<K, Estimate>): Record<K, number | null> {
  return mapped(Object.keys(estimates) as K[], (name) => estimates[name].mean);
}

function intervals<K extends string>(estimates: Record<K, Estimate>): Record<K, Interval> {
  return mapped(Object.keys(estimates) as K[], (name) => estimates[name].interval);
}
