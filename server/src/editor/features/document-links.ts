import type { DocumentLink } from 'vscode-languageserver';
import type { StringNode, SyntaxNode } from '../../language/syntax/syntax-tree';
import { rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { allNodes } from '../syntax-walk';
import { resolvePath } from '../uris';

/** Paths that lead to other files: imports, and the measured values of `empirical("...")`. */
export function documentLinks({ source, parsed }: Snapshot): DocumentLink[] {
  return pathsIn(parsed.tree).flatMap((path) => {
    const target = path.value === '' ? undefined : resolvePath(path.value, source.uri);
    // The quotes are no part of the link.
    const inner = { start: path.range.start + 1, end: Math.max(path.range.start + 1, path.range.end - 1) };
    return target === undefined ? [] : [{ range: rangeOf(source, inner), target }];
  });
}

/** Every path that the file names, in the order of the text. */
export function pathsIn(tree: SyntaxNode): readonly StringNode[] {
  const paths: StringNode[] = [];
  for (const node of allNodes(tree)) {
    if (isImport(node) && node.path !== undefined) paths.push(node.path);
    if (isEmpirical(node)) paths.push(...node.args.map(({ value }) => value).filter(isString));
  }
  return paths;
}

type Node = SyntaxNode & { readonly kind?: string };

function isImport(node: Node): node is SyntaxNode & { readonly path: StringNode | undefined } {
  return node.kind === 'import';
}

function isEmpirical(
  node: Node,
): node is SyntaxNode & { readonly args: readonly { readonly value: SyntaxNode | undefined }[] } {
  return node.kind === 'call' && 'name' in node && (node.name as { text: string }).text === 'empirical';
}

function isString(node: Node | undefined): node is StringNode {
  return node?.kind === 'string';
}
