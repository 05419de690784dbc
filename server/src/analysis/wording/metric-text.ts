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

/** A value of a metric as a person reads it, with its unit. */
export function metricText(metric: MetricName, value: number): string {
  switch (unitOf(metric)) {
    case 'share':
      return shareText(value);
    case 'duration':
      return durationText(value);
    case 'rate':
      return `${amountText(value)}/s`;
    case 'count':
    case 'ratio':
      return amountText(value);
  }
}

export function comparisonText(comparison: Comparison): string {
  return { '<': 'less than', '<=': 'at most', '=': 'exactly', '>=': 'at least', '>': 'more than' }[comparison];
}
