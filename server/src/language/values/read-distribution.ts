import { toNanos, type Distribution } from '../model';
import { distributionFunctions } from '../schema/function-schemas';
import { distribution as distributionType } from '../schema/value-type';
import type { CallNode, ValueNode } from '../syntax/syntax-tree';
import { naturalLogarithm } from './natural-logarithm';
import { readEmpirical } from './read-empirical';
import type { ReadContext } from './read-context';
import { functionName, readCall, reportUnknown } from './read-function';
import { inBaseUnits, readQuantity, reportWrongKind } from './read-quantity';
import { readDurationRange } from './read-range';
import { readValue } from './read-value';
import { addsUp, percentText } from './shares';
import { valueOfKind, type FunctionValue } from './value';

/** The 99th percentile of the standard normal distribution. */
const Z99 = 2.3263478740408408;

/** Reads a duration that may vary: `5ms`, `1ms..5ms`, `lognormal(median: 1ms, p99: 4ms)`. */
export function readDistribution(node: ValueNode, label: string, context: ReadContext): Distribution | undefined {
  if (node.kind === 'quantity') {
    const ns = valueOfKind('duration', readQuantity({ kind: 'duration' }, node, label, context))?.ns;
    return ns === undefined ? undefined : { kind: 'constant', value: toNanos(ns) };
  }
  if (node.kind === 'range') {
    const range = readDurationRange(node, label, context);
    return range && { kind: 'uniform', low: toNanos(range.lowNs), high: toNanos(range.highNs) };
  }
  if (node.kind === 'call') return readDistributionCall(node, label, context);
  const name = functionName(node);
  const schema = distributionFunctions.find((each) => each.name === name?.text);
  if (name !== undefined && schema === undefined && node.kind === 'path') {
    reportUnknown({ noun: 'a duration or a distribution', functions: distributionFunctions }, name, label, context);
  } else reportWrongKind(distributionType, node, label, context);
  return undefined;
}

/** Reads `91.22% pareto(...)`. */
export function readWeighted(
  node: ValueNode,
  label: string,
  context: ReadContext,
): { readonly weight: number; readonly distribution: Distribution } | undefined {
  if (node.kind !== 'weighted') {
    reportWrongKind({ kind: 'weighted-distribution' }, node, label, context);
    return undefined;
  }
  const weight = valueOfKind('ratio', readQuantity({ kind: 'ratio' }, node.weight, label, context))?.share;
  const distribution = readDistribution(node.value, label, context);
  return weight === undefined || distribution === undefined ? undefined : { weight, distribution };
}

function readDistributionCall(node: CallNode, label: string, context: ReadContext): Distribution | undefined {
  const schema = distributionFunctions.find((each) => each.name === node.name.text);
  if (schema === undefined) {
    reportUnknown({ noun: 'a distribution', functions: distributionFunctions }, node.name, label, context);
    return undefined;
  }
  if (schema.name === 'mixture') return readMixture(node, context);
  const call = readCall(schema, node, context);
  return call && distributionOf(call, node, context);
}

function distributionOf(call: FunctionValue, node: CallNode, context: ReadContext): Distribution | undefined {
  const ns = (name: string) => toNanos(valueOfKind('duration', call.args.get(name))?.ns ?? 0);
  const number = (name: string) => valueOfKind('count', call.args.get(name))?.count ?? 0;
  switch (call.name) {
    case 'constant':
      return { kind: 'constant', value: ns('value') };
    case 'uniform': {
      const range = valueOfKind('duration-range', call.args.get('range'));
      return range && { kind: 'uniform', low: toNanos(range.lowNs), high: toNanos(range.highNs) };
    }
    case 'normal':
      return { kind: 'normal', mean: ns('mean'), sd: ns('sd') };
    case 'exponential':
      return { kind: 'exponential', mean: ns('mean') };
    case 'lognormal':
      return lognormal(ns('median'), ns('p99'), node, context);
    case 'pareto':
    case 'weibull':
      if (number('shape') > 0) return { kind: call.name, scale: ns('scale'), shape: number('shape') };
      context.report('FTM304', node.range, `'shape' of '${call.name}' must be more than zero`);
      return undefined;
    case 'empirical': {
      const file = valueOfKind('text', call.args.get('file'))?.text ?? '';
      const sorted = readEmpirical(file, node.args[0]?.range ?? node.range, context);
      return sorted && { kind: 'empirical', sorted };
    }
    default:
      return undefined;
  }
}

function lognormal(median: number, p99: number, node: CallNode, context: ReadContext): Distribution | undefined {
  if (p99 < median) {
    context.report('FTM310', node.range, "'p99' of 'lognormal' must not be less than its 'median'");
    return undefined;
  }
  const mu = naturalLogarithm(median);
  return { kind: 'lognormal', mu, sigma: (naturalLogarithm(p99) - mu) / Z99 };
}

function readMixture(node: CallNode, context: ReadContext): Distribution | undefined {
  const parts: { weight: number; of: Distribution }[] = [];
  let percent = 0;
  for (const argument of node.args) {
    if (argument.value === undefined) return undefined;
    const value = readValue({ kind: 'weighted-distribution' }, argument.value, "a part of 'mixture'", context);
    const part = valueOfKind('weighted-distribution', value);
    if (part === undefined) return undefined;
    parts.push({ weight: part.weight, of: part.distribution });
    percent += argument.value.kind === 'weighted' ? inBaseUnits(argument.value.weight) * 100 : 0;
  }
  if (parts.length === 0) {
    context.report('FTM308', node.range, "'mixture' needs parts, such as 90% constant(1ms), 10% constant(5ms)");
    return undefined;
  }
  if (!addsUp(percent)) {
    context.report('FTM309', node.range, `the shares of a mixture add up to 100%, these to ${percentText(percent)}`);
    return undefined;
  }
  return { kind: 'mixture', parts };
}
