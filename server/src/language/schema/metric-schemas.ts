import type { ConsistencyModel, MetricName } from '../model';
import type { ValueType, WordSchema } from './value-type';

/** What a metric may be measured of, after `of`. */
export type SubjectKind = 'reads' | 'writes' | 'store' | 'service' | 'balancer' | 'job' | 'place' | 'workload';

/** Something that a run measures and `expect` and `measure` may name. */
export interface MetricSchema {
  /** Its words as written, without a statistic: `stale reads`. */
  readonly name: MetricName;
  readonly documentation: string;
  /** What a bound is written in. */
  readonly bound: ValueType;
  /** Whether `p50`...`p99.9`, `max` or `mean` follows. */
  readonly statistic: 'required' | 'optional' | 'none';
  readonly subjects: readonly SubjectKind[];
  /** Whether `expect no NAME` is written for `= 0`. */
  readonly absence: boolean;
  /** Computed from failure data rather than measured in a run. */
  readonly exact?: boolean;
  /** Nothing can be said of it unless operations are issued. */
  readonly ofOperations: boolean;
}

const share: ValueType = { kind: 'ratio' };
const time: ValueType = { kind: 'duration' };
const number: ValueType = { kind: 'count', min: 0, fractional: true };
const whole: ValueType = { kind: 'count', min: 0 };

const requests: readonly SubjectKind[] = ['reads', 'writes', 'store', 'service', 'balancer', 'place', 'workload'];
const traffic: readonly SubjectKind[] = ['reads', 'writes', 'store', 'service', 'balancer', 'job', 'place', 'workload'];
const data: readonly SubjectKind[] = ['store', 'workload'];
const answering: readonly SubjectKind[] = ['store', 'service', 'balancer', 'workload'];
const components: readonly SubjectKind[] = ['store', 'service', 'balancer', 'job', 'workload'];

function metric(
  name: MetricName,
  documentation: string,
  rest: Partial<MetricSchema> & Pick<MetricSchema, 'bound'>,
): MetricSchema {
  return { name, documentation, statistic: 'none', subjects: [], absence: false, ofOperations: true, ...rest };
}

/** Every metric, in the order of the reference. */
export const metrics: readonly MetricSchema[] = [
  metric('availability', 'Operations answered in time without error, as a share of those issued.', {
    bound: share,
    subjects: requests,
  }),
  metric('latency', 'Time of successful operations, seen by the client.', {
    bound: time,
    statistic: 'required',
    subjects: traffic,
  }),
  metric('throughput', 'Successful operations a second.', { bound: { kind: 'rate' }, subjects: traffic }),
  metric('outage', 'Longest interval in which some operation was issued and none succeeded.', {
    bound: time,
    subjects: traffic,
  }),
  metric('detection', 'Time from a fault to its detection.', {
    bound: time,
    statistic: 'optional',
    subjects: answering,
    ofOperations: false,
  }),
  metric('recovery', 'Time from a fault to the first sustained success after it.', {
    bound: time,
    statistic: 'optional',
    subjects: components,
  }),
  metric('stale reads', 'Share of reads that miss a write acknowledged before they began.', {
    bound: share,
    subjects: [...data, 'place'],
    absence: true,
  }),
  metric('staleness', 'Age of what stale reads returned.', {
    bound: time,
    statistic: 'required',
    subjects: [...data, 'place'],
  }),
  metric(
    'lost writes',
    'Acknowledged writes that no later read and no surviving replica can ever return; of a job, records that nobody read.',
    {
      bound: whole,
      subjects: [...data, 'job'],
      absence: true,
    },
  ),
  metric('duplicates', 'Effects that took place more than once.', {
    bound: whole,
    subjects: [...data, 'job'],
    absence: true,
  }),
  metric('recomputed', 'Records of a job that were worked on again after a failure.', {
    bound: whole,
    subjects: ['job'],
    ofOperations: false,
  }),
  metric('corrupt reads', 'Reads that returned what nobody wrote.', { bound: whole, subjects: data, absence: true }),
  metric('split brain', 'Time in which two nodes led the same data at once.', {
    bound: time,
    subjects: ['store'],
    absence: true,
    ofOperations: false,
  }),
  metric('convergence', "Time from the last fault's end until all replicas are equal.", {
    bound: time,
    subjects: ['store'],
  }),
  metric('messages per operation', 'Messages sent for one operation.', { bound: number, subjects: ['store'] }),
  metric('bytes per operation', 'Bytes sent for one operation.', { bound: { kind: 'size' }, subjects: ['store'] }),
  metric('storage overhead', 'Bytes kept for one byte of data.', {
    bound: { kind: 'either', options: [{ kind: 'factor' }, number] },
    subjects: ['store'],
    ofOperations: false,
  }),
  metric('degraded', 'Share of requests answered with less than the full answer.', {
    bound: share,
    subjects: ['service', 'balancer', 'place', 'workload'],
  }),
  metric(
    'steady-state availability',
    'Long-run share of time in which it works, computed exactly from mtbf and mttr.',
    {
      bound: share,
      subjects: ['store', 'service', 'balancer', 'job'],
      exact: true,
      ofOperations: false,
    },
  ),
];

/** The same by name. */
export const metricByName: ReadonlyMap<string, MetricSchema> = new Map(metrics.map((each) => [each.name, each]));

/** What else the metrics are called, by those who are new to the language. */
export const metricsByOtherName: ReadonlyMap<string, string> = new Map([
  ['uptime', 'availability'],
  ['success rate', 'availability'],
  ['errors', 'availability'],
  ['error rate', 'availability'],
  ['downtime', 'outage'],
  ['response time', 'latency p99'],
  ['p50', 'latency p50'],
  ['p90', 'latency p90'],
  ['p95', 'latency p95'],
  ['p99', 'latency p99'],
  ['data loss', 'lost writes'],
  ['loss', 'lost writes'],
  ['lost data', 'lost writes'],
  ['rpo', 'lost writes'],
  ['rto', 'recovery'],
  ['mttr', 'recovery'],
  ['failover', 'recovery'],
  ['mttd', 'detection'],
  ['dirty reads', 'stale reads'],
  ['lag', 'staleness p99'],
]);

/** The statistics that an author may name, beside any other percentile. */
export const statistics: readonly WordSchema[] = [
  { word: 'p50', documentation: 'The median.' },
  { word: 'p90', documentation: '90 of 100 are at most this.' },
  { word: 'p99', documentation: '99 of 100 are at most this.' },
  { word: 'p99.9', documentation: '999 of 1000 are at most this.' },
  { word: 'max', documentation: 'The largest.' },
  { word: 'mean', documentation: 'The mean.' },
];

/** What a store may be expected to be: a consistency model, or a side of CAP. */
export interface GuaranteeSchema {
  readonly name: ConsistencyModel | 'CP' | 'AP';
  readonly documentation: string;
}

export const guarantees: readonly GuaranteeSchema[] = [
  {
    name: 'linearizable',
    documentation: 'Every operation seems to happen at one moment between its call and its answer.',
  },
  { name: 'sequential', documentation: "All operations in one order that respects each client's own." },
  { name: 'causal', documentation: 'Whoever sees an effect also sees its causes.' },
  { name: 'read-your-writes', documentation: 'A session sees what it wrote.' },
  { name: 'monotonic-reads', documentation: 'A session never sees an older state than before.' },
  { name: 'monotonic-writes', documentation: "A session's writes take effect in its order." },
  { name: 'writes-follow-reads', documentation: 'A write comes after what its session had read.' },
  {
    name: 'eventual',
    documentation: 'When writes end, all replicas become equal: judged after the run, once stores have come to rest.',
  },
  { name: 'CP', documentation: 'Stays linearizable under partition, and refuses some requests.' },
  { name: 'AP', documentation: 'Answers every request under partition, and is not linearizable.' },
];

export const guaranteeByName: ReadonlyMap<string, GuaranteeSchema> = new Map(
  guarantees.map((each) => [each.name, each]),
);
