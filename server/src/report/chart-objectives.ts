import { NANOS_PER_MILLI, type ExpectationModel, type ScenarioModel } from '../language/model';
import type { ChartSeries, Objective } from './run-report';

/** The charts with what the scenario expects of them. What is expected of a part of the run or of one client is left out. */
export function withObjectives(charts: readonly ChartSeries[], scenario: ScenarioModel): readonly ChartSeries[] {
  return charts.map((chart) => {
    const objectives = scenario.expectations.flatMap((expectation) => objectiveOf(expectation, chart.name));
    return objectives.length === 0 ? chart : { ...chart, objectives };
  });
}

/** The chart has three percentiles; an objective for another one stands with the nearest. */
function nearestPercentile(p: number): string {
  return p <= 70 ? 'latency p50' : p <= 94.5 ? 'latency p90' : 'latency p99';
}

function objectiveOf({ body, text }: ExpectationModel, chart: string): readonly Objective[] {
  if (body.kind !== 'metric' || body.subject !== undefined || body.window !== undefined) return [];
  switch (body.metric) {
    case 'availability':
    case 'throughput':
      return chart === body.metric ? [{ value: body.value, text }] : [];
    case 'latency':
      return body.statistic?.kind === 'percentile' && chart === nearestPercentile(body.statistic.p)
        ? [{ value: body.value / NANOS_PER_MILLI, text }]
        : [];
    default:
      return [];
  }
}
