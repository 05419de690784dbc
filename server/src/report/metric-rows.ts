import type { Metrics } from '../analysis';
import { countText, durationText, NOT_MEASURED, numberText, rateText, shareText } from './quantity-text';
import type { MetricRow } from './run-report';

/** The measurements as a person reads them; what was not measured has no row. */
export function metricRows(metrics: Metrics): readonly MetricRow[] {
  const { latency, staleness, operations } = metrics;
  const rows: readonly MetricRow[] = [
    { name: 'operations', value: operationsText(operations) },
    { name: 'availability', value: shareText(metrics.availability) },
    { name: 'availability of reads', value: shareText(metrics.availabilityReads) },
    { name: 'availability of writes', value: shareText(metrics.availabilityWrites) },
    { name: 'throughput', value: rateText(metrics.throughputPerS) },
    { name: 'latency p50', value: durationText(latency.p50) },
    { name: 'latency p90', value: durationText(latency.p90) },
    { name: 'latency p99', value: durationText(latency.p99) },
    { name: 'latency p99.9', value: durationText(latency.p999) },
    { name: 'latency max', value: durationText(latency.max) },
    { name: 'latency mean', value: durationText(latency.mean) },
    { name: 'outage', value: durationText(metrics.outageNs) },
    { name: 'detection', value: durationText(metrics.detectionNs) },
    { name: 'recovery', value: durationText(metrics.recoveryNs) },
    { name: 'stale reads', value: shareText(metrics.staleReads) },
    { name: 'staleness p50', value: durationText(staleness.p50) },
    { name: 'staleness p99', value: durationText(staleness.p99) },
    { name: 'staleness max', value: durationText(staleness.max) },
    { name: 'lost writes', value: countText(metrics.lostWrites) },
    { name: 'duplicates', value: countText(metrics.duplicates) },
    { name: 'corrupt reads', value: countText(metrics.corruptReads) },
    { name: 'convergence', value: durationText(metrics.convergenceNs) },
    { name: 'split brain', value: durationText(metrics.splitBrainNs) },
    { name: 'degraded', value: shareText(metrics.degraded) },
    { name: 'messages per operation', value: numberText(metrics.messagesPerOperation) },
    { name: 'bytes per operation', value: numberText(metrics.bytesPerOperation) },
    { name: 'storage overhead', value: numberText(metrics.storageOverhead) },
  ];
  return rows.filter(({ value }) => value !== NOT_MEASURED);
}

function operationsText({ issued, ok, failed, unknown }: Metrics['operations']): string {
  return `${countText(issued)} issued, ${countText(ok)} ok, ${countText(failed)} failed, ${countText(unknown)} unknown`;
}
