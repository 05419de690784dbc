import type { ScenarioModel } from '../language/model';
import type { Metrics } from '../analysis';
import { metricRows } from './metric-rows';
import { attemptsText } from './project-attempts';
import type { MetricRow } from './run-report';

/** Which measurements share a line, by the beginning of their names, and how each is called on it. */
const LINES: readonly {
  readonly name: string;
  readonly metrics: readonly (readonly [metric: string, short: string])[];
}[] = [
  {
    name: 'operations',
    metrics: [
      ['operations', ''],
      ['throughput', ''],
    ],
  },
  {
    name: 'availability',
    metrics: [
      ['availability', ''],
      ['availability of reads', 'reads'],
      ['availability of writes', 'writes'],
      ['degraded', 'degraded'],
    ],
  },
  {
    name: 'latency',
    metrics: [
      ['latency p50', 'p50'],
      ['latency p90', 'p90'],
      ['latency p99', 'p99'],
      ['latency p99.9', 'p99.9'],
      ['latency max', 'max'],
      ['latency mean', 'mean'],
    ],
  },
  {
    name: 'failover',
    metrics: [
      ['outage', 'outage'],
      ['detection', 'detection'],
      ['recovery', 'recovery'],
      ['convergence', 'convergence'],
    ],
  },
  {
    name: 'data',
    metrics: [
      ['lost writes', 'lost writes'],
      ['stale reads', 'stale reads'],
      ['staleness p99', 'staleness p99'],
      ['staleness max', 'max'],
      ['split brain', 'split brain'],
      ['duplicates', 'duplicates'],
      ['corrupt reads', 'corrupt reads'],
    ],
  },
  {
    name: 'cost',
    metrics: [
      ['messages per operation', 'messages per operation'],
      ['bytes per operation', 'bytes per operation'],
      ['storage overhead', 'storage overhead'],
    ],
  },
];

/** Where clients ask services, reads and writes are what services did for them. */
const OF_STORES: ReadonlyMap<string, string> = new Map([
  ['reads', 'reads of stores'],
  ['writes', 'writes of stores'],
]);

/** All measurements of a scenario in a handful of lines, and what one run tells of attempts. */
export function metricDigest(
  { workloads }: ScenarioModel,
  metrics: Metrics,
  ofRun: readonly MetricRow[] = [],
): readonly string[] {
  const asksServices = workloads.some(({ target }) => target.kind !== 'store');
  const values = new Map(metricRows(metrics).map(({ name, value }) => [name, value]));
  const measured = LINES.map(({ name, metrics: row }) => ({
    name,
    text: row
      .flatMap(([metric, short]) => {
        const value = values.get(metric);
        const name = asksServices ? (OF_STORES.get(short) ?? short) : short;
        return value === undefined ? [] : `${name} ${value}`.trimStart();
      })
      .join(', '),
  }));
  const lines = [...measured, { name: 'attempts', text: attemptsText(ofRun) }].filter(({ text }) => text !== '');
  const width = Math.max(0, ...lines.map(({ name }) => name.length));
  return lines.map(({ name, text }) => `${name.padEnd(width)}  ${text}`);
}
