import { unpackNumbers, type Numbers, type PackedColumn } from '../../../server/src/report/packed-column';

/** A column of instants. Plain loops: `Float64Array.from` with a function takes ten times as long. */
export function floats(column: PackedColumn): Float64Array {
  const values = unpackNumbers(column);
  return values instanceof Float64Array ? values : new Float64Array(values);
}

/** A column of ids, as narrow as it came. */
export function integers(column: PackedColumn): Numbers {
  return unpackNumbers(column);
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
