import { estimateMean, unitOf, type Decision, type Metrics, type Verdict } from '../analysis';
import { NANOS_PER_SECOND, type MetricName } from '../language/model';
import type { CampaignMeasure, CampaignReport } from './campaign-report';
import { metricText } from './metric-unit';

/** What every run of a campaign is looked at by, whatever else an experiment measures. */
const LOOKED_AT: readonly {
  readonly metric: MetricName;
  readonly name: string;
  readonly of: (metrics: Metrics) => number | null;
}[] = [
  { metric: 'availability', name: 'availability', of: ({ availability }) => availability },
  { metric: 'latency', name: 'latency p99', of: ({ latency }) => latency.p99 },
  { metric: 'lost writes', name: 'lost writes', of: ({ lostWrites }) => lostWrites },
  { metric: 'stale reads', name: 'stale reads', of: ({ staleReads }) => staleReads },
  { metric: 'outage', name: 'outage', of: ({ outageNs }) => outageNs },
  { metric: 'detection', name: 'detection', of: ({ detectionNs }) => detectionNs },
  { metric: 'recovery', name: 'recovery', of: ({ recoveryNs }) => recoveryNs },
  { metric: 'split brain', name: 'split brain', of: ({ splitBrainNs }) => splitBrainNs },
];

export interface SeedVerdict {
  readonly seed: number;
  readonly verdict: Pick<Verdict, 'decision' | 'metrics'>;
}

export function projectCampaign(runs: readonly SeedVerdict[]): CampaignReport {
  return {
    seeds: runs.map(({ seed }) => seed),
    decisions: runs.map(({ verdict }): Decision => verdict.decision),
    measures: LOOKED_AT.map(({ metric, name, of }) =>
      campaignMeasure(
        metric,
        name,
        runs.map(({ verdict }) => of(verdict.metrics)),
      ),
    ).filter(({ values }) => values.some((value) => value !== null)),
  };
}

/** Durations become seconds, as a chart has them. */
export function campaignMeasure(metric: MetricName, name: string, values: readonly (number | null)[]): CampaignMeasure {
  const unit = unitOf(metric);
  const { mean, interval } = estimateMean(values, unit === 'share' || unit === 'count' ? unit : 'not negative');
  const bounds = interval?.map((bound) => metricText(metric, bound)) ?? [];
  const text = metricText(metric, mean);
  const [low, high] = bounds;
  return {
    name,
    unit: unitName(unit),
    worse:
      metric === 'availability' || metric === 'steady-state availability' || metric === 'throughput' ? 'less' : 'more',
    text: low === undefined || high === undefined || low === high ? text : `${text} (${low} to ${high})`,
    values: unit === 'duration' ? values.map((value) => (value === null ? null : value / NANOS_PER_SECOND)) : values,
  };
}

function unitName(unit: ReturnType<typeof unitOf>): CampaignMeasure['unit'] {
  switch (unit) {
    case 'share':
    case 'count':
      return unit;
    case 'duration':
      return 's';
    case 'rate':
      return 'per-s';
    case 'ratio':
      return 'number';
  }
}
