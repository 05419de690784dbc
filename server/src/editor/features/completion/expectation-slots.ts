import { guarantees, metricByName, metrics, statistics } from '../../../language/schema/metric-schemas';
import type { MetricSchema } from '../../../language/schema/metric-schemas';
import type { SymbolKind } from '../../../language/names/symbols';
import { names, value, words } from './slot';
import type { Slot, Word } from './slot';
import type { ValueSlots } from './value-slots';

const COMPARISONS = ['>=', '<=', '>', '<', '='] as const;

const SUBJECT_KINDS: Readonly<Record<string, readonly SymbolKind[]>> = {
  store: ['store'],
  service: ['service'],
  balancer: ['balancer'],
  job: ['job'],
  place: ['node', 'client'],
  workload: ['workload'],
};

/** What may follow in `expect ...` of a scenario. */
export function expectationSlots(statement: readonly string[]): ValueSlots {
  const rest = statement.slice(1);
  const last = rest.at(-1);
  if (last === undefined) return going(metricSlot(metrics), words('no'), names('store'));
  if (last === 'no') return going(metricSlot(metrics.filter(({ absence }) => absence)));
  if (last === 'is')
    return going(words(...guarantees.map(({ name, documentation }) => ({ word: name, documentation }))));
  if (last === 'during') return going(value({ kind: 'duration-range' }), names('fault'));
  if (rest.includes('in')) return shareSlots(rest);
  if (rest.includes('is')) return done(words('in'));
  const comparedAt = rest.findIndex((word) => (COMPARISONS as readonly string[]).includes(word));
  const metric = metricOf(rest);
  if (comparedAt >= 0) return boundSlots(metric, rest.slice(comparedAt + 1));
  if (metric === undefined) return going(...partialMetric(rest), words('is'));
  return measuredSlots(metric, rest, last);
}

/** What may follow in `measure a, b` of an experiment. */
export function measureSlots(statement: readonly string[]): ValueSlots {
  const rest = statement.slice(1);
  const current = rest.slice(rest.lastIndexOf(',') + 1);
  const last = current.at(-1);
  if (last === undefined) return going(metricSlot(metrics));
  const metric = metricOf(current);
  if (metric === undefined) return going(...partialMetric(current));
  if (last === 'of') return going(...subjectSlots(metric));
  const { slots } = measuredSlots(metric, current, last);
  return done(
    ...slots.filter((slot) => slot.kind !== 'words' || !slot.words.some(({ word }) => word === '>=')),
    words(','),
  );
}

function measuredSlots(metric: MetricSchema, rest: readonly string[], last: string): ValueSlots {
  if (last === 'of') return going(...subjectSlots(metric));
  if (last === '.' && rest.includes('of')) return going({ kind: 'handlers', of: rest.at(-2) ?? '' });
  const slots: Slot[] = [];
  const hasStatistic = rest.some((word) => /^(p\d|max$|mean$)/.test(word));
  if (metric.statistic !== 'none' && !hasStatistic && !rest.includes('of')) slots.push(words(...statistics));
  if (metric.subjects.length > 0 && !rest.includes('of')) slots.push(words('of'));
  if (!rest.includes('during')) slots.push(words('during'));
  if (rest[0] === 'no') return done(...slots);
  if (hasStatistic || metric.statistic !== 'required') slots.push(words(...COMPARISONS));
  return going(...slots);
}

function subjectSlots(metric: MetricSchema): readonly Slot[] {
  const plain = metric.subjects.filter((subject) => subject === 'reads' || subject === 'writes');
  const kinds = metric.subjects.flatMap((subject) => SUBJECT_KINDS[subject] ?? []);
  return [words(...plain), names(...kinds)];
}

function boundSlots(metric: MetricSchema | undefined, bound: readonly string[]): ValueSlots {
  if (bound.length > 0) return done(words('in'));
  return metric === undefined ? going() : going(value(metric.bound));
}

/** `in 95% of runs` */
function shareSlots(rest: readonly string[]): ValueSlots {
  const after = rest.slice(rest.lastIndexOf('in') + 1);
  if (after.length === 0) return going(value({ kind: 'ratio' }));
  if (after.length === 1) return going(words('of runs'));
  return after.at(-1) === 'of' ? going(words('runs')) : done();
}

/** The metric whose words the statement begins with; the longest one that fits. */
function metricOf(rest: readonly string[]): MetricSchema | undefined {
  const said = (rest[0] === 'no' ? rest.slice(1) : rest).slice(0, 3);
  for (let length = said.length; length > 0; length--) {
    const metric = metricByName.get(said.slice(0, length).join(' ') as MetricSchema['name']);
    if (metric !== undefined) return metric;
  }
  return undefined;
}

/** The next word of metrics of several words: `stale` wants `reads`. */
function partialMetric(rest: readonly string[]): readonly Slot[] {
  const said = (rest[0] === 'no' ? rest.slice(1) : rest).join(' ');
  const following = metrics.map(({ name }) => name).filter((name) => name.startsWith(`${said} `));
  return following.length === 0 ? [] : [words(...following.map((name) => name.slice(said.length + 1)))];
}

function metricSlot(list: readonly MetricSchema[]): Slot {
  return words(...list.map(({ name, documentation }): Word => ({ word: name, documentation })));
}

function going(...slots: readonly Slot[]): ValueSlots {
  return { slots, isComplete: false };
}

function done(...slots: readonly Slot[]): ValueSlots {
  return { slots, isComplete: true };
}
