import type { PropertySchema } from '../../language/schema/block-schema';
import { distributionFunctions } from '../../language/schema/function-schemas';
import { guaranteeByName, metricByName } from '../../language/schema/metric-schemas';
import type { MetricSchema } from '../../language/schema/metric-schemas';
import { familyByName } from '../../language/schema/policy-schemas';
import type { FamilySchema } from '../../language/schema/policy-schemas';
import type { ValueType, WordSchema } from '../../language/schema/value-type';
import type { TextRange } from '../../language/source-text';
import type {
  CallNode,
  GuaranteeExpectationNode,
  MetricNode,
  NameNode,
  PathNode,
  PolicyNode,
  PropertyNode,
  SectionNode,
  SetNode,
  VaryNode,
} from '../../language/syntax/syntax-tree';
import { touches } from '../positions';
import type { Snapshot } from '../snapshot';
import { pathTo } from '../syntax-walk';
import type { KindNode } from '../syntax-walk';
import { actionIn } from './completion/action-words';
import { schemaOf } from './completion/block-slots';
import { familyOf } from './completion/model-facts';
import { statementWord } from './completion/statement-words';
import { blocksOfPath } from './completion/path-slots';
import { functionNamed } from './completion/value-slots';
import { declaredText, effectiveText, namesOf } from './effective-value';
import type { Explanation } from './hover';
import { DURATIONS, FAULTS, GUARANTEES, METRICS, pageOfBlocks, pageOfFamily } from './hover-pages';
import type { PagePlace } from './hover-pages';
import { functionText, propertyText } from './property-text';

/** The meaning of a word of the language: a property, one of its values, a function, a metric, an action, a statement. */
export function explainWord(snapshot: Snapshot, offset: number): Explanation | undefined {
  const path = pathTo(snapshot.parsed.tree, offset);
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index];
    if (node === undefined) continue;
    const around = path.slice(0, index);
    const found = [explainNode(snapshot, node, around), explainStatement(snapshot, node)].find(
      (each) => each !== undefined && touches(each.range, offset),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function explainNode(snapshot: Snapshot, node: KindNode, around: readonly KindNode[]): Explanation | undefined {
  switch (node.kind) {
    case 'property': {
      const { key } = node as PropertyNode;
      const schema = propertyOf(snapshot, node as PropertyNode, around);
      if (schema === undefined) return undefined;
      const effective = effectiveText(snapshot, [...namesAround(around), key.text]);
      const text = [propertyText(schema), effective].join('\n\n').trim();
      return explain(key.range, key.text, text, pageOfProperties(snapshot, around));
    }
    case 'name': {
      const { text } = node as NameNode;
      const word = wordIn(typeAround(snapshot, around), text);
      return word && explain(node.range, text, word.documentation, pageOfProperties(snapshot, around));
    }
    case 'set':
    case 'vary':
      return explainPath(snapshot, (node as SetNode | VaryNode).path);
    case 'section': {
      const { name } = node as SectionNode;
      const schema = schemaOf(snapshot, blocksOf(around)).sections.get(name.text);
      return schema && explain(name.range, name.text, schema.documentation, pageOfProperties(snapshot, around));
    }
    case 'call': {
      const { name } = node as CallNode;
      const schema = functionNamed(typeAround(snapshot, around) ?? { kind: 'distribution' }, name.text);
      if (schema === undefined) return undefined;
      const page = distributionFunctions.includes(schema) ? DURATIONS : pageOfProperties(snapshot, around);
      return { range: name.range, text: functionText(schema), page };
    }
    case 'policy': {
      const { base } = node as PolicyNode;
      const family = base && familyByName.get(base.text);
      return family && { range: base.range, text: familyText(family), page: pageOfFamily(family.family) };
    }
    case 'metric': {
      const { words, range } = node as MetricNode;
      const metric = metricOf(words.map(({ text }) => text));
      return metric && explain(range, metric.name, metric.documentation, METRICS);
    }
    case 'guarantee-expectation': {
      const { guarantee } = node as GuaranteeExpectationNode;
      const schema = guarantee && guaranteeByName.get(guarantee.text as 'linearizable');
      return schema && explain(guarantee.range, schema.name, schema.documentation, GUARANTEES);
    }
    default: {
      const action = actionIn(node);
      return action && explain(action.range, action.word, action.documentation ?? '', FAULTS);
    }
  }
}

/** The property that a path leads to, and what is declared of it. */
function explainPath(snapshot: Snapshot, path: PathNode | undefined): Explanation | undefined {
  const last = path?.segments.at(-1);
  if (path === undefined || last === undefined) return undefined;
  const names = namesOf(path);
  const schema = blocksOfPath(snapshot, names.slice(0, -1))
    .map(({ properties }) => properties.get(last.text))
    .find((each) => each !== undefined);
  if (schema === undefined) return undefined;
  const text = [propertyText(schema), declaredText(snapshot, names)].join('\n\n').trim();
  return explain(last.range, last.text, text, undefined);
}

/** The name of the declaration or component around a property, and the sections in it. */
function namesAround(around: readonly KindNode[]): readonly string[] {
  const blocks = blocksOf(around);
  const at = blocks.findLastIndex(({ kind }) => kind !== 'section');
  return blocks.slice(Math.max(0, at)).flatMap((node) => {
    const name = 'name' in node ? (node.name as NameNode | undefined) : undefined;
    return name === undefined || !('text' in name) ? [] : [name.text];
  });
}

function explain(range: TextRange, title: string, text: string, page: PagePlace | undefined): Explanation {
  return { range, text: `**${title}**\n\n${text}`, page };
}

/** The word that a statement begins with. */
function explainStatement({ source }: Snapshot, node: KindNode): Explanation | undefined {
  const first = /^[a-z]+/.exec(source.slice(node.range))?.[0];
  const word = first === undefined ? undefined : statementWord(node.kind ?? '', first);
  if (first === undefined || word === undefined) return undefined;
  const range = { start: node.range.start, end: node.range.start + first.length };
  const page = node.kind?.endsWith('expectation') === true ? METRICS : pageOfBlocks([node]);
  return explain(range, first, word.documentation ?? '', page ?? (node.kind?.endsWith('trigger') ? FAULTS : undefined));
}

function propertyOf(
  snapshot: Snapshot,
  { key }: PropertyNode,
  around: readonly KindNode[],
): PropertySchema | undefined {
  return schemaOf(snapshot, blocksOf(around)).properties.get(key.text);
}

/** A property's own value decides which functions of one name are meant, such as a backoff or a distribution. */
function typeAround(snapshot: Snapshot, around: readonly KindNode[]): ValueType | undefined {
  const at = around.findLastIndex(({ kind }) => kind === 'property');
  const property = around[at] as PropertyNode | undefined;
  return property && propertyOf(snapshot, property, around.slice(0, at))?.type;
}

/** One of the words that may be written for a property. */
function wordIn(type: ValueType | undefined, text: string): WordSchema | undefined {
  if (type?.kind === 'words') return type.words.find(({ word }) => word === text);
  if (type?.kind !== 'either') return undefined;
  return type.options.map((option) => wordIn(option, text)).find((found) => found !== undefined);
}

/** Where the table of the properties of the innermost block stands. */
function pageOfProperties(snapshot: Snapshot, around: readonly KindNode[]): PagePlace | undefined {
  const blocks = blocksOf(around);
  const policy = blocks.findLast(({ kind }) => kind === 'policy') as PolicyNode | undefined;
  const family = policy?.base && familyOf(snapshot, policy.base.text)?.family;
  return family === undefined ? pageOfBlocks(blocks) : { page: 'language.md', heading: family };
}

/** Nodes that own braces, as completion knows them. */
function blocksOf(around: readonly KindNode[]): readonly KindNode[] {
  return around.filter(
    ({ kind }) => kind !== 'block' && kind !== 'service-body' && kind !== 'property' && kind !== 'list',
  );
}

function metricOf(words: readonly string[]): MetricSchema | undefined {
  for (let length = words.length; length > 0; length--) {
    const metric = metricByName.get(words.slice(0, length).join(' ') as MetricSchema['name']);
    if (metric !== undefined) return metric;
  }
  return undefined;
}

function familyText({ family, documentation, block }: FamilySchema): string {
  const rows = [...block.properties.values()].map(
    ({ name, default: usual, documentation: meaning }) =>
      `- \`${name}\`${usual === undefined ? '' : ` (\`${usual}\`)`}: ${meaning}`,
  );
  return [`**${family}**`, '', documentation, '', ...rows].join('\n');
}
