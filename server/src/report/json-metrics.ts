import { NANOS_PER_MILLI, NANOS_PER_SECOND } from '../language/model';

/**
 * The shape of `metrics` in `--json`, filled either with numbers (a mean, or null) or with intervals. Units are in the
 * names: shares and counts are plain, durations are in seconds, latencies and staleness in milliseconds.
 */
export interface JsonMetrics<V> {
  readonly availability: V;
  readonly availability_reads: V;
  readonly availability_writes: V;
  readonly latency_ms: {
    readonly p50: V;
    readonly p90: V;
    readonly p99: V;
    readonly p999: V;
    readonly max: V;
    readonly mean: V;
  };
  readonly throughput_per_s: V;
  readonly outage_s: V;
  readonly detection_s: V;
  readonly recovery_s: V;
  readonly stale_reads: V;
  readonly staleness_ms: { readonly p50: V; readonly p99: V; readonly max: V };
  readonly lost_writes: V;
  readonly duplicates: V;
  readonly corrupt_reads: V;
  readonly convergence_s: V;
  readonly messages_per_operation: V;
  readonly degraded: V;
  readonly split_brain_s: V;
}

/** What the measurements look like inside, whatever a value is. */
export interface MetricValues<V> {
  readonly availability: V;
  readonly availabilityReads: V;
  readonly availabilityWrites: V;
  readonly latency: Readonly<Record<'p50' | 'p90' | 'p99' | 'p999' | 'max' | 'mean', V>>;
  readonly throughputPerS: V;
  readonly outageNs: V;
  readonly detectionNs: V;
  readonly recoveryNs: V;
  readonly staleReads: V;
  readonly staleness: Readonly<Record<'p50' | 'p99' | 'max', V>>;
  readonly lostWrites: V;
  readonly duplicates: V;
  readonly corruptReads: V;
  readonly convergenceNs: V;
  readonly messagesPerOperation: V;
  readonly degraded: V;
  readonly splitBrainNs: V;
}

/** `scaled` divides a value by a unit; it is the only thing that differs between means and intervals. */
export function jsonMetrics<V, J>(metrics: MetricValues<V>, scaled: (value: V, unit: number) => J): JsonMetrics<J> {
  const plain = (value: V): J => scaled(value, 1);
  const s = (value: V): J => scaled(value, NANOS_PER_SECOND);
  const ms = (value: V): J => scaled(value, NANOS_PER_MILLI);
  const { latency, staleness } = metrics;
  return {
    availability: plain(metrics.availability),
    availability_reads: plain(metrics.availabilityReads),
    availability_writes: plain(metrics.availabilityWrites),
    latency_ms: {
      p50: ms(latency.p50),
      p90: ms(latency.p90),
      p99: ms(latency.p99),
      p999: ms(latency.p999),
      max: ms(latency.max),
      mean: ms(latency.mean),
    },
    throughput_per_s: plain(metrics.throughputPerS),
    outage_s: s(metrics.outageNs),
    detection_s: s(metrics.detectionNs),
    recovery_s: s(metrics.recoveryNs),
    stale_reads: plain(metrics.staleReads),
    staleness_ms: { p50: ms(staleness.p50), p99: ms(staleness.p99), max: ms(staleness.max) },
    lost_writes: plain(metrics.lostWrites),
    duplicates: plain(metrics.duplicates),
    corrupt_reads: plain(metrics.corruptReads),
    convergence_s: s(metrics.convergenceNs),
    messages_per_operation: plain(metrics.messagesPerOperation),
    degraded: plain(metrics.degraded),
    split_brain_s: s(metrics.splitBrainNs),
  };
}
