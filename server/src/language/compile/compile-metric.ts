import type { BoundBalancer, BoundJob, BoundPlace, BoundService, BoundStore, BoundThing } from '../bind/bound';
import type { Statistic, SubjectModel } from '../model';
import { kindNouns } from '../names/symbols';
import { nearestWord } from '../nearest-word';
import {
  guaranteeByName,
  metricByName,
  metrics,
  metricsByOtherName,
  statistics,
  type MetricSchema,
  type SubjectKind,
} from '../schema/metric-schemas';
import type { MetricNode, NameNode, PathNode } from '../syntax/syntax-tree';
import { listed } from '../values/describe-type';
import type { ReadContext } from '../values/read-context';
import { given } from './given';
import type { ScenarioEnv } from './scenario-env';

/** A metric with what it is measured of. */
export interface MetricModel {
  readonly schema: MetricSchema;
  readonly statistic?: Statistic;
  readonly subject?: SubjectModel;
}

/** Reads a metric as written; undefined where it is none, which has been told. */
export function compileMetric(node: MetricNode, uri: string, env: ScenarioEnv): MetricModel | undefined {
  const context = env.contextOf(uri);
  const named = nameMetric(node, context);
  if (named === undefined) return undefined;
  const { schema, rest } = named;
  const statistic = readStatistic(schema, rest, node, context);
  const [first, second] = node.subjects;
  if (second !== undefined) {
    const message = "a metric is measured of one thing; remove the second 'of'";
    context.report('FTM342', second.range, message);
    return undefined;
  }
  const subject = first && compileSubject(first, schema, uri, env);
  if (statistic === 'wrong' || (first !== undefined && subject === undefined)) return undefined;
  return { schema, ...given('statistic', statistic), ...given('subject', subject) };
}

/** The metric whose words these begin with, and the words that are left for a statistic. */
function nameMetric(
  node: MetricNode,
  context: ReadContext,
): { readonly schema: MetricSchema; readonly rest: readonly NameNode[] } | undefined {
  const words = node.words.map((word) => word.text);
  for (let length = words.length; length > 0; length--) {
    const schema = metricByName.get(words.slice(0, length).join(' '));
    if (schema !== undefined) return { schema, rest: node.words.slice(length) };
  }
  if (words.length === 0) return undefined;
  const written = words.join(' ');
  const names = metrics.map((each) => each.name);
  const meant = meantBy(words, names);
  const advice =
    meant === undefined
      ? `metrics are ${listed(names).replace(/ or ([^,]*)$/, ' and $1')}`
      : `did you mean '${meant}'?`;
  const last = node.words.at(-1);
  const range = { start: node.words[0]?.range.start ?? node.range.start, end: last?.range.end ?? node.range.end };
  const fixes = meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range, newText: meant }] }];
  context.report('FTM340', range, `nothing called '${written}' is measured; ${advice}`, { fixes });
  return undefined;
}

/** What the words were meant to be, where that can be told. */
function meantBy(words: readonly string[], names: readonly string[]): string | undefined {
  // The statistic first, as in English.
  const [statistic = '', ...others] = words;
  if (statisticOf(statistic) !== undefined && metricByName.has(others.join(' ')))
    return [...others, statistic].join(' ');
  const written = words.join(' ');
  const [first = '', second = ''] = words;
  const guarantee = guaranteeByName.get(second);
  if (words.length === 2 && guarantee !== undefined) return `${first} is ${second}`;
  return metricsByOtherName.get(written.toLowerCase()) ?? nearestWord(written, names) ?? nearestWord(first, names);
}

function readStatistic(
  schema: MetricSchema,
  words: readonly NameNode[],
  node: MetricNode,
  context: ReadContext,
): Statistic | undefined | 'wrong' {
  const [word, surplus] = words;
  const example = listed(statistics.map((each) => each.word));
  if (word === undefined) {
    if (schema.statistic !== 'required') return undefined;
    const at = node.words.at(-1)?.range ?? node.range;
    context.report('FTM341', at, `say which '${schema.name}': ${example}`, {
      fixes: [
        { title: `Write '${schema.name} p99'`, edits: [{ range: { start: at.end, end: at.end }, newText: ' p99' }] },
      ],
    });
    return 'wrong';
  }
  const statistic = statisticOf(word.text);
  if (schema.statistic === 'none' || statistic === undefined || surplus !== undefined) {
    const wrong = statistic !== undefined && surplus !== undefined ? surplus : word;
    const message =
      schema.statistic === 'none'
        ? `'${schema.name}' is one value; remove '${wrong.text}'`
        : `'${wrong.text}' is no statistic; there are ${example}`;
    context.report('FTM341', wrong.range, message);
    return 'wrong';
  }
  return statistic;
}

/** `p99.9`, `max`, `mean`. */
function statisticOf(word: string): Statistic | undefined {
  if (word === 'max' || word === 'mean') return { kind: word };
  const match = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(word);
  return match === null ? undefined : { kind: 'percentile', p: Number(match[1]) };
}

function compileSubject(path: PathNode, schema: MetricSchema, uri: string, env: ScenarioEnv): SubjectModel | undefined {
  const [first, second] = path.segments;
  if (first === undefined) return undefined;
  const context = env.contextOf(uri);
  const subject = lookUpSubject(first, second, path, uri, env);
  if (subject === undefined) return undefined;
  if (schema.subjects.includes(subject.kind)) return subject;
  const allowed = schema.subjects.map((kind) => subjectNouns[kind]);
  const advice = allowed.length === 0 ? 'it is of the whole run' : `it is of ${listed(allowed)}`;
  context.report('FTM342', path.range, `'${schema.name}' is not measured of ${subjectNouns[subject.kind]}; ${advice}`);
  return undefined;
}

function lookUpSubject(
  first: NameNode,
  second: NameNode | undefined,
  path: PathNode,
  uri: string,
  env: ScenarioEnv,
): SubjectModel | undefined {
  const context = env.contextOf(uri);
  if (second === undefined && (first.text === 'reads' || first.text === 'writes')) return { kind: first.text };
  const thing = env.topology.names.findWhere(first.text, isSubject);
  if (thing === undefined) return lookUpWorkload(first, path, uri, env);
  env.sink.found(thing.symbol, uri, first.range);
  if (second === undefined) return subjectOf(thing);
  const service = thing.kind === 'balancer' ? thing.to : thing.kind === 'service' ? thing : undefined;
  const handler = service?.handlers.find((each) => each.name === second.text);
  if (handler === undefined || service === undefined) {
    const known = service?.handlers.map((each) => each.name) ?? [];
    const advice = known.length === 0 ? `'${first.text}' is ${kindNouns[thing.kind]}` : `it has ${listed(known)}`;
    if (!env.topology.names.isIncomplete) {
      context.report('FTM209', second.range, `'${first.text}' has no handler '${second.text}'; ${advice}`);
    }
    return undefined;
  }
  env.sink.found(handler.symbol, uri, second.range);
  return thing.kind === 'balancer'
    ? { kind: 'balancer', balancer: thing.index, handler: handler.name }
    : { kind: 'service', service: service.index, handler: handler.name };
}

function lookUpWorkload(first: NameNode, path: PathNode, uri: string, env: ScenarioEnv): SubjectModel | undefined {
  const workload = env.workloadNames.indexOf(first.text);
  if (workload >= 0) return { kind: 'workload', workload };
  const context = env.contextOf(uri);
  const other = env.topology.names.any(first.text);
  if (other !== undefined) {
    const message = `'${first.text}' is ${kindNouns[other.kind]}; nothing is measured of it`;
    context.report('FTM201', first.range, message);
    return undefined;
  }
  if (env.topology.names.isIncomplete) return undefined;
  const candidates = ['reads', 'writes', ...env.topology.names.namesWhere(isSubject), ...env.workloadNames];
  const meant = nearestWord(first.text, candidates);
  const advice = meant === undefined ? '' : `; did you mean '${meant}'?`;
  const fixes =
    meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range: first.range, newText: meant }] }];
  context.report(
    'FTM200',
    first.range,
    `there is no '${path.segments.map((each) => each.text).join('.')}' in this scenario${advice}`,
    { fixes },
  );
  return undefined;
}

type Subject = BoundStore | BoundService | BoundBalancer | BoundJob | BoundPlace;

function isSubject(thing: BoundThing): thing is Subject {
  switch (thing.kind) {
    case 'store':
    case 'service':
    case 'balancer':
    case 'job':
    case 'node':
    case 'client':
      return true;
    case 'group':
    case 'region':
    case 'datacenter':
    case 'zone':
    case 'rack':
    case 'host':
      return false;
  }
}

function subjectOf(thing: Subject): SubjectModel {
  switch (thing.kind) {
    case 'store':
      return { kind: 'store', store: thing.index };
    case 'service':
      return { kind: 'service', service: thing.index };
    case 'balancer':
      return { kind: 'balancer', balancer: thing.index };
    case 'job':
      return { kind: 'job', job: thing.index };
    case 'node':
    case 'client':
      return { kind: 'place', place: thing.id };
  }
}

const subjectNouns: Readonly<Record<SubjectKind, string>> = {
  reads: 'reads',
  writes: 'writes',
  store: 'a store',
  service: 'a service',
  balancer: 'a balancer',
  job: 'a job',
  place: 'a client',
  workload: 'a workload',
};
