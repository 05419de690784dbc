import type { SyntaxNode } from '../language/syntax/syntax-tree';

/** A node with the word that tells what it is; nearly all have one. */
export type KindNode = SyntaxNode & { readonly kind?: string };

/** The direct children of a node in the order of the text, whatever the node is: for what only asks about ranges. */
export function childrenOf(node: SyntaxNode): readonly KindNode[] {
  const children: KindNode[] = [];
  for (const value of Object.values(node) as unknown[]) collect(value, children);
  return children.sort((left, right) => left.range.start - right.range.start);
}

/** From the root to the deepest node that touches the offset. Of two that do, the one that begins there. */
export function pathTo(root: SyntaxNode, offset: number): readonly KindNode[] {
  const path: KindNode[] = [root];
  for (let node: KindNode | undefined = root; node !== undefined;) {
    const inside: KindNode | undefined = childrenOf(node)
      .filter(({ range }) => range.start <= offset && offset <= range.end && range.end > range.start)
      .at(-1);
    if (inside !== undefined) path.push(inside);
    node = inside;
  }
  return path;
}

/** Every node of a tree, parents before children. */
export function* allNodes(root: SyntaxNode): Generator<KindNode> {
  yield root;
  for (const child of childrenOf(root)) yield* allNodes(child);
}

function collect(value: unknown, into: KindNode[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, into);
  } else if (isNode(value)) {
    into.push(value);
  }
}

function isNode(value: unknown): value is KindNode {
  return typeof value === 'object' && value !== null && 'range' in value && isRange(value.range);
}

function isRange(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}
