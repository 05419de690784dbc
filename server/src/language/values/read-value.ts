import { nearestWord } from '../nearest-word';
import type { ValueType } from '../schema/value-type';
import { countNames, expandNames, type ExpandedName } from '../syntax/name-patterns';
import type { ValueNode } from '../syntax/syntax-tree';
import { describeType, describeValue } from './describe-type';
import { likelyFixes } from './likely-value';
import type { ReadContext } from './read-context';
import { readDistribution, readWeighted } from './read-distribution';
import { functionName, readFunction } from './read-function';
import { readOperations } from './read-operations';
import { readPeriodic } from './read-periodic';
import { isQuantityType, readQuantity, reportWrongKind } from './read-quantity';
import { readDurationRange } from './read-range';
import type { Value } from './value';

/**
 * Reads what stands after a colon as a value of the type that belongs there. Undefined where it is none, which has
 * been reported: nobody has to speak of it again. `label` is what it is a value of, for messages: `'latency'`.
 */
export function readValue(type: ValueType, node: ValueNode, label: string, context: ReadContext): Value | undefined {
  switch (type.kind) {
    case 'duration':
    case 'ratio':
    case 'rate':
    case 'size':
    case 'bandwidth':
    case 'factor':
    case 'count':
      return readQuantity(type, node, label, context);
    case 'distribution': {
      const distribution = readDistribution(node, label, context);
      return distribution && { kind: 'distribution', distribution };
    }
    case 'weighted-distribution': {
      const weighted = readWeighted(node, label, context);
      return weighted && { kind: 'weighted-distribution', ...weighted };
    }
    case 'duration-range': {
      const range = readDurationRange(node, label, context);
      return range && { kind: 'duration-range', ...range };
    }
    case 'switch':
      if (node.kind === 'switch') return { kind: 'switch', on: node.on };
      reportWrongKind(type, node, label, context);
      return undefined;
    case 'words':
      return readWord(type, node, label, context);
    case 'either':
      return readEither(type, node, label, context);
    case 'names':
      return readNames(type, node, label, context);
    case 'text':
      if (node.kind === 'string') return { kind: 'text', text: node.value };
      reportWrongKind(type, node, label, context);
      return undefined;
    case 'operations':
      return readOperations(node, label, context);
    case 'periodic':
      return readPeriodic(type, node, label, context);
    case 'function':
      return readFunction(type, node, label, context);
  }
}

type WordsType = Extract<ValueType, { kind: 'words' }>;

function readWord(type: WordsType, node: ValueNode, label: string, context: ReadContext): Value | undefined {
  const name = functionName(node);
  if (name === undefined || node.kind === 'call') {
    reportWrongKind(type, node, label, context);
    return undefined;
  }
  if (type.words.some((each) => each.word === name.text)) return { kind: 'word', word: name.text };
  reportUnknownWord(type, name.text, node, label, context);
  return undefined;
}

function reportUnknownWord(type: ValueType, text: string, node: ValueNode, label: string, context: ReadContext): void {
  const meant = meantWord(text, wordsOf(type));
  const advice = meant === undefined ? '' : `; did you mean '${meant}'?`;
  const fixes =
    meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range: node.range, newText: meant }] }];
  context.report('FTM305', node.range, `${label} is ${describeType(type)}, not '${text}'${advice}`, { fixes });
}

/** How other systems call it whose words are not the nearest: waiting for the others is the opposite of not waiting. */
const synchronous = new Set(['sync', 'synchronous']);

/** What begins as a word does means it sooner than what differs in a letter: `leader` is no `lease`. */
function meantWord(text: string, known: readonly string[]): string | undefined {
  if (synchronous.has(text) && known.includes('async')) return known.find((each) => each === 'all');
  const longer = known.filter((each) => each.startsWith(`${text}-`));
  return longer.length === 1 ? longer[0] : nearestWord(text, known);
}

function wordsOf(type: ValueType): readonly string[] {
  if (type.kind === 'words') return type.words.map((each) => each.word);
  return type.kind === 'either' ? type.options.flatMap(wordsOf) : [];
}

function readEither(
  type: Extract<ValueType, { kind: 'either' }>,
  node: ValueNode,
  label: string,
  context: ReadContext,
): Value | undefined {
  const option =
    type.options.find((each) => hasFormOf(each, node)) ?? type.options.find((each) => mayBecome(each, node));
  if (option !== undefined) {
    if (isQuantityType(option)) return readQuantity(option, node, label, context, wordsOf(type));
    return readValue(option, node, label, context);
  }
  const name = functionName(node);
  if (name !== undefined && node.kind !== 'call') reportUnknownWord(type, name.text, node, label, context);
  else {
    const message = `${label} is ${describeType(type)}; this is ${describeValue(node)}`;
    context.report('FTM300', node.range, message, likelyFixes(type, node, label));
  }
  return undefined;
}

/** Whether the value has the outward form of the type: the word is one of its words, the unit is of its dimension. */
function hasFormOf(type: ValueType, node: ValueNode): boolean {
  switch (type.kind) {
    case 'words': {
      const name = functionName(node);
      return name !== undefined && node.kind !== 'call' && type.words.some((each) => each.word === name.text);
    }
    case 'names':
      return node.kind === 'path' || node.kind === 'name-pattern' || node.kind === 'list';
    case 'duration':
    case 'ratio':
    case 'rate':
    case 'size':
    case 'bandwidth':
    case 'factor':
    case 'count':
      return node.kind === 'quantity' && node.dimension === type.kind;
    case 'distribution':
    case 'weighted-distribution':
    case 'duration-range':
    case 'switch':
    case 'either':
    case 'text':
    case 'operations':
    case 'periodic':
    case 'function':
      return false;
  }
}

/** Whether it could be meant as the type: a number where one is wanted, with the wrong unit. */
function mayBecome(type: ValueType, node: ValueNode): boolean {
  const wantsNumber = type.kind === 'duration' || type.kind === 'count' || type.kind === 'factor';
  return node.kind === 'quantity' && wantsNumber;
}

function readNames(
  type: Extract<ValueType, { kind: 'names' }>,
  node: ValueNode,
  label: string,
  context: ReadContext,
): Value | undefined {
  const items = node.kind === 'list' ? node.items : [node];
  if (!type.many && node.kind === 'list') {
    context.report('FTM311', node.range, `${label} takes one name, not a list`);
    return undefined;
  }
  const names: ExpandedName[] = [];
  for (const item of items) {
    const found = namesIn(item);
    if (found === undefined) reportWrongKind(type, item, label, context);
    else names.push(...found);
  }
  return names.length === 0 ? undefined : { kind: 'names', names };
}

function namesIn(node: ValueNode): readonly ExpandedName[] | undefined {
  if (node.kind === 'name-pattern') return countNames(node) === 0 ? undefined : [...expandNames(node)];
  const name = node.kind === 'call' ? undefined : functionName(node);
  return name && [name];
}
