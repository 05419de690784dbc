import type { Hover, Position } from 'vscode-languageserver';
import type { ModelSymbol } from '../../language/names/symbols';
import type { TextRange } from '../../language/source-text';
import type { Documentation } from '../documentation';
import { offsetAt, rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { allNodes, pathTo } from '../syntax-walk';
import { actionIn } from './completion/action-words';
import { effectivePolicy } from './effective-policy';
import { pageOfFamily, pageOfSymbol } from './hover-pages';
import type { PagePlace } from './hover-pages';
import { explainWord } from './hover-words';
import { occurrenceAt } from './occurrences';
import { storeText } from './store-hover';

/** What is said about a stretch of the text, as Markdown. */
export interface Explanation {
  readonly range: TextRange;
  readonly text: string;
  /** Where the documentation says more. */
  readonly page?: PagePlace | undefined;
}

/** The meaning of whatever stands at a position: a name, a property, a word of the language, a function, a metric. */
export function hover(snapshot: Snapshot, position: Position, documentation: Documentation): Hover | undefined {
  const offset = offsetAt(snapshot.source, position);
  const explanation = explainName(snapshot, offset) ?? explainWord(snapshot, offset);
  if (explanation === undefined) return undefined;
  const { page } = explanation;
  const link = page && documentation(page.page, page.heading);
  return {
    range: rangeOf(snapshot.source, explanation.range),
    contents: {
      kind: 'markdown',
      value: link === undefined ? explanation.text : `${explanation.text}\n\n[${titleOf(page)}](${link})`,
    },
  };
}

function titleOf(page: PagePlace | undefined): string {
  return page?.heading === undefined ? 'How it works' : `More about ${page.heading}`;
}

function explainName(snapshot: Snapshot, offset: number): Explanation | undefined {
  const range = occurrenceAt(snapshot, offset);
  const [symbol, ...others] = snapshot.symbols.symbolsAt(snapshot.uri, offset);
  if (range === undefined || symbol === undefined) return undefined;
  const text = [heading(symbol), symbol.documentation ?? '', factsOf(snapshot, symbol)];
  if (others.length > 0) text.push(`and ${others.map(({ name }) => `\`${name}\``).join(', ')}`);
  return { range, text: text.filter((part) => part !== '').join('\n\n'), page: pageOf(snapshot, symbol) };
}

function heading(symbol: ModelSymbol): string {
  const line = symbol.detail.startsWith(symbol.kind) ? symbol.detail : `${symbol.kind} ${symbol.name}`;
  const detail =
    symbol.detail === '' || symbol.detail === line || symbol.detail === symbol.kind ? '' : ` // ${symbol.detail}`;
  return `\`\`\`ftm\n${line === symbol.detail ? `${symbol.name}: ${line}` : line}${detail}\n\`\`\``;
}

/** Of what replicates by a protocol, how that works; of anything else, what can be written of it. */
function pageOf({ program: { model } }: Snapshot, symbol: ModelSymbol): PagePlace {
  const policy = model.policies.find((each) => symbol.kind === 'policy' && each.name === symbol.name);
  const store = model.topologies.flatMap(({ stores }) => stores).find((each) => each.symbol === symbol);
  const family = store?.policy?.kind === 'declared' ? store.policy.policy.family : store?.policy?.family;
  return pageOfFamily(policy?.family ?? family) ?? pageOfSymbol(symbol);
}

function factsOf(snapshot: Snapshot, symbol: ModelSymbol): string {
  if (symbol.kind === 'store') return storeText(snapshot, symbol);
  if (symbol.kind === 'fault') return faultText(snapshot, symbol);
  if (symbol.kind !== 'policy') return '';
  const policy = effectivePolicy(snapshot, symbol.name);
  if (policy === undefined) return '';
  const rows = policy.properties.map(({ name, value, from }) => {
    const source = from === undefined ? 'default' : from === symbol.name ? '' : `from ${from}`;
    return `| \`${name}\` | \`${value}\` | ${source} |`;
  });
  return [policy.family.documentation, '', '| property | value | |', '|---|---|---|', ...rows].join('\n');
}

/** A named fault as it is written, and what it does. */
function faultText({ uri, sourceOf, parsed }: Snapshot, symbol: ModelSymbol): string {
  const written = sourceOf(symbol.uri)?.slice(symbol.fullRange);
  if (written === undefined) return '';
  // Trees of imported files are not at hand; the statement says it itself.
  const path = symbol.uri === uri ? pathTo(parsed.tree, symbol.nameRange.start) : [];
  const fault = path.find(({ kind }) => kind === 'fault');
  const [action] = fault === undefined ? [] : [...allNodes(fault)].flatMap((node) => actionIn(node) ?? []);
  return ['```ftm', written, '```', '', action?.documentation ?? ''].join('\n').trim();
}
