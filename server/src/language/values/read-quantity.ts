import type { Dimension, QuantityNode, ValueNode } from '../syntax/syntax-tree';
import type { CountType, ValueType } from '../schema/value-type';
import { units } from '../units';
import { describeType, describeValue, listed } from './describe-type';
import { likelyFixes } from './likely-value';
import type { ReadContext } from './read-context';
import type { Value } from './value';

/** The types whose values are one number with a unit. */
export type QuantityType = Extract<
  ValueType,
  { kind: 'duration' | 'ratio' | 'rate' | 'size' | 'bandwidth' | 'factor' | 'count' }
>;

export function isQuantityType(type: ValueType): type is QuantityType {
  return dimensions.has(type.kind);
}

const dimensions: ReadonlySet<string> = new Set<QuantityType['kind']>([
  ...(['duration', 'ratio', 'rate', 'size', 'bandwidth', 'factor', 'count'] as const),
]);

/** A number in base units; shares are divided rather than multiplied, so that 99.95% is the nearest double to 0.9995. */
export function inBaseUnits(node: QuantityNode, unit: string = node.unit): number {
  if (unit === '%') return node.value / 100;
  if (unit === 'ppm') return node.value / 1e6;
  return node.value * (units.get(unit)?.scale ?? 1);
}

/** Reads a number that must have a certain dimension, and checks its bounds. */
export function readQuantity(
  type: QuantityType,
  node: ValueNode,
  label: string,
  context: ReadContext,
  /** Words that may stand in its place. */
  words: readonly string[] = [],
): Value | undefined {
  if (node.kind !== 'quantity') {
    reportWrongKind(type, node, label, context);
    return undefined;
  }
  // The lexer has spoken of unknown units.
  if (node.dimension === undefined) return undefined;
  if (node.dimension !== type.kind) {
    reportWrongDimension(type, node, label, context);
    return undefined;
  }
  const amount = inBaseUnits(node);
  const complaint = boundsComplaint(type, node, amount);
  if (complaint !== undefined) {
    const choice = words.length === 0 ? '' : `; it may also be ${listed(words.map((word) => `'${word}'`))}`;
    const fixes = words.map((word) => ({ title: `Write '${word}'`, edits: [{ range: node.range, newText: word }] }));
    context.report('FTM304', node.range, `${label} ${complaint}, not ${node.raw}${choice}`, { fixes });
    return undefined;
  }
  return quantityValue(type.kind, amount);
}

/** Says that a value is no quantity at all, or of another form than is wanted. */
export function reportWrongKind(type: ValueType, node: ValueNode, label: string, context: ReadContext): void {
  const message = `${label} needs ${describeType(type)}; this is ${describeValue(node)}`;
  context.report('FTM300', node.range, message, likelyFixes(type, node, label));
}

function reportWrongDimension(type: QuantityType, node: QuantityNode, label: string, context: ReadContext): void {
  const wanted = describeType(type);
  const fixes = likelyFixes(type, node, label);
  if (node.dimension === 'count' && node.unit === '' && type.kind !== 'count')
    return context.report('FTM306', node.range, `${label} needs ${wanted}; ${node.raw} has no unit`, fixes);
  context.report('FTM300', node.range, `${label} needs ${wanted}; ${node.raw} is ${describeValue(node)}`, fixes);
}

function boundsComplaint(type: QuantityType, node: QuantityNode, amount: number): string | undefined {
  switch (type.kind) {
    case 'duration':
      if (type.signed !== true && amount < 0) return 'must not be negative';
      return type.positive === true && Math.round(amount) === 0 ? 'must be longer than zero' : undefined;
    case 'ratio':
      if (type.signed !== true && amount < 0) return 'must not be negative';
      if (type.signed !== true && type.unbounded !== true && amount > 1) return 'is at most 100%';
      return type.positive === true && amount === 0 ? 'must be more than zero' : undefined;
    case 'rate':
    case 'size':
      if (amount < 0) return 'must not be negative';
      return type.positive === true && amount === 0 ? 'must be more than zero' : undefined;
    case 'bandwidth':
    case 'factor':
      return amount <= 0 ? 'must be more than zero' : undefined;
    case 'count':
      return countComplaint(type, node, amount);
  }
}

function countComplaint(type: CountType, node: QuantityNode, amount: number): string | undefined {
  if (type.fractional !== true && !Number.isInteger(amount)) return 'must be a whole number';
  if (amount < (type.min ?? -Infinity)) {
    return type.min === 0 ? 'must not be negative' : `must be at least ${String(type.min)}`;
  }
  if (amount > (type.max ?? Infinity)) return `is at most ${String(type.max)}`;
  if (node.unit !== '' && node.unit !== type.unit) {
    return type.unit === undefined ? `is a bare number without '${node.unit}'` : `is counted in ${type.unit}`;
  }
  return undefined;
}

function quantityValue(kind: Dimension, amount: number): Value {
  switch (kind) {
    case 'duration':
      return { kind, ns: amount };
    case 'ratio':
      return { kind, share: amount };
    case 'rate':
      return { kind, perS: amount };
    case 'size':
      return { kind, bytes: amount };
    case 'bandwidth':
      // The language counts bandwidth in bits, the model in bytes.
      return { kind, bytesPerS: amount / 8 };
    case 'factor':
      return { kind, factor: amount };
    case 'count':
      return { kind, count: amount };
  }
}
