import type { Range, TextEdit } from 'vscode-languageserver';
import { formatEdits } from '../../language/formatter/format';
import { rangeOf, textRangeOf } from '../positions';
import type { Snapshot } from '../snapshot';

/** The edits that bring a document, or the lines of a range, into the one style; none while its syntax is broken. */
export function formatting({ source, parsed }: Snapshot, within?: Range): TextEdit[] {
  const range = within === undefined ? undefined : textRangeOf(source, within);
  const edits = formatEdits(parsed, range) ?? [];
  return edits.map((edit) => ({ range: rangeOf(source, edit.range), newText: edit.newText }));
}
