import { distributionFunctions } from '../../../language/schema/function-schemas';
import type { BlockSchema } from '../../../language/schema/block-schema';
import type { FunctionSchema, ValueType } from '../../../language/schema/value-type';
import { value, words } from './slot';
import type { Slot } from './slot';

/** A statement's words after the colon of a property, and what may follow them. */
export interface ValueSlots {
  readonly slots: readonly Slot[];
  /** Whether the value may be complete, so that another statement may begin. */
  readonly isComplete: boolean;
}

/** What may follow in the value of `key: ...`; nothing for a property that the block does not have. */
export function propertyValueSlots(block: BlockSchema, statement: readonly string[]): ValueSlots {
  const schema = block.properties.get(statement[0] ?? '');
  if (schema === undefined) return { slots: [], isComplete: true };
  return valueSlots(schema.type, statement.slice(2), schema.default);
}

/** What may follow `written`, the words of a value of this type so far. */
export function valueSlots(type: ValueType, written: readonly string[], defaultText?: string): ValueSlots {
  const call = openCall(written);
  if (call !== undefined) return { slots: argumentSlots(type, written, call), isComplete: false };
  const last = written.at(-1);
  if (last === undefined) return { slots: [value(type, defaultText)], isComplete: false };
  // After its share stands the distribution of a part.
  if (type.kind === 'weighted-distribution' && last.endsWith('%')) {
    return { slots: [value({ kind: 'distribution' })], isComplete: false };
  }
  if (last === '..') return { slots: [value({ kind: 'duration' })], isComplete: false };
  if (last === '[' || last === ',') return { slots: [value(elementType(type))], isComplete: false };
  if (last === 'every' || last === 'timeout' || last === 'taking') {
    return { slots: [value({ kind: 'duration' })], isComplete: false };
  }
  if (type.kind === 'periodic') {
    const rest = type.parts.filter((part) => !written.includes(part));
    return { slots: [words(...rest)], isComplete: true };
  }
  return {
    slots: [],
    isComplete: written.filter((word) => word === '[').length === written.filter((word) => word === ']').length,
  };
}

/** Index of the parenthesis that is still open, if there is one. */
function openCall(written: readonly string[]): number | undefined {
  const open: number[] = [];
  written.forEach((word, index) => {
    if (word === '(') open.push(index);
    if (word === ')') open.pop();
  });
  return open.at(-1);
}

function argumentSlots(type: ValueType, written: readonly string[], open: number): readonly Slot[] {
  const schema = functionNamed(type, written[open - 1] ?? '');
  if (schema === undefined) return [];
  const inside = written.slice(open + 1);
  const start = lastAtDepthZero(inside, ',') + 1;
  const argument = inside.slice(start);
  if (argument[1] === ':') {
    const parameter = schema.parameters.find(({ name }) => name === argument[0]);
    return parameter === undefined ? [] : valueSlots(parameter.type, argument.slice(2), parameter.default).slots;
  }
  if (argument.length > 0) {
    const type = schema.parameters.find(({ positional }) => positional)?.type;
    return type === undefined ? [] : valueSlots(type, argument).slots;
  }
  const given = inside.filter((_, index) => inside[index + 1] === ':');
  const place = inside.filter((word) => word === ',').length;
  const positional = schema.parameters.filter((parameter) => parameter.positional);
  const byPlace = positional[place] ?? (positional.at(-1)?.rest === true ? positional.at(-1) : undefined);
  const named: Slot = { kind: 'parameters', of: schema, written: new Set(given) };
  return byPlace === undefined ? [named] : [value(byPlace.type, byPlace.default), named];
}

function lastAtDepthZero(list: readonly string[], wanted: string): number {
  let depth = 0;
  let found = -1;
  list.forEach((word, index) => {
    if (word === '(' || word === '[') depth++;
    if (word === ')' || word === ']') depth--;
    if (depth === 0 && word === wanted) found = index;
  });
  return found;
}

/** The function of that name among those the type allows; distributions are allowed wherever a duration varies. */
export function functionNamed(type: ValueType, name: string): FunctionSchema | undefined {
  return (
    functionsOf(type).find((each) => each.name === name) ?? distributionFunctions.find((each) => each.name === name)
  );
}

export function functionsOf(type: ValueType): readonly FunctionSchema[] {
  switch (type.kind) {
    case 'function':
      return type.functions;
    case 'distribution':
    case 'weighted-distribution':
      return distributionFunctions;
    case 'either':
      return type.options.flatMap(functionsOf);
    default:
      return [];
  }
}

/** In a list stands what the property takes many of. */
function elementType(type: ValueType): ValueType {
  return type.kind === 'weighted-distribution' ? { kind: 'distribution' } : type;
}
