import type { MetricRow } from '../../../server/src/report/run-report';

/** What the head shows of all that was measured, by the report's own names: first users, then data, then time. */
const WANTED: readonly string[] = [
  ...['availability', 'lost writes', 'stale reads', 'outage', 'detection', 'recovery', 'latency p99'],
];
const MOST = 7;
/** A value that takes more letters is a sentence, not a number. */
const LONGEST = 14;

/** The wanted numbers in the wanted order, filled up with others where a report names its metrics differently. */
export function headlineNumbers(metrics: readonly MetricRow[]): readonly MetricRow[] {
  const wanted = WANTED.flatMap((name) => metrics.filter((metric) => metric.name === name));
  const others = metrics.filter((metric) => !wanted.includes(metric) && metric.value.length <= LONGEST);
  return [...wanted, ...(wanted.length >= MOST / 2 ? [] : others)].slice(0, MOST);
}
