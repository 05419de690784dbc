import { nearestWord } from '../nearest-word';
import type { FunctionSchema, ParameterSchema, ValueType } from '../schema/value-type';
import type { ArgumentNode, CallNode, NameNode, ValueNode } from '../syntax/syntax-tree';
import { defaultOf } from './default-value';
import { listed, signatureOf } from './describe-type';
import type { ReadContext } from './read-context';
import { reportWrongKind } from './read-quantity';
import { readValue } from './read-value';
import type { FunctionValue, Value } from './value';

/** Reads `name(...)` or a bare `name` as one of several functions. */
export function readFunction(
  type: Extract<ValueType, { kind: 'function' }>,
  node: ValueNode,
  label: string,
  context: ReadContext,
): FunctionValue | undefined {
  const name = functionName(node);
  if (name === undefined) {
    reportWrongKind(type, node, label, context);
    return undefined;
  }
  const schema = type.functions.find((each) => each.name === name.text);
  if (schema === undefined) {
    reportUnknown(type, name, label, context);
    return undefined;
  }
  if (node.kind === 'call') return readCall(schema, node, context);
  if (schema.bare !== true) {
    context.report('FTM308', node.range, `'${name.text}' is written ${signatureOf(schema)}`);
    return undefined;
  }
  return { kind: 'function', name: schema.name, args: fillDefaults(schema, new Map()) };
}

/** Reads the arguments of a call against its schema; undefined when one is wrong or missing. */
export function readCall(schema: FunctionSchema, node: CallNode, context: ReadContext): FunctionValue | undefined {
  const args = new Map<string, Value>();
  const seen = new Set<string>();
  let sound = true;
  let place = 0;
  const positional = schema.parameters.filter((each) => each.positional === true);
  for (const argument of node.args) {
    const parameter = parameterOf(schema, node, argument, positional[place], context);
    if (argument.name === undefined) place++;
    if (parameter === undefined || argument.value === undefined) {
      sound = false;
      continue;
    }
    if (seen.has(parameter.name)) {
      context.report('FTM308', argument.range, `'${parameter.name}' is given twice`);
      continue;
    }
    seen.add(parameter.name);
    const value = readValue(parameter.type, argument.value, `'${parameter.name}' of '${schema.name}'`, context);
    if (value === undefined) sound = false;
    else args.set(parameter.name, value);
  }
  const missing = schema.parameters.filter((each) => each.default === undefined && !seen.has(each.name));
  if (missing.length > 0 && sound) {
    const names = missing.map((each) => `'${each.name}'`).join(' and ');
    context.report('FTM308', node.name.range, `'${schema.name}' needs ${names}: ${signatureOf(schema)}`);
  }
  if (!sound || missing.length > 0) return undefined;
  return { kind: 'function', name: schema.name, args: fillDefaults(schema, args) };
}

/** The name of what may be a function: of a call, or a word by itself. */
export function functionName(node: ValueNode): NameNode | undefined {
  if (node.kind === 'call') return node.name;
  if (node.kind === 'switch') return { kind: 'name', text: node.on ? 'on' : 'off', range: node.range };
  return node.kind === 'path' && node.segments.length === 1 ? node.segments[0] : undefined;
}

/** Says that no function of this kind has this name, and which has nearly. */
export function reportUnknown(
  type: { readonly noun: string; readonly functions: readonly FunctionSchema[] },
  name: NameNode,
  label: string,
  context: ReadContext,
): void {
  const known = type.functions.map((each) => each.name);
  const meant = nearestWord(name.text, known);
  const advice = meant === undefined ? `there is ${listed(known)}` : `did you mean '${meant}'?`;
  const fixes =
    meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range: name.range, newText: meant }] }];
  context.report('FTM307', name.range, `${label} needs ${type.noun}, and '${name.text}' is none; ${advice}`, { fixes });
}

function parameterOf(
  schema: FunctionSchema,
  call: CallNode,
  argument: ArgumentNode,
  byPlace: ParameterSchema | undefined,
  context: ReadContext,
): ParameterSchema | undefined {
  if (argument.name === undefined) {
    if (byPlace === undefined && argument.value !== undefined) reportUnnamed(schema, call, argument, context);
    return byPlace;
  }
  const { text, range } = argument.name;
  const named = schema.parameters.find((each) => each.name === text && each.rest !== true);
  if (named !== undefined) return named;
  const meant = nearestWord(
    text,
    schema.parameters.map((each) => each.name),
  );
  const fixes = meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range, newText: meant }] }];
  const advice = meant === undefined ? signatureOf(schema) : `did you mean '${meant}'?`;
  context.report('FTM308', range, `'${schema.name}' has no '${text}'; ${advice}`, { fixes });
  return undefined;
}

/** Many languages tell arguments by their order: what stands first is taken for the first parameter that has no name yet. */
function reportUnnamed(schema: FunctionSchema, call: CallNode, argument: ArgumentNode, context: ReadContext): void {
  const takes = `'${schema.name}' takes ${schema.parameters.length === 0 ? 'nothing' : signatureOf(schema)}`;
  const named = new Set(call.args.map(({ name }) => name?.text));
  const free = schema.parameters.filter((each) => each.positional !== true && !named.has(each.name));
  const unnamed = call.args.filter(({ name }) => name === undefined);
  const places = schema.parameters.filter((each) => each.positional === true).length;
  const meant = free[unnamed.indexOf(argument) - places]?.name;
  if (meant === undefined) {
    const advice = schema.parameters.length === 0 ? 'remove this' : `say what this is: 'name: value'`;
    return context.report('FTM308', argument.range, `${takes}; ${advice}`);
  }
  const { start } = argument.range;
  const fix = {
    title: `Write '${meant}: ' before it`,
    edits: [{ range: { start, end: start }, newText: `${meant}: ` }],
  };
  context.report('FTM308', argument.range, `${takes}; is this its '${meant}'?`, { fixes: [fix] });
}

function fillDefaults(schema: FunctionSchema, given: Map<string, Value>): ReadonlyMap<string, Value> {
  for (const parameter of schema.parameters) {
    if (given.has(parameter.name)) continue;
    const value = defaultOf(parameter);
    if (value !== undefined) given.set(parameter.name, value);
  }
  return given;
}
