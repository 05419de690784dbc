import { NANOS_PER_MILLI, NANOS_PER_SECOND, type MetricName } from '../language/model';
import { countText, durationText, numberText, rateText, shareText } from './quantity-text';

/** What the number of a metric is inside: a share of 1, nanoseconds, a count, a rate a second or a plain number. */
type MetricKind = 'share' | 'latency' | 'duration' | 'count' | 'rate' | 'number';

function kindOf(metric: MetricName): MetricKind {
  switch (metric) {
    case 'availability':
    case 'stale reads':
    case 'degraded':
    case 'steady-state availability':
      return 'share';
    case 'latency':
    case 'staleness':
      return 'latency';
    case 'outage':
    case 'detection':
    case 'recovery':
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
      return 'number';
  }
}

/** What to divide a number by for JSON: latencies are in milliseconds there, other durations in seconds. */
export function jsonUnitOf(metric: MetricName): number {
  switch (kindOf(metric)) {
    case 'latency':
      return NANOS_PER_MILLI;
    case 'duration':
      return NANOS_PER_SECOND;
    case 'share':
    case 'count':
    case 'rate':
    case 'number':
      return 1;
  }
}

/** A value of a metric as a person reads it. */
export function metricText(metric: MetricName, value: number | null): string {
  switch (kindOf(metric)) {
    case 'share':
      return shareText(value);
    case 'latency':
    case 'duration':
      return durationText(value);
    case 'count':
      return countText(value);
    case 'rate':
      return rateText(value);
    case 'number':
      return numberText(value);
  }
}
