import { SourceLayout } from './source-layout';

/** A stretch of text as UTF-16 offsets; `end` is the offset after the last character. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A place as an editor counts it: both numbers from zero, columns in UTF-16 code units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The text of one `.ftm` file under the name it goes by. Everything after the lexer speaks in offsets; lines are
 * looked up here when something is shown to a person, so the line table is built on first use.
 *
 * A file that is being edited is laid out with room between its parts (see `SourceLayout`), and its offsets are those of
 * the layout. Only this class knows the difference: `slice`, `positionAt` and `offsetAt` take and give offsets of the
 * layout, and whoever looks into `text` itself translates with `indexOf` and `offsetOf`.
 */
export class SourceText {
  private lines: readonly number[] | undefined;

  constructor(
    readonly uri: string,
    readonly text: string,
    readonly layout: SourceLayout = SourceLayout.none,
  ) {}

  /** The offset after the last character. */
  get end(): number {
    return this.offsetOf(this.text.length);
  }

  /** Where in `text` an offset is. */
  indexOf(offset: number): number {
    return Math.min(Math.max(this.layout.indexOf(offset), 0), this.text.length);
  }

  /** The offset of a character of `text`. */
  offsetOf(index: number): number {
    return this.layout.offsetOf(index);
  }

  /** Offset of the first character of each line; `\n`, `\r\n` and a lone `\r` end a line. */
  get lineStarts(): readonly number[] {
    this.lines ??= findLineStarts(this.text);
    return this.lines;
  }

  /** Line and column of an offset; offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): TextPosition {
    const bounded = this.indexOf(offset);
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle;
    }
    return { line: low, column: bounded - (starts[low] ?? 0) };
  }

  /** Offset of a position; a column past the end of its line means the end of that line. */
  offsetAt(position: TextPosition): number {
    const starts = this.lineStarts;
    if (position.line < 0) return 0;
    const start = starts[position.line];
    if (start === undefined) return this.end;
    const next = starts[position.line + 1];
    const end = next === undefined ? this.text.length : this.contentEnd(start, next);
    return this.offsetOf(Math.min(start + Math.max(position.column, 0), end));
  }

  /** The text of a range. */
  slice(range: TextRange): string {
    return this.text.slice(this.indexOf(range.start), this.indexOf(range.end));
  }

  private contentEnd(start: number, next: number): number {
    let end = next;
    while (end > start && isLineBreak(this.text.charCodeAt(end - 1))) end--;
    return end;
  }
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 13 && text.charCodeAt(index + 1) === 10) index++;
    if (isLineBreak(code)) starts.push(index + 1);
  }
  return starts;
}
