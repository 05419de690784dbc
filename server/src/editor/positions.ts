import type { Position, Range } from 'vscode-languageserver';
import type { SourceText, TextRange } from '../language/source-text';
import type { SourcePlace } from '../report';

/** The language counts in offsets, the protocol in lines: only here is one made of the other. */
export function positionAt(source: SourceText, offset: number): Position {
  const { line, column } = source.positionAt(offset);
  return { line, character: column };
}

export function offsetAt(source: SourceText, position: Position): number {
  return source.offsetAt({ line: position.line, column: position.character });
}

export function rangeOf(source: SourceText, range: TextRange): Range {
  return { start: positionAt(source, range.start), end: positionAt(source, range.end) };
}

export function textRangeOf(source: SourceText, range: Range): TextRange {
  return { start: offsetAt(source, range.start), end: offsetAt(source, range.end) };
}

/** A place for people and pictures, which is on one line: a longer range ends with its first line. */
export function placeOf(source: SourceText, range: TextRange): SourcePlace {
  const start = source.positionAt(range.start);
  const end = source.positionAt(range.end);
  const endColumn = end.line === start.line ? end.column : source.positionAt(lineEnd(source, start.line)).column;
  return { file: source.uri, line: start.line, column: start.column, endColumn: Math.max(endColumn, start.column + 1) };
}

/** The range of a place; the end is moved to the line's end where the place says more than the line has. */
export function rangeOfPlace({ line, column, endColumn }: SourcePlace): Range {
  return { start: { line, character: column }, end: { line, character: endColumn } };
}

/** Whether an offset lies in a range or directly behind it, where the cursor stands after typing a word. */
export function touches(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

export function overlaps(a: TextRange, b: TextRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function lineEnd(source: SourceText, line: number): number {
  return source.offsetAt({ line, column: Number.MAX_SAFE_INTEGER });
}
