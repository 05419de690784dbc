import { NANOS_PER_MILLI, type ExpectationModel, type ScenarioModel } from '../language/model';
import type { ChartSeries, Objective } from './run-report';

/** The charts with what the scenario expects of them. What is expected of a part of the run or of one client is left out. */
export function withObjectives(charts: readonly ChartSeries[], scenario: ScenarioModel): readonly ChartSeries[] {
  return charts.map((chart) => {
    const objectives = scenario.expectations.flatMap((expectation) => objectiveOf(expectation, chart.name));
    return objectives.length === 0 ? chart : { ...chart, objectives };
  });
}

function objectiveOf({ body, text }: ExpectationModel, chart: string): readonly Objective[] {
  if (body.kind !== 'metric' || body.subject !== undefined || body.window !== undefined) return [];
  switch (body.metric) {
    case 'availability':
    case 'throughput':
      return chart === body.metric ? [{ value: body.value, text }] : [];
    case 'latency':
      // The chart has two percentiles; an objective for another one stands with the nearer.
      return body.statistic?.kind === 'percentile' && chart === (body.statistic.p <= 75 ? 'latency p50' : 'latency p99')
        ? [{ value: body.value / NANOS_PER_MILLI, text }]
        : [];
    default:
      return [];
  }
}
