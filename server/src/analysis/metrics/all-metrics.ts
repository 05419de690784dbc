import { latencies, latencySummary } from '../availability/latency';
import { isAnswered } from '../availability/operation-selection';
import type { Evidence } from '../evidence';
import { Outcome } from '../../simulation';
import type { Question } from '../measurement';
import type { Metrics } from '../verdict';
import { measure } from './measure';

/** Every figure of a run. */
export function allMetrics(evidence: Evidence): Metrics {
  const { history } = evidence.run;
  const value = (question: Question): number | null => {
    const measurement = measure(evidence, question);
    // What had not come to an end when the run ended has no figure, only a bound.
    return measurement.kind === 'measured' && measurement.atLeast !== true ? measurement.value : null;
  };
  const staleness = (p: number | 'max'): number | null =>
    value({ metric: 'staleness', statistic: p === 'max' ? { kind: 'max' } : { kind: 'percentile', p } });
  const { operations } = evidence.select();
  const counts = { issued: operations.length, ok: 0, failed: 0, unknown: 0 };
  for (const id of operations) {
    if (isAnswered(history, id)) counts.ok++;
    else if (history.outcome[id] === Outcome.Info) counts.unknown++;
    else counts.failed++;
  }
  return {
    availability: value({ metric: 'availability' }),
    availabilityReads: value({ metric: 'availability', subject: { kind: 'reads' } }),
    availabilityWrites: value({ metric: 'availability', subject: { kind: 'writes' } }),
    latency: latencySummary(latencies(history, operations)),
    throughputPerS: value({ metric: 'throughput' }),
    outageNs: value({ metric: 'outage' }),
    detectionNs: value({ metric: 'detection' }),
    recoveryNs: value({ metric: 'recovery' }),
    staleReads: value({ metric: 'stale reads' }),
    staleness: { p50: staleness(50), p99: staleness(99), max: staleness('max') },
    lostWrites: value({ metric: 'lost writes' }),
    duplicates: value({ metric: 'duplicates' }),
    corruptReads: value({ metric: 'corrupt reads' }),
    convergenceNs: value({ metric: 'convergence' }),
    messagesPerOperation: value({ metric: 'messages per operation' }),
    bytesPerOperation: value({ metric: 'bytes per operation' }),
    storageOverhead: value({ metric: 'storage overhead' }),
    degraded: value({ metric: 'degraded' }),
    splitBrainNs: value({ metric: 'split brain' }),
    operations: counts,
  };
}
