import { longer, type Column } from './columns';

/** A piece has 16,384 rows. */
const PIECE_LOG2 = 14;
const PIECE_ROWS = 1 << PIECE_LOG2;
const LAST_ROW = PIECE_ROWS - 1;
/** Rows of the first piece to begin with: most runs are short. */
const FIRST_ROWS = 1024;

/**
 * A column of a table that lasts as long as the run. It grows by pieces, so that nothing is copied however long the run is
 * and little is held that is not used yet. A piece in which every row has the usual value takes no memory at all.
 */
export class PiecedColumn<C extends Column> {
  private readonly pieces: (C | undefined)[] = [];

  constructor(
    private readonly create: (rows: number) => C,
    private readonly usual: number,
  ) {}

  get(row: number): number {
    return this.pieces[row >> PIECE_LOG2]?.[row & LAST_ROW] ?? this.usual;
  }

  set(row: number, value: number): void {
    const piece = this.pieces[row >> PIECE_LOG2];
    const at = row & LAST_ROW;
    if (piece !== undefined && at < piece.length) piece[at] = value;
    else if (!Object.is(value, this.usual)) this.reach(row)[at] = value;
  }

  /** The first `rows` rows in one. */
  finish(rows: number): C {
    const whole = this.create(rows);
    for (let from = 0; from < rows; from += PIECE_ROWS) {
      const piece = this.pieces[from >> PIECE_LOG2];
      const length = Math.min(piece?.length ?? 0, rows - from);
      if (piece !== undefined) whole.set(piece.subarray(0, length), from);
      whole.fill(this.usual, from + length, from + PIECE_ROWS);
    }
    return whole;
  }

  /** As `finish`; in bytes where all rows have the usual value, which is one that a byte can hold. */
  finishRare(rows: number): C | Int8Array {
    return this.pieces.length === 0 ? new Int8Array(rows).fill(this.usual) : this.finish(rows);
  }

  /** A piece that holds the row. */
  private reach(row: number): C {
    const index = row >> PIECE_LOG2;
    let piece = this.pieces[index] ?? (this.create(index === 0 ? FIRST_ROWS : PIECE_ROWS).fill(this.usual) as C);
    while (piece.length <= (row & LAST_ROW)) {
      const { length } = piece;
      piece = longer(piece);
      piece.fill(this.usual, length);
    }
    this.pieces[index] = piece;
    return piece;
  }
}
