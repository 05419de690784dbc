import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import type { SymbolKind } from '../../../language/names/symbols';
import type { FunctionSchema, NameRole, ParameterSchema, ValueType } from '../../../language/schema/value-type';
import { distributionFunctions } from '../../../language/schema/function-schemas';
import { vocabulary } from '../../../language/syntax/keywords';
import type { Dimension } from '../../../language/syntax/syntax-tree';
import { units } from '../../../language/units';
import { signatureOf } from '../../../language/values/describe-type';
import type { Snapshot } from '../../snapshot';
import { nameOffers } from './offer';
import type { Offer } from './offer';

/** What may stand for a value of a type, the default first; of a number that has none, an example. */
export function valueItems(snapshot: Snapshot, type: ValueType, defaultText: string | undefined): readonly Offer[] {
  const usual: Offer[] =
    defaultText === undefined ? [] : [{ label: defaultText, kind: CompletionItemKind.Value, detail: 'default' }];
  const items = itemsOfType(snapshot, type);
  const rest = items.filter(({ label }) => label !== defaultText);
  const told = items.find(({ label }) => label === defaultText);
  const offers = [...(told === undefined ? usual : [{ ...told, detail: 'default' }]), ...rest];
  const example = NUMBERS[type.kind];
  return offers.length > 0 || example === undefined
    ? offers
    : [{ label: example, kind: CompletionItemKind.Value, detail: 'for example' }];
}

/** Numbers that show how one is written. */
const NUMBERS: Readonly<Partial<Record<ValueType['kind'], string>>> = {
  duration: '100ms',
  'duration-range': '5s..10s',
  ratio: '99%',
  rate: '100/s',
  factor: '2x',
  count: '3',
};

function itemsOfType(snapshot: Snapshot, type: ValueType): readonly Offer[] {
  switch (type.kind) {
    case 'words':
      return type.words.map(({ word, documentation }) => ({
        label: word,
        kind: CompletionItemKind.EnumMember,
        documentation: { kind: 'markdown', value: documentation },
      }));
    case 'switch':
      return ['on', 'off'].map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
    case 'either':
      return type.options.flatMap((option) => itemsOfType(snapshot, option));
    case 'names':
      return nameOffers(snapshot, KINDS_OF_ROLE[type.of]);
    case 'function':
      return type.functions.map(functionOffer);
    case 'distribution':
    case 'weighted-distribution':
      return distributionFunctions.map(functionOffer);
    case 'operations':
      return vocabulary.operation
        .filter((word) => word !== 'call')
        .map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
    case 'periodic':
      return [
        snippet('every', `every \${1:10s}${type.parts.map((part, index) => partSnippet(part, index + 2)).join('')}`),
      ];
    case 'text':
      return [snippet('"..."', '"$1"')];
    case 'duration':
    case 'duration-range':
    case 'ratio':
    case 'rate':
    case 'size':
    case 'bandwidth':
    case 'factor':
    case 'count':
      return [];
  }
}

/** Units that may follow a number in a value of this type, the number included, as that is what is replaced. */
export function unitItems(type: ValueType, number: string): readonly Offer[] {
  const dimensions = dimensionsOf(type);
  return [...units]
    .filter(([unit, { dimension }]) => unit !== '' && !SELDOM.has(unit) && dimensions.includes(dimension))
    .filter(([unit]) => unit !== 'ticks' && unit !== 'entries')
    .map(([unit, { dimension }]) => ({ label: `${number}${unit}`, kind: CompletionItemKind.Unit, detail: dimension }));
}

/** Units that mean the same as another one, and rates that nobody thinks in. */
const SELDOM: ReadonlySet<string> = new Set(['m', '/m', '/ns', '/us', '/ms', '/w', '/y']);

function dimensionsOf(type: ValueType): readonly Dimension[] {
  switch (type.kind) {
    case 'duration':
    case 'duration-range':
    case 'distribution':
    case 'periodic':
    case 'function':
      return ['duration'];
    case 'ratio':
    case 'operations':
    case 'weighted-distribution':
      return ['ratio'];
    case 'rate':
    case 'size':
    case 'bandwidth':
    case 'factor':
      return [type.kind];
    case 'either':
      return type.options.flatMap(dimensionsOf);
    case 'count':
    case 'switch':
    case 'words':
    case 'names':
    case 'text':
      return [];
  }
}

const KINDS_OF_ROLE: Readonly<Record<NameRole, readonly SymbolKind[]>> = {
  topology: ['topology'],
  policy: ['policy'],
  workload: ['workload'],
  faults: ['faults'],
  scenario: ['scenario'],
  node: ['node'],
};

function functionOffer(schema: FunctionSchema): Offer {
  const documentation = { kind: 'markdown', value: schema.documentation } as const;
  const base = { label: schema.name, kind: CompletionItemKind.Function, detail: signatureOf(schema), documentation };
  if (schema.bare === true || schema.parameters.length === 0) return base;
  const inside = schema.parameters
    .filter((parameter) => parameter.default === undefined)
    .map((parameter, index) => parameterSnippet(parameter, index + 1));
  return { ...base, insertText: `${schema.name}(${inside.join(', ')})`, insertTextFormat: InsertTextFormat.Snippet };
}

function parameterSnippet(parameter: ParameterSchema, stop: number): string {
  const example = EXAMPLES[parameter.type.kind] ?? parameter.name;
  const place = `\${${String(stop)}:${example}}`;
  return parameter.positional === true ? place : `${parameter.name}: ${place}`;
}

const EXAMPLES: Readonly<Partial<Record<ValueType['kind'], string>>> = {
  duration: '5ms',
  'duration-range': '1ms..5ms',
  'weighted-distribution': '90% constant(1ms), 10% constant(10ms)',
  text: '"latencies.csv"',
  count: '1',
};

function partSnippet(part: 'taking' | 'timeout' | 'failures', stop: number): string {
  return ` ${part} \${${String(stop)}:${part === 'failures' ? '3' : '1s'}}`;
}

function snippet(label: string, insertText: string): Offer {
  return { label, kind: CompletionItemKind.Snippet, insertText, insertTextFormat: InsertTextFormat.Snippet };
}
