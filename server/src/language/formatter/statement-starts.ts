import { forEachChild, type AnyNode } from '../syntax/walk-tree';
import type { SourceFileNode } from '../syntax/syntax-tree';

const statementFields: ReadonlySet<string> = new Set(['declarations', 'items', 'entries', 'steps']);
/** Lists have items too, which are no statements. */
const lists: ReadonlySet<unknown> = new Set(['list']);

/** Where the statements and properties of a file begin: only the tree knows, for nothing in the text separates them. */
export function statementStarts(tree: SourceFileNode): ReadonlySet<number> {
  const starts = new Set<number>();
  const collect = (node: AnyNode | SourceFileNode): void => {
    forEachChild(node, (child, field) => {
      if (statementFields.has(field) && !lists.has(node.kind)) starts.add(child.range.start);
      if (field !== 'value' && field !== 'values') collect(child);
    });
  };
  collect(tree);
  return starts;
}
