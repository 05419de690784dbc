import type { SyntaxNode } from './value-nodes';

/** Any node, seen only as a place with children. */
export type AnyNode = SyntaxNode & Readonly<Record<string, unknown>>;

/**
 * Calls `visit` with each child of a node, in the order of its fields, which is that of the text. Works on the shape of
 * the nodes, so that a new kind of node needs no line here.
 */
export function forEachChild(node: SyntaxNode, visit: (child: AnyNode, field: string) => void): void {
  // A loop over the keys rather than their entries: whole files are walked this way.
  for (const field of Object.keys(node)) {
    if (field !== 'range') visitValue((node as AnyNode)[field], field, visit);
  }
}

function visitValue(value: unknown, field: string, visit: (child: AnyNode, field: string) => void): void {
  if (Array.isArray(value)) {
    for (const element of value) visitValue(element, field, visit);
  } else if (isNode(value)) visit(value, field);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'range' in value;
}
