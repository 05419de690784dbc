import type { ProblemExtras } from '../problem';
import type { FunctionSchema, ValueType } from '../schema/value-type';
import type { Dimension, QuantityNode, ValueNode } from '../syntax/syntax-tree';
import { units } from '../units';

/** Quick fixes that write what a value of a wrong form was most likely meant to be. */
export function likelyFixes(type: ValueType, node: ValueNode, label: string): Pick<ProblemExtras, 'fixes'> {
  const fixes = likelyValues(type, node, label).map((newText) => ({
    title: `Write ${newText}`,
    edits: [{ range: node.range, newText }],
  }));
  return fixes.length === 0 ? {} : { fixes };
}

/** The likeliest first. */
function likelyValues(type: ValueType, node: ValueNode, label: string): readonly string[] {
  // Configuration files of other systems put values in quotes; here that makes them texts.
  if (node.kind === 'string' && type.kind !== 'text')
    return type.kind === 'switch' ? switched(node.value) : bare(node.value);
  switch (type.kind) {
    case 'switch':
      if (node.kind === 'path' && node.segments.length === 1) return switched(node.segments[0]?.text ?? '');
      return node.kind === 'quantity' ? switched(node.raw) : [];
    case 'function':
      return asFunction(type.functions, node);
    default:
      return node.kind === 'quantity' ? likelyNumbers(type, node, label) : [];
  }
}

/** One word or number, which may stand by itself. */
function bare(text: string): readonly string[] {
  return /^[A-Za-z0-9_.%/-]+$/.test(text) ? [text] : [];
}

const ON = new Set(['on', 'true', 'yes', 'enabled', 'enable', '1']);
const OFF = new Set(['off', 'false', 'no', 'disabled', 'disable', 'none', '0']);

function switched(text: string): readonly string[] {
  const word = text.toLowerCase();
  return ON.has(word) ? ['on'] : OFF.has(word) ? ['off'] : [];
}

/** How much longer the last pause of a backoff is than the first where only one is said: as in `exponential(50ms..1s)`. */
const BACKOFF_GROWTH = 20;

/** The one value that a function takes by its place, without the function. */
function asFunction(functions: readonly FunctionSchema[], node: ValueNode): readonly string[] {
  for (const { name, parameters } of functions) {
    const first = parameters.find(({ positional }) => positional === true);
    const mayDoWithIt = parameters.every((each) => each === first || each.default !== undefined);
    if (first === undefined || !mayDoWithIt) continue;
    if (first.type.kind === 'count' && node.kind === 'quantity' && node.dimension === 'count')
      return [`${name}(${node.raw})`];
    if (first.type.kind !== 'duration-range') continue;
    if (node.kind === 'range' && node.high !== undefined) return [`${name}(${node.low.raw}..${node.high.raw})`];
    if (node.kind === 'quantity' && node.dimension === 'duration')
      return [`${name}(${node.raw}..${timesLonger(node, BACKOFF_GROWTH)})`, `${name}(${node.raw}..${node.raw})`];
  }
  return [];
}

function timesLonger({ value, unit }: QuantityNode, times: number): string {
  const longer = value * times;
  return unit === 'ms' && longer % 1000 === 0 ? `${plain(longer / 1000)}s` : `${plain(longer)}${unit}`;
}

function likelyNumbers(type: ValueType, node: QuantityNode, label: string): readonly string[] {
  if (node.dimension === 'count' && node.unit === '' && type.kind !== 'count') return withUnit(type, node, label);
  if (type.kind === 'rate' && node.dimension === 'duration') {
    // So long from one to the next.
    const perS = 1e9 / (node.value * (units.get(node.unit)?.scale ?? 1));
    return Number.isInteger(perS) ? [`${perS}/s`] : [];
  }
  if (type.kind === 'bandwidth' && node.dimension === 'size') {
    const bits = node.value * (units.get(node.unit)?.scale ?? 1) * 8;
    const unit = bits >= 1e9 ? 'Gbps' : bits >= 1e6 ? 'Mbps' : 'Kbps';
    return [`${plain(bits / (units.get(unit)?.scale ?? 1))}${unit}`];
  }
  return type.kind === 'count' && node.dimension === 'factor' ? [plain(node.value)] : [];
}

/** What lasts seconds more often than milliseconds. */
const LONG = new Set(["'duration'", "'warm-up'", "'at'", "'every'", "'for'", "'after'", "'from'", "'to'"]);

function withUnit(type: ValueType, { raw, value }: QuantityNode, label: string): readonly string[] {
  if (type.kind === 'duration') return LONG.has(label) ? [`${raw}s`, `${raw}ms`] : [`${raw}ms`, `${raw}s`];
  // 0.99 is what other tools call 99 %.
  if (type.kind === 'ratio' && value > 0 && value < 1) return [`${plain(value * 100)}%`, `${raw}%`];
  const unit = type.kind in likelyUnit ? likelyUnit[type.kind as Dimension] : undefined;
  return unit === undefined ? [] : [`${raw}${unit}`];
}

/** Without the digits that binary fractions leave behind. */
function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** The unit that is offered for a bare number. */
const likelyUnit: Readonly<Record<Dimension, string | undefined>> = {
  duration: 'ms',
  ratio: '%',
  rate: '/s',
  size: 'KB',
  bandwidth: 'Mbps',
  factor: 'x',
  count: undefined,
};
