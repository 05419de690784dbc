import { FoldingRangeKind } from 'vscode-languageserver';
import type { FoldingRange } from 'vscode-languageserver';
import type { TextRange } from '../../language/source-text';
import type { Snapshot } from '../snapshot';

/** What can be folded: everything in braces or brackets, comments of several lines, and the imports at the top. */
export function foldingRanges(snapshot: Snapshot): FoldingRange[] {
  return [...bracketFolds(snapshot), ...commentFolds(snapshot), ...importFold(snapshot)];
}

/** From tokens, not from the tree, so that a broken statement does not unfold the block around it. */
function bracketFolds({ source, parsed }: Snapshot): FoldingRange[] {
  const folds: FoldingRange[] = [];
  const open: number[] = [];
  for (const token of parsed.lexed.tokens) {
    if (token.image === '{' || token.image === '[') open.push(token.startOffset);
    if (token.image !== '}' && token.image !== ']') continue;
    const opening = open.pop();
    if (opening === undefined) continue;
    const startLine = source.positionAt(opening).line;
    const endLine = source.positionAt(token.startOffset).line - 1;
    // The line of the closing bracket stays visible.
    if (endLine > startLine) folds.push({ startLine, endLine });
  }
  return folds;
}

/** A block comment folds by itself, line comments that follow each other fold together. */
function commentFolds({ source, parsed }: Snapshot): FoldingRange[] {
  const folds: FoldingRange[] = [];
  let run: { first: number; last: number } | undefined;
  const endRun = (): void => {
    if (run !== undefined && run.last > run.first) folds.push(fold(run.first, run.last, FoldingRangeKind.Comment));
    run = undefined;
  };
  for (const comment of parsed.lexed.comments) {
    const first = source.positionAt(comment.start).line;
    const last = source.positionAt(comment.end).line;
    if (comment.kind === 'block') {
      endRun();
      if (last > first) folds.push(fold(first, last, FoldingRangeKind.Comment));
    } else if (run?.last === first - 1) {
      run.last = first;
    } else {
      endRun();
      run = { first, last: first };
    }
  }
  endRun();
  return folds;
}

function importFold({ source, parsed }: Snapshot): FoldingRange[] {
  const imports = parsed.tree.declarations.filter(({ kind }) => kind === 'import').map(({ range }): TextRange => range);
  const [first] = imports;
  const last = imports.at(-1);
  if (first === undefined || last === undefined) return [];
  const startLine = source.positionAt(first.start).line;
  const endLine = source.positionAt(last.end).line;
  return endLine > startLine ? [fold(startLine, endLine, FoldingRangeKind.Imports)] : [];
}

function fold(startLine: number, endLine: number, kind: FoldingRangeKind): FoldingRange {
  return { startLine, endLine, kind };
}
