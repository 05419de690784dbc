import { metricText as measuredText, unitOf } from '../analysis';
import { NANOS_PER_MILLI, NANOS_PER_SECOND, type MetricName } from '../language/model';
import { NOT_MEASURED } from './quantity-text';

/** What to divide a number by for JSON: latencies and ages are in milliseconds there, other durations in seconds. */
export function jsonUnitOf(metric: MetricName): number {
  if (unitOf(metric) !== 'duration') return 1;
  return metric === 'latency' || metric === 'staleness' ? NANOS_PER_MILLI : NANOS_PER_SECOND;
}

/** A value of a metric in the words of the verdict. */
export function metricText(metric: MetricName, value: number | null): string {
  return value === null ? NOT_MEASURED : measuredText(metric, value);
}
