import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, Diagnostic, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Problem, ProblemFix, TextEdit as FixEdit } from '../../language/problem';
import { overlaps, rangeOf, textRangeOf } from '../positions';
import type { Snapshot } from '../snapshot';

/** `source.fixAll.ftm`: for "fix all on save". */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.ftm`;

/**
 * Fixes of the problems in a range, and one that fixes all that have exactly one fix.
 *
 * @param shown the diagnostics that the client shows there, which a fix says it removes
 * @param only kinds the client asks for; undefined for all
 */
export function codeActions(
  snapshot: Snapshot,
  range: Range,
  shown: readonly Diagnostic[],
  only: readonly string[] | undefined,
): CodeAction[] {
  const actions: CodeAction[] = [];
  if (wants(only, CodeActionKind.QuickFix)) actions.push(...quickFixes(snapshot, range, shown));
  if (wants(only, FIX_ALL)) actions.push(...fixAll(snapshot));
  return actions;
}

function quickFixes(snapshot: Snapshot, range: Range, shown: readonly Diagnostic[]): CodeAction[] {
  const window = textRangeOf(snapshot.source, range);
  return problemsOf(snapshot)
    .filter((problem) => overlaps(problem.range, window))
    .flatMap((problem) => (problem.fixes ?? []).map((fix, index) => action(snapshot, problem, fix, index, shown)));
}

function action(
  snapshot: Snapshot,
  problem: Problem,
  fix: ProblemFix,
  index: number,
  shown: readonly Diagnostic[],
): CodeAction {
  const start = snapshot.source.positionAt(problem.range.start);
  const diagnostics = shown.filter(
    ({ code, range }) =>
      code === problem.code && range.start.line === start.line && range.start.character === start.column,
  );
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    // The first fix is what nearly everybody means; with several, the author chooses.
    isPreferred: index === 0 && problem.fixes?.length === 1,
    edit: workspaceEdit(snapshot, fix.edits),
  };
}

/** Only fixes that leave nothing to choose, and whose edits do not touch each other. */
function fixAll(snapshot: Snapshot): CodeAction[] {
  const edits: FixEdit[] = [];
  for (const { fixes } of problemsOf(snapshot)) {
    const [fix, second] = fixes ?? [];
    if (fix === undefined || second !== undefined) continue;
    const isFree = fix.edits.every((edit) => edits.every((other) => !overlaps(edit.range, other.range)));
    if (isFree) edits.push(...fix.edits);
  }
  if (edits.length === 0) return [];
  return [{ title: 'Fix all problems that have one fix', kind: FIX_ALL, edit: workspaceEdit(snapshot, edits) }];
}

function problemsOf({ program, uri }: Snapshot): readonly Problem[] {
  return program.problems.filter((problem) => problem.uri === uri);
}

function workspaceEdit({ uri, source }: Snapshot, edits: readonly FixEdit[]): WorkspaceEdit {
  const changes = edits.map(({ range, newText }): TextEdit => ({ range: rangeOf(source, range), newText }));
  return { changes: { [uri]: changes } };
}

/** `quickfix` asks for every kind below it as well. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}
