import type { ValueNode } from '../syntax/syntax-tree';
import type { ValueType } from '../schema/value-type';

/** What a value of this type is called and looks like: `a duration such as 5ms`. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'duration':
      return type.signed === true ? 'a duration such as +5ms or -5ms' : 'a duration such as 5ms';
    case 'distribution':
      return 'a duration such as 5ms, a range such as 1ms..5ms or a distribution';
    case 'duration-range':
      return 'a range of durations such as 150ms..300ms';
    case 'ratio':
      return type.signed === true ? 'a share such as 200ppm' : 'a share such as 5%';
    case 'rate':
      return 'a rate such as 200/s';
    case 'size':
      return 'a size such as 64KB';
    case 'bandwidth':
      return 'a bandwidth such as 100Mbps';
    case 'factor':
      return 'a factor such as 5x';
    case 'count':
      return describeCount(type);
    case 'switch':
      return 'on or off';
    case 'words':
      return listed(type.words.map((each) => each.word));
    case 'either':
      return describeEither(type.options);
    case 'names':
      return type.many ? `names of ${plural[type.of]}` : `the name of ${singular[type.of]}`;
    case 'text':
      return 'a text in double quotes';
    case 'operations':
      return "operations such as 'read 70%, write 30%' or '[write, read]'";
    case 'periodic':
      return `a period such as 'every 5s${type.parts.map((part) => ` ${periodicExamples[part]}`).join('')}'`;
    case 'function':
      return `${type.noun}: ${listed(type.functions.map((each) => signatureOf(each)))}`;
    case 'weighted-distribution':
      return "a share of a distribution, such as '90% constant(1ms)'";
  }
}

/** The parentheses of a function as they would be written, `(median, p99)`, or nothing where there are none. */
export function signatureOf(schema: {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly positional?: boolean }[];
}): string {
  if (schema.parameters.length === 0) return schema.name;
  const inside = schema.parameters.map((each) => (each.positional === true ? each.name : `${each.name}:`));
  return `${schema.name}(${inside.join(', ')})`;
}

/** What was written, for the second half of a message: `a size`. */
export function describeValue(value: ValueNode): string {
  switch (value.kind) {
    case 'quantity':
      return value.dimension === undefined ? 'no quantity' : dimensionNouns[value.dimension];
    case 'range':
      return 'a range';
    case 'list':
      return 'a list';
    case 'call':
      return 'a function';
    case 'string':
      return 'a text';
    case 'switch':
      return 'a switch';
    case 'path':
    case 'name-pattern':
      return 'a name';
    case 'weighted':
      return 'a share of something';
    case 'periodic':
      return 'a period';
  }
}

/** `a, b or c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1) ?? ''}`;
}

function describeCount(type: Extract<ValueType, { kind: 'count' }>): string {
  const what = type.fractional === true ? 'a number' : 'a whole number';
  const bounds =
    type.max === undefined || type.max > 1e6
      ? (type.min ?? 0) > 0
        ? ` of at least ${String(type.min)}`
        : ''
      : ` from ${String(type.min ?? 0)} to ${String(type.max)}`;
  return `${what}${bounds}${type.unit === undefined ? '' : `, such as 5 ${type.unit}`}`;
}

/** Words of all options first, then the rest: `async, all or a whole number`. */
function describeEither(options: readonly ValueType[]): string {
  const words = options.flatMap((option) => (option.kind === 'words' ? option.words.map((each) => each.word) : []));
  return listed([...words, ...options.filter((option) => option.kind !== 'words').map(describeType)]);
}

const singular = {
  topology: 'a topology',
  policy: 'a policy',
  workload: 'a workload',
  faults: 'a fault schedule',
  scenario: 'a scenario',
  node: 'a node',
} as const;

const plural = {
  topology: 'topologies',
  policy: 'policies',
  workload: 'workloads',
  faults: 'fault schedules',
  scenario: 'scenarios',
  node: 'nodes',
} as const;

const periodicExamples = { taking: 'taking 1s', timeout: 'timeout 1s', failures: 'failures 3' } as const;

/** What each dimension is called. */
export const dimensionNouns = {
  duration: 'a duration',
  ratio: 'a share',
  rate: 'a rate',
  size: 'a size',
  bandwidth: 'a bandwidth',
  factor: 'a factor',
  count: 'a bare number',
} as const;
