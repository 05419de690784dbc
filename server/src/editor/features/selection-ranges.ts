import type { Position, SelectionRange } from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { pathTo } from '../syntax-walk';

/** What "expand selection" goes through: the word, its statement, the block around it, and so on to the file. */
export function selectionRanges(snapshot: Snapshot, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionRange(snapshot, position));
}

function selectionRange({ source, parsed }: Snapshot, position: Position): SelectionRange {
  const file = { range: { start: 0, end: source.end } };
  const nodes = [file, ...pathTo(parsed.tree, offsetAt(source, position))];
  let selection: SelectionRange | undefined;
  for (const { range } of nodes) {
    const next = rangeOf(source, range);
    if (selection !== undefined && sameRange(selection.range, next)) continue;
    selection = selection === undefined ? { range: next } : { range: next, parent: selection };
  }
  return selection ?? { range: { start: position, end: position } };
}

function sameRange(a: SelectionRange['range'], b: SelectionRange['range']): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
