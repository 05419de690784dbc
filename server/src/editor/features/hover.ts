import type { Hover, Position } from 'vscode-languageserver';
import type { ModelSymbol } from '../../language/names/symbols';
import { guaranteeByName, metricByName } from '../../language/schema/metric-schemas';
import type { MetricSchema } from '../../language/schema/metric-schemas';
import { familyByName } from '../../language/schema/policy-schemas';
import type { FamilySchema } from '../../language/schema/policy-schemas';
import type { TextRange } from '../../language/source-text';
import type {
  CallNode,
  GuaranteeExpectationNode,
  MetricNode,
  PolicyNode,
  PropertyNode,
  SectionNode,
} from '../../language/syntax/syntax-tree';
import { offsetAt, rangeOf, touches } from '../positions';
import type { Snapshot } from '../snapshot';
import { pathTo } from '../syntax-walk';
import type { KindNode } from '../syntax-walk';
import { actions } from './completion/action-words';
import { schemaOf } from './completion/block-slots';
import { functionNamed } from './completion/value-slots';
import { effectivePolicy } from './effective-policy';
import { occurrenceAt } from './occurrences';
import { functionText, propertyText } from './property-text';
import { storeText } from './store-hover';

/** What is said about a stretch of the text, as Markdown. */
interface Explanation {
  readonly range: TextRange;
  readonly text: string;
}

/** The meaning of whatever stands at a position: a name, a property, a function, a metric, an action. */
export function hover(snapshot: Snapshot, position: Position): Hover | undefined {
  const offset = offsetAt(snapshot.source, position);
  const explanation = explainName(snapshot, offset) ?? explainWord(snapshot, offset);
  if (explanation === undefined) return undefined;
  return {
    range: rangeOf(snapshot.source, explanation.range),
    contents: { kind: 'markdown', value: explanation.text },
  };
}

function explainName(snapshot: Snapshot, offset: number): Explanation | undefined {
  const range = occurrenceAt(snapshot, offset);
  const [symbol, ...others] = snapshot.symbols.symbolsAt(snapshot.uri, offset);
  if (range === undefined || symbol === undefined) return undefined;
  const text = [heading(symbol), symbol.documentation ?? '', factsOf(snapshot, symbol)];
  if (others.length > 0) text.push(`and ${others.map(({ name }) => `\`${name}\``).join(', ')}`);
  return { range, text: text.filter((part) => part !== '').join('\n\n') };
}

function heading(symbol: ModelSymbol): string {
  const line = symbol.detail.startsWith(symbol.kind) ? symbol.detail : `${symbol.kind} ${symbol.name}`;
  const detail =
    symbol.detail === '' || symbol.detail === line || symbol.detail === symbol.kind ? '' : ` // ${symbol.detail}`;
  return `\`\`\`ftm\n${line === symbol.detail ? `${symbol.name}: ${line}` : line}${detail}\n\`\`\``;
}

function factsOf(snapshot: Snapshot, symbol: ModelSymbol): string {
  if (symbol.kind === 'store') return storeText(snapshot, symbol);
  if (symbol.kind !== 'policy') return '';
  const policy = effectivePolicy(snapshot, symbol.name);
  if (policy === undefined) return '';
  const rows = policy.properties.map(({ name, value, from }) => {
    const source = from === undefined ? 'default' : from === symbol.name ? '' : `from ${from}`;
    return `| \`${name}\` | \`${value}\` | ${source} |`;
  });
  return [policy.family.documentation, '', '| property | value | |', '|---|---|---|', ...rows].join('\n');
}

function explainWord(snapshot: Snapshot, offset: number): Explanation | undefined {
  const path = pathTo(snapshot.parsed.tree, offset);
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index];
    const found = node && explainNode(snapshot, node, path.slice(0, index), offset);
    if (found !== undefined && touches(found.range, offset)) return found;
  }
  return undefined;
}

function explainNode(
  snapshot: Snapshot,
  node: KindNode,
  around: readonly KindNode[],
  offset: number,
): Explanation | undefined {
  switch (node.kind) {
    case 'property': {
      const { key } = node as PropertyNode;
      const schema = schemaOf(snapshot, blocksOf(around)).properties.get(key.text);
      return schema && { range: key.range, text: `**${key.text}**\n\n${propertyText(schema)}` };
    }
    case 'section': {
      const { name } = node as SectionNode;
      const schema = schemaOf(snapshot, blocksOf(around)).sections.get(name.text);
      return schema && { range: name.range, text: `**${name.text}**\n\n${schema.documentation}` };
    }
    case 'call': {
      const { name } = node as CallNode;
      const schema = functionNamed(typeAround(snapshot, around), name.text);
      return schema && { range: name.range, text: functionText(schema) };
    }
    case 'policy': {
      const { base } = node as PolicyNode;
      const family = base && familyByName.get(base.text);
      return family && { range: base.range, text: familyText(family) };
    }
    case 'metric': {
      const { words, range } = node as MetricNode;
      const metric = metricOf(words.map(({ text }) => text));
      return metric && { range, text: `**${metric.name}**\n\n${metric.documentation}` };
    }
    case 'guarantee-expectation': {
      const { guarantee } = node as GuaranteeExpectationNode;
      const schema = guarantee && guaranteeByName.get(guarantee.text as 'linearizable');
      return schema && { range: guarantee.range, text: `**${schema.name}**\n\n${schema.documentation}` };
    }
    default:
      return explainAction(node, offset);
  }
}

/** The first word of what a fault does. */
function explainAction(node: KindNode, offset: number): Explanation | undefined {
  if (!('verb' in node)) return undefined;
  const verb = node.verb as { readonly text: string; readonly range: TextRange };
  const action = actions.find(({ word }) => word === verb.text);
  if (action === undefined || !touches(verb.range, offset)) return undefined;
  return { range: verb.range, text: `**${action.word}**\n\n${action.documentation ?? ''}` };
}

/** A property's own value decides which functions of one name are meant, such as a backoff or a distribution. */
function typeAround(snapshot: Snapshot, around: readonly KindNode[]): Parameters<typeof functionNamed>[0] {
  const at = around.findLastIndex(({ kind }) => kind === 'property');
  const property = around[at] as PropertyNode | undefined;
  const schema = property && schemaOf(snapshot, blocksOf(around.slice(0, at))).properties.get(property.key.text);
  return schema?.type ?? { kind: 'distribution' };
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
