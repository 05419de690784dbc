import { SourceText } from '../../../language/source-text';
import type { TextRange } from '../../../language/source-text';
import { parse } from '../../../language/syntax/parse';
import { forEachChild } from '../../../language/syntax/walk-tree';
import type { AnyNode } from '../../../language/syntax/walk-tree';
import type { SyntaxNode } from '../../../language/syntax/syntax-tree';
import type { Snapshot } from '../../snapshot';
import { pathTo } from '../../syntax-walk';
import type { KindNode } from '../../syntax-walk';

/** What is known of the cursor: the blocks around it, and what has been written of the statement it stands in. */
export interface Place {
  /** The word that is being typed, up to the cursor; an item replaces it. */
  readonly typed: TextRange;
  /** Nodes around the cursor whose braces are open, from the file inwards; empty at the top of the file. */
  readonly blocks: readonly KindNode[];
  /** The words of the current or last statement in the innermost block, up to the typed word. */
  readonly statement: readonly string[];
  /** Whether the current statement begins on an earlier line than the cursor's. */
  readonly isNewLine: boolean;
  /** Keys written in the innermost block before the cursor. */
  readonly keys: ReadonlySet<string>;
  /** The number right before the cursor, whose unit is being typed: `15` of `15m`. */
  readonly number: string | undefined;
}

const NAME_PART = /[\p{L}\p{M}\p{N}_.-]/u;

/**
 * Looks at the text before the cursor only, and of that at the declaration around it: whatever is wrong behind the
 * cursor, or is missing there because it is being typed, cannot mislead what is offered.
 */
export function placeAt(snapshot: Snapshot, offset: number): Place | undefined {
  const { source, parsed } = snapshot;
  if (isInComment(snapshot, offset)) return undefined;
  const index = source.indexOf(offset);
  const wordIndex = startOfWord(source.text, index);
  const typedStart = source.offsetOf(wordIndex);
  const declaration = parsed.tree.declarations.findLast(({ range }) => range.start < typedStart);
  const from = source.indexOf(declaration?.range.start ?? 0);
  const before = parse(new SourceText(source.uri, source.text.slice(from, wordIndex)));
  const { tokens } = before.lexed;
  const open: number[] = [];
  for (const token of tokens) {
    if (token.image === '{') open.push(token.startOffset);
    if (token.image === '}') open.pop();
  }
  const innermost = open.at(-1) ?? -1;
  const statements = statementsIn(before.tree, innermost);
  const start = statements.reduce((last, { range }) => Math.max(last, range.start), innermost + 1);
  const statement = tokens.filter(({ startOffset }) => startOffset >= start && startOffset > innermost);
  const number = /^(\d+(?:\.\d+)?)/.exec(source.text.slice(wordIndex, index))?.[1];
  const lastLine = before.source.positionAt(before.source.text.length).line;
  return {
    typed: { start: typedStart, end: offset },
    blocks: open.map((brace) => ownerOf(before.tree, brace)),
    statement: withoutBlocks(statement.map(({ image }) => image)),
    isNewLine: (tokens.at(-1)?.startLine ?? -1) < lastLine,
    keys: keysOf(statements),
    number,
  };
}

function startOfWord(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && NAME_PART.test(text.charAt(start - 1))) start--;
  // After a range or a path, the word begins behind the dots.
  const typed = text.slice(start, offset);
  const dot = /^\d/.test(typed) ? typed.lastIndexOf('..') + 1 : typed.lastIndexOf('.');
  return dot > 0 || typed.startsWith('.') ? start + dot + 1 : start;
}

function isInComment({ parsed }: Snapshot, offset: number): boolean {
  return parsed.lexed.comments.some(
    ({ kind, start, end }) => start < offset && (kind === 'block' ? offset < end : offset <= end),
  );
}

/** From the root to the deepest node that holds what stands at an offset. */
function pathInto(tree: SyntaxNode, offset: number): readonly KindNode[] {
  return pathTo(tree, offset).filter(({ range }) => range.start <= offset && offset < range.end);
}

/** The node whose brace it is: the deepest one that has something of its own before the brace. */
function ownerOf(tree: SyntaxNode, brace: number): KindNode {
  const path = pathInto(tree, brace).filter(({ range }) => range.start < brace);
  return path.at(-1) ?? tree;
}

/** Fields of nodes that hold what stands in braces, one after the other. */
const STATEMENT_FIELDS: ReadonlySet<string> = new Set(['declarations', 'items', 'entries', 'steps']);

/** The statements between the innermost open brace and the cursor. */
function statementsIn(tree: SyntaxNode, innermost: number): readonly AnyNode[] {
  const statements: AnyNode[] = [];
  const body = (innermost < 0 ? undefined : pathInto(tree, innermost).at(-1)) ?? tree;
  forEachChild(body, (child, field) => {
    if (STATEMENT_FIELDS.has(field) && child.range.start > innermost) statements.push(child);
  });
  return statements;
}

function keysOf(statements: readonly AnyNode[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const node of statements) {
    if (node['kind'] === 'property') keys.add((node['key'] as { text: string }).text);
    if (node['kind'] === 'section') keys.add((node['name'] as { text: string }).text);
  }
  return keys;
}

/** What stands in closed braces says nothing about how the statement goes on. */
function withoutBlocks(images: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let depth = 0;
  for (const image of images) {
    if (image === '{') depth++;
    if (depth === 0) kept.push(image);
    if (image === '}') {
      depth--;
      if (depth === 0) kept.push('{}');
    }
  }
  return kept;
}
