/**
 * Columns as typed arrays. Plain loops: `Float64Array.from` with a function takes ten times as long, which is felt when
 * a run has a million rows.
 */
export function floats(values: readonly (number | null)[], missing: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    result[row] = values[row] ?? missing;
  }
  return result;
}

export function integers(values: readonly number[]): Int32Array {
  const result = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    result[row] = values[row] as number;
  }
  return result;
}

/** The values at some rows, in their order. */
export function gathered(values: Float64Array, rows: Int32Array): Float64Array {
  const result = new Float64Array(rows.length);
  for (let position = 0; position < rows.length; position++) {
    result[position] = values[rows[position] as number] as number;
  }
  return result;
}

export function gatheredIntegers(values: Int32Array, rows: Int32Array): Int32Array {
  const result = new Int32Array(rows.length);
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
