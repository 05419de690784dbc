import type { Position, Range, TextEdit } from 'vscode-languageserver';
import { formatEdits } from '../../language/formatter/format';
import { rangeOf, textRangeOf } from '../positions';
import type { Snapshot } from '../snapshot';

/** The edits that bring a document, or the lines of a range, into the one style; none while its syntax is broken. */
export function formatting({ source, parsed }: Snapshot, within?: Range): TextEdit[] {
  const range = within === undefined ? undefined : textRangeOf(source, within);
  const edits = formatEdits(parsed, range) ?? [];
  return edits.map((edit) => ({ range: rangeOf(source, edit.range), newText: edit.newText }));
}

/** After a closing brace its line, after a new line the line that was finished: nothing behind the cursor moves. */
export function formattingOnType(snapshot: Snapshot, position: Position, typed: string): TextEdit[] {
  const line = typed === '\n' ? position.line - 1 : position.line;
  if (line < 0) return [];
  const within = { start: { line, character: 0 }, end: { line, character: Number.MAX_SAFE_INTEGER } };
  return formatting(snapshot, within).filter(({ range }) => isBefore(range.end, position));
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}
