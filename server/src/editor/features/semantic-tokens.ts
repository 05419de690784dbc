import type { Range, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import type { SymbolKind } from '../../language/names/symbols';
import type { TextRange } from '../../language/source-text';
import type { CallNode, NameNode, PropertyNode, SectionNode } from '../../language/syntax/syntax-tree';
import { overlaps, textRangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { allNodes } from '../syntax-walk';
import type { KindNode } from '../syntax-walk';
import { occurrencesOf } from './occurrences';

/** Standard token types only, so that every theme has colours for them. */
const TYPES = [
  'namespace',
  'class',
  'struct',
  'function',
  'method',
  'variable',
  'interface',
  'event',
  'property',
  'type',
  'enumMember',
] as const;

type TokenKind = (typeof TYPES)[number];

const MODIFIERS = ['declaration'] as const;

export const semanticTokensLegend: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] };

const KIND_OF_SYMBOL: Readonly<Record<SymbolKind, TokenKind>> = {
  topology: 'namespace',
  policy: 'class',
  workload: 'struct',
  faults: 'struct',
  scenario: 'function',
  experiment: 'function',
  region: 'namespace',
  datacenter: 'namespace',
  zone: 'namespace',
  rack: 'namespace',
  host: 'namespace',
  node: 'variable',
  client: 'interface',
  group: 'namespace',
  store: 'class',
  service: 'class',
  balancer: 'class',
  job: 'class',
  handler: 'method',
  fault: 'event',
};

interface Token {
  readonly range: TextRange;
  readonly kind: TokenKind;
  readonly isDeclaration: boolean;
}

/**
 * What words mean beyond their spelling. All keywords are contextual, so only the names know that `leader` is a node
 * here; keywords, numbers and comments are left to the grammar.
 */
export function semanticTokens(snapshot: Snapshot, within?: Range): SemanticTokens {
  const { source } = snapshot;
  const window = within === undefined ? undefined : textRangeOf(source, within);
  const tokens = [...wordTokens(snapshot), ...nameTokens(snapshot)].filter(
    ({ range }) => window === undefined || overlaps(range, window),
  );
  return { data: encode(snapshot, withoutOverlaps(tokens)) };
}

function nameTokens({ source, symbols }: Snapshot): Token[] {
  return symbols.symbols.flatMap((symbol) =>
    occurrencesOf(symbols, symbol)
      .filter(({ uri }) => uri === source.uri)
      .map(({ range, isDeclaration }) => ({ range, kind: KIND_OF_SYMBOL[symbol.kind], isDeclaration })),
  );
}

/** Words of the language that stand where names could: keys, sections, functions, families. */
function wordTokens({ parsed }: Snapshot): Token[] {
  const tokens: Token[] = [];
  for (const node of allNodes(parsed.tree)) {
    const word = wordOf(node);
    if (word !== undefined) tokens.push({ ...word, isDeclaration: false });
  }
  return tokens;
}

function wordOf(node: KindNode): Omit<Token, 'isDeclaration'> | undefined {
  switch (node.kind) {
    case 'property':
      return { range: (node as PropertyNode).key.range, kind: 'property' };
    case 'section':
      return { range: (node as SectionNode).name.range, kind: 'property' };
    case 'call':
      return { range: (node as CallNode).name.range, kind: 'type' };
    case 'policy':
      return base(node as KindNode & { readonly base: NameNode | undefined });
    case 'guarantee-expectation':
      return guarantee(node as KindNode & { readonly guarantee: NameNode | undefined });
    default:
      return undefined;
  }
}

/** A family; where the base is another policy, its name is found again among the names and wins. */
function base(node: { readonly base: NameNode | undefined }): Omit<Token, 'isDeclaration'> | undefined {
  return node.base && { range: node.base.range, kind: 'type' };
}

function guarantee(node: { readonly guarantee: NameNode | undefined }): Omit<Token, 'isDeclaration'> | undefined {
  return node.guarantee && { range: node.guarantee.range, kind: 'enumMember' };
}

/** In order, and of two tokens at one place the later one given, which is the name. */
function withoutOverlaps(tokens: readonly Token[]): readonly Token[] {
  const byStart = new Map(tokens.map((token) => [token.range.start, token]));
  const sorted = [...byStart.values()].sort((left, right) => left.range.start - right.range.start);
  let end = -1;
  return sorted.filter(({ range }) => {
    if (range.start < end || range.end <= range.start) return false;
    end = range.end;
    return true;
  });
}

/** Five numbers a token, each place relative to the one before, as the protocol wants them. */
function encode({ source }: Snapshot, tokens: readonly Token[]): number[] {
  const data: number[] = [];
  let lastLine = 0;
  let lastColumn = 0;
  for (const { range, kind, isDeclaration } of tokens) {
    const { line, column } = source.positionAt(range.start);
    const fromColumn = line === lastLine ? column - lastColumn : column;
    data.push(line - lastLine, fromColumn, range.end - range.start, TYPES.indexOf(kind), isDeclaration ? 1 : 0);
    lastLine = line;
    lastColumn = column;
  }
  return data;
}
