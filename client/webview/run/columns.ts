import {
  emptyNumbers,
  packedLength,
  unpackNumbers,
  type Numbers,
  type PackedColumn,
} from '../../../server/src/report/packed-column';

/** A column that is read stretch by stretch into the place that is kept for all of it. */
export class GrowingColumn {
  private readonly values: Numbers;
  private readonly kind: string;
  private filled = 0;
  /** What differences count from: the last number that there was. */
  private last = 0;

  /** @param start the first stretch, which says how the others are packed */
  constructor(
    start: PackedColumn,
    private readonly rows: number,
  ) {
    this.kind = start.slice(0, 2);
    this.values = emptyNumbers(start, rows);
    this.append(start);
  }

  /** Takes the next stretch, or answers false where it is of another kind or too long. */
  append(stretch: PackedColumn): boolean {
    const length = packedLength(stretch) ?? Infinity;
    if (stretch.slice(0, 2) !== this.kind || this.filled + length > this.rows) {
      return false;
    }
    const numbers = unpackNumbers(stretch, this.last);
    this.values.set(numbers, this.filled);
    this.filled += length;
    for (let row = length - 1; row >= 0; row--) {
      if (!Number.isNaN(numbers[row])) {
        this.last = numbers[row] as number;
        break;
      }
    }
    return true;
  }

  get length(): number {
    return this.filled;
  }

  /** The last number that has come. */
  get latest(): number {
    return this.last;
  }

  /** What has come, as narrow as it came: a view, not a copy. */
  get integers(): Numbers {
    return this.values.subarray(0, this.filled);
  }

  /** What has come, as instants. Plain loops: `Float64Array.from` with a function takes ten times as long. */
  get floats(): Float64Array {
    const known = this.integers;
    return known instanceof Float64Array ? known : new Float64Array(known);
  }
}

/** The values at some rows, in their order. */
export function gathered(values: Float64Array, rows: Int32Array): Float64Array {
  const result = new Float64Array(rows.length);
  for (let position = 0; position < rows.length; position++) {
    result[position] = values[rows[position] as number] as number;
  }
  return result;
}

export function gatheredIntegers(values: Numbers, rows: Int32Array): Numbers {
  const result = values.slice();
  for (let position = 0; position < rows.length; position++) {
    result[position] = values[rows[position] as number] as number;
  }
  return result;
}

/** Whether values rise from row to row. */
export function rises(values: Float64Array): boolean {
  for (let row = 1; row < values.length; row++) {
    if ((values[row - 1] as number) > (values[row] as number)) {
      return false;
    }
  }
  return true;
}
