import type { ConsistencyModel, ExpectationBody, ExpectationModel, WindowModel } from '../model';
import { toNanos } from '../model';
import { wantedStore } from '../bind/find-thing';
import { nearestWord } from '../nearest-word';
import { guaranteeByName, guarantees, type MetricSchema } from '../schema/metric-schemas';
import type * as tree from '../syntax/syntax-tree';
import { listed } from '../values/describe-type';
import { readQuantity } from '../values/read-quantity';
import { readDurationRange } from '../values/read-range';
import { readValue } from '../values/read-value';
import { valueOfKind, type Value } from '../values/value';
import { compileMetric, type MetricModel } from './compile-metric';
import { given } from './given';
import { findIn, type ScenarioEnv } from './scenario-env';

/** Finds the index of a fault by its name, among all faults of the scenario; tells where there is none. */
export type FindFault = (path: tree.PathNode, uri: string) => number | undefined;

/** One expectation; undefined where it cannot be understood, which has been told. */
export function compileExpectation(
  node: tree.ExpectationNode,
  uri: string,
  env: ScenarioEnv,
  findFault: FindFault,
): ExpectationModel | undefined {
  const inShareOfRuns = shareOfRuns(node, uri, env);
  const body = bodyOf(node, uri, env, findFault);
  if (body === undefined || inShareOfRuns === undefined) return undefined;
  const text = env.origins.text(uri, node.range).replace(/^expect\s+/, '');
  return { body, inShareOfRuns, text, origin: env.origins.of(uri, node.range) };
}

function bodyOf(
  node: tree.ExpectationNode,
  uri: string,
  env: ScenarioEnv,
  findFault: FindFault,
): ExpectationBody | undefined {
  const context = env.contextOf(uri);
  if (node.kind === 'guarantee-expectation') {
    if (node.during !== undefined) {
      context.report('FTM328', node.during.range, "a guarantee is about the whole history; remove 'during'");
      return undefined;
    }
    return guaranteeBody(node, uri, env);
  }
  const metric = node.metric && compileMetric(node.metric, uri, env);
  const window = compileWindow(node.during, metric?.schema, uri, env, findFault);
  if (metric === undefined || window === 'wrong') return undefined;
  const base = measured(metric, window);
  if (node.kind === 'bound-expectation') {
    const value = node.bound && readBound(metric.schema, node.bound, uri, env);
    if (value === undefined || node.comparison === undefined) return undefined;
    return { ...base, comparison: node.comparison.operator, value };
  }
  if (!metric.schema.absence) {
    const message = `'no ${metric.schema.name}' says nothing; compare it: '${metric.schema.name} <= ...'`;
    context.report('FTM341', node.metric?.range ?? node.range, message);
    return undefined;
  }
  return { ...base, comparison: '=', value: 0 };
}

function measured(
  metric: MetricModel,
  window: WindowModel | undefined,
): Omit<Extract<ExpectationBody, { kind: 'metric' }>, 'comparison' | 'value'> {
  const { schema, statistic, subject } = metric;
  return {
    kind: 'metric',
    metric: schema.name,
    ...given('statistic', statistic),
    ...given('subject', subject),
    ...given('window', window),
  };
}

function guaranteeBody(
  node: tree.GuaranteeExpectationNode,
  uri: string,
  env: ScenarioEnv,
): ExpectationBody | undefined {
  const context = env.contextOf(uri);
  const [first, second] = node.subject?.segments ?? [];
  if (second !== undefined) {
    context.report('FTM208', second.range, 'guarantees are of stores, which have no parts');
    return undefined;
  }
  const store = first && findIn(env, wantedStore, first, uri);
  const written = node.guarantee;
  if (written === undefined) return undefined;
  const guarantee = guaranteeByName.get(written.text);
  if (guarantee === undefined) {
    const names = guarantees.map((each) => each.name);
    const meant = nearestWord(written.text, names);
    const advice = meant === undefined ? `there is ${listed(names)}` : `did you mean '${meant}'?`;
    const fixes =
      meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range: written.range, newText: meant }] }];
    context.report('FTM343', written.range, `'${written.text}' is no guarantee; ${advice}`, { fixes });
    return undefined;
  }
  if (store === undefined) return undefined;
  if (guarantee.name === 'CP' || guarantee.name === 'AP')
    return { kind: 'cap', store: store.index, is: guarantee.name };
  return { kind: 'consistency', store: store.index, model: guarantee.name satisfies ConsistencyModel };
}

function readBound(schema: MetricSchema, node: tree.ValueNode, uri: string, env: ScenarioEnv): number | undefined {
  const value = readValue(schema.bound, node, `'${schema.name}'`, env.contextOf(uri));
  return value && numberOf(value);
}

/** The value in the metric's own unit. */
function numberOf(value: Value): number | undefined {
  switch (value.kind) {
    case 'duration':
      return value.ns;
    case 'ratio':
      return value.share;
    case 'rate':
      return value.perS;
    case 'size':
      return value.bytes;
    case 'factor':
      return value.factor;
    case 'count':
      return value.count;
    default:
      return undefined;
  }
}

function compileWindow(
  node: tree.WindowNode | undefined,
  schema: MetricSchema | undefined,
  uri: string,
  env: ScenarioEnv,
  findFault: FindFault,
): WindowModel | undefined | 'wrong' {
  if (node === undefined) return undefined;
  const context = env.contextOf(uri);
  if (schema?.exact === true) {
    context.report('FTM328', node.range, `'${schema.name}' is about the long run; remove 'during'`);
    return 'wrong';
  }
  if (node.fault !== undefined) {
    const fault = findFault(node.fault, uri);
    return fault === undefined ? 'wrong' : { kind: 'fault', fault };
  }
  if (node.time === undefined) return 'wrong';
  if (node.time.kind === 'quantity') {
    const message = `'during' needs a range such as 5s..10s, or the name of a fault`;
    context.report('FTM300', node.time.range, message);
    return 'wrong';
  }
  const range = readDurationRange(node.time, "'during'", context);
  if (range === undefined) return 'wrong';
  return { kind: 'interval', fromNs: toNanos(range.lowNs), toNs: toNanos(range.highNs) };
}

function shareOfRuns(node: tree.ExpectationNode, uri: string, env: ScenarioEnv): number | undefined {
  if (node.share === undefined) return 1;
  const value = readQuantity({ kind: 'ratio', positive: true }, node.share, "'in ... of runs'", env.contextOf(uri));
  return valueOfKind('ratio', value)?.share;
}
