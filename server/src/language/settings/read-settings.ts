import { nearestWord } from '../nearest-word';
import type { BlockSchema, PropertySchema } from '../schema/block-schema';
import { propertyCalled } from '../schema/other-names';
import type { TextRange } from '../source-text';
import type { NameNode, PropertyNode, SectionNode } from '../syntax/syntax-tree';
import { describeType, listed } from '../values/describe-type';
import type { ReadContext } from '../values/read-context';
import { readValue } from '../values/read-value';
import { Settings, type Setting } from './settings';

/** What may stand in a block; statements of other kinds are for those who know them. */
type Item = PropertyNode | SectionNode;

/**
 * Reads the properties and sections of a block against its schema: unknown, doubled and missing ones are reported at
 * `place`, and every value is checked. Always gives settings, with what could be read.
 */
export function readSettings(
  items: readonly Item[],
  schema: BlockSchema,
  context: ReadContext,
  place?: TextRange,
): Settings {
  if (items.length === 0) {
    if (place !== undefined) reportMissing(schema, nothing, place, context);
    return emptySettings(schema);
  }
  const own = new Map<string, Setting>();
  const sections = new Map<string, Settings>();
  for (const item of items) {
    const key = item.kind === 'property' ? item.key : item.name;
    if (own.has(key.text) || sections.has(key.text)) reportDouble(key, items, context);
    else if (item.kind === 'property' && schema.properties.has(key.text)) {
      own.set(key.text, readProperty(item, schema, context));
    } else if (item.kind === 'section' && schema.sections.has(key.text)) {
      const section = schema.sections.get(key.text);
      if (section !== undefined) {
        sections.set(key.text, readSettings(item.body.items, section.block, context, key.range));
      }
    } else reportUnknown(item, key, schema, context);
  }
  if (place !== undefined) reportMissing(schema, own, place, context);
  return new Settings(schema, own, sections);
}

/** Reads one value as that of a property. */
export function readProperty(item: PropertyNode, schema: BlockSchema, context: ReadContext): Setting {
  const property = schema.properties.get(item.key.text);
  const value = property && item.value && readValue(property.type, item.value, `'${property.name}'`, context);
  return { value, uri: context.uri, range: item.value?.range ?? item.key.range };
}

const nothing: ReadonlyMap<string, Setting> = new Map();
const empties = new WeakMap<BlockSchema, Settings>();

/** Most blocks are not written, and those are all alike. */
function emptySettings(schema: BlockSchema): Settings {
  let settings = empties.get(schema);
  if (settings === undefined) empties.set(schema, (settings = new Settings(schema)));
  return settings;
}

function reportDouble(key: NameNode, items: readonly Item[], context: ReadContext): void {
  const keys = items.map((item) => (item.kind === 'property' ? item.key : item.name));
  const first = keys.find((each) => each.text === key.text) ?? key;
  const related = [{ uri: context.uri, range: first.range, message: `'${key.text}' is said here first` }];
  context.report('FTM302', key.range, `'${key.text}' is said twice; remove one`, { related });
}

function reportUnknown(item: Item, key: NameNode, schema: BlockSchema, context: ReadContext): void {
  if (item.kind === 'property' && schema.sections.has(key.text)) {
    context.report('FTM312', key.range, `'${key.text}' is a block: '${key.text} { ... }'`);
    return;
  }
  const property = schema.properties.get(key.text);
  if (item.kind === 'section' && property !== undefined) {
    context.report(
      'FTM312',
      key.range,
      `'${key.text}' is a property: '${key.text}: ' and ${describeType(property.type)}`,
    );
    return;
  }
  const elsewhere = schema.elsewhere?.get(key.text);
  if (elsewhere !== undefined) {
    context.report('FTM301', key.range, `${schema.noun} has no '${key.text}'; ${elsewhere}`);
    return;
  }
  const known = [...schema.properties.keys(), ...schema.sections.keys()];
  const meant = propertyCalled(key.text, schema) ?? nearestWord(key.text, known);
  const fixes =
    meant === undefined ? [] : [{ title: `Write '${meant}'`, edits: [{ range: key.range, newText: meant }] }];
  const advice = adviceFor(meant, known, schema.holds);
  context.report('FTM301', key.range, `${schema.noun} has no '${key.text}'; ${advice}`, { fixes });
}

function adviceFor(meant: string | undefined, known: readonly string[], holds: string | undefined): string {
  if (meant !== undefined) return `did you mean '${meant}'?`;
  if (known.length === 0) return holds === undefined ? 'it has no properties' : `it holds ${holds}`;
  const properties = listed(known).replace(/ or ([^ ]*)$/, ' and $1');
  return `it has ${properties}${holds === undefined ? '' : `, and holds ${holds}`}`;
}

function reportMissing(
  schema: BlockSchema,
  own: ReadonlyMap<string, Setting>,
  place: TextRange,
  context: ReadContext,
): void {
  const missing = [...schema.properties.values()].filter((each) => isMissing(each, own));
  for (const each of missing) {
    context.report('FTM303', place, `${schema.noun} needs '${each.name}': ${describeType(each.type)}`);
  }
}

function isMissing(property: PropertySchema, own: ReadonlyMap<string, Setting>): boolean {
  return property.required === true && !own.has(property.name);
}
