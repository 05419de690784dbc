import type { ValueType } from '../schema/value-type';
import { SourceText } from '../source-text';
import { parse } from '../syntax/parse';
import { silentContext } from './read-context';
import { readValue } from './read-value';
import type { Value } from './value';

/** What has a default: a property of a block, or a parameter of a function. */
interface WithDefault {
  readonly name: string;
  readonly type: ValueType;
  readonly default?: string;
}

const defaults = new WeakMap<WithDefault, Value>();

/**
 * The value that holds when nothing is written. Defaults stand in the schema as a person would write them, so that the
 * documentation, the editor and the model show one and the same; they are read once, by the language itself.
 */
export function defaultOf(schema: WithDefault): Value | undefined {
  if (schema.default === undefined) return undefined;
  let value = defaults.get(schema);
  if (value === undefined) {
    value = readDefault(schema, schema.default);
    if (value !== undefined) defaults.set(schema, value);
  }
  return value;
}

function readDefault(schema: WithDefault, text: string): Value | undefined {
  const { tree } = parse(new SourceText('', `policy p = p { ${schema.name}: ${text} }`));
  const declaration = tree.declarations[0];
  const item = declaration?.kind === 'policy' ? declaration.body?.items[0] : undefined;
  if (item?.kind !== 'property' || item.value === undefined) return undefined;
  return readValue(schema.type, item.value, `'${schema.name}'`, silentContext);
}
