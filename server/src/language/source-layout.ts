/**
 * Where the parts of a text lie. Each part begins at an offset of its own and has room to grow, so that typing in one
 * part moves nothing in the others: their trees, names and problems stay true as they are.
 */
export class SourceLayout {
  /** Without room: offsets count the characters of the text. */
  static readonly none = new SourceLayout([0], [0]);

  /**
   * @param indices where each part begins in the text, ascending, the first at 0
   * @param offsets where each part is laid, ascending, the first at 0
   */
  constructor(
    private readonly indices: readonly number[],
    private readonly offsets: readonly number[],
  ) {}

  get partCount(): number {
    return this.indices.length;
  }

  /** Where a part begins in the text; the end of the text for the part after the last. */
  indexOfPart(part: number, textLength: number): number {
    return this.indices[part] ?? textLength;
  }

  offsetOfPart(part: number): number {
    return this.offsets[part] ?? Infinity;
  }

  indexOf(offset: number): number {
    const part = lastAtOrBelow(this.offsets, offset);
    const index = (this.indices[part] ?? 0) + offset - (this.offsets[part] ?? 0);
    // The room behind a part is at its end.
    return Math.min(index, this.indices[part + 1] ?? Infinity);
  }

  offsetOf(index: number): number {
    const part = this.partAt(index);
    return (this.offsets[part] ?? 0) + index - (this.indices[part] ?? 0);
  }

  /** The part that holds a character. */
  partAt(index: number): number {
    return lastAtOrBelow(this.indices, index);
  }

  /** With so many characters more in one part; undefined where it has no room for them. */
  grown(part: number, by: number, textLength: number): SourceLayout | undefined {
    const length = this.indexOfPart(part + 1, textLength) - this.indexOfPart(part, textLength) + by;
    if (this.offsetOfPart(part) + length >= this.offsetOfPart(part + 1)) return undefined;
    return new SourceLayout(
      this.indices.map((index, each) => (each > part ? index + by : index)),
      this.offsets,
    );
  }
}

/** The place of the last of ascending numbers that is not above a bound; 0 where all are. */
function lastAtOrBelow(numbers: readonly number[], bound: number): number {
  let low = 0;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= bound) low = middle;
    else high = middle;
  }
  return low;
}
