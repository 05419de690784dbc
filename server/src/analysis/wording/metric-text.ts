import type { Comparison, MetricName } from '../../language/model';
import { amountText, shareText } from './number-text';
import { durationText } from './time-text';

/** What a metric's values are. */
export type MetricUnit = 'share' | 'duration' | 'count' | 'rate' | 'ratio';

export function unitOf(metric: MetricName): MetricUnit {
  switch (metric) {
    case 'availability':
    case 'degraded':
    case 'stale reads':
    case 'steady-state availability':
      return 'share';
    case 'latency':
    case 'outage':
    case 'detection':
    case 'recovery':
    case 'staleness':
    case 'split brain':
    case 'convergence':
      return 'duration';
    case 'lost writes':
    case 'duplicates':
    case 'recomputed':
    case 'corrupt reads':
      return 'count';
    case 'throughput':
      return 'rate';
    case 'messages per operation':
    case 'bytes per operation':
    case 'storage overhead':
      return 'ratio';
  }
}

/** A value of a metric as a person reads it, with its unit; `further` digits beyond the usual. */
export function metricText(metric: MetricName, value: number, further = 0): string {
  switch (unitOf(metric)) {
    case 'share':
      return shareText(value, 2 + further);
    case 'duration':
      return durationText(value, 3 + further);
    case 'rate':
      return `${amountText(value, 4 + further)}/s`;
    case 'count':
    case 'ratio':
      return amountText(value, 4 + further);
  }
}

/** The digits that a double has, more or less. */
const MOST_FURTHER_DIGITS = 10;

/** A value with as many digits as tell it from its bound: "10 s", which is not at least 10 s, explains nothing. */
export function textApartFrom(metric: MetricName, value: number, bound: number): string {
  const told = metricText(metric, bound);
  let further = 0;
  while (value !== bound && further < MOST_FURTHER_DIGITS && metricText(metric, value, further) === told) further++;
  return metricText(metric, value, further);
}

export function comparisonText(comparison: Comparison): string {
  return { '<': 'less than', '<=': 'at most', '=': 'exactly', '>=': 'at least', '>': 'more than' }[comparison];
}
