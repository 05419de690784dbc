import assert from 'node:assert/strict';
import { SourceText } from '../../../server/src/language/source-text';
import { parse, type ParsedText } from '../../../server/src/language/syntax/parse';
import { outline } from './outline';

/** Parses a text under a fixed name. */
export function parseText(text: string): ParsedText {
  return parse(new SourceText('file:///test.ftm', text));
}

/** Fails unless the text is right and is read as outlined; the text stands inside `wrap`, and so does its outline. */
export function checkInside(wrap: (text: string) => string, pick: (parsed: ParsedText) => unknown) {
  return (text: string, expected: string): void => {
    const parsed = parseText(wrap(text));
    assert.deepEqual(shownProblems(parsed), [], text);
    assert.equal(outline(pick(parsed)), expected, text);
  };
}

/** The problems of a text as `line:column code message`. */
export function shownProblems({ source, problems }: ParsedText): string[] {
  return problems.map(({ code, message, range }) => {
    const { line, column } = source.positionAt(range.start);
    return `${String(line + 1)}:${String(column + 1)} ${code} ${message}`;
  });
}
