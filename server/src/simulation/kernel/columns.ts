/** What tables are made of: one typed array a column, one element a row. */
export type Column = Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** Elements from which on a column grows by a half instead of doubling: what is not used yet would be too much memory. */
const LARGE = 65_536;

/** A copy of a column with room for more rows: what is small and grows during a run grows so. */
export function longer<C extends Column>(column: C): C {
  const { length } = column;
  const copy = empty(column, length < LARGE ? length * 2 : length + (length >> 1));
  copy.set(column);
  return copy;
}

/** The first `rows` rows of a column that is in one or more pieces, as one. */
export function joined<C extends Column>(pieces: readonly C[], rows: number): C {
  const [first, second] = pieces as readonly [C, ...C[]];
  if (second === undefined) return first.subarray(0, rows) as C;
  const whole = empty(first, rows);
  let from = 0;
  for (const piece of pieces) {
    whole.set(from + piece.length <= rows ? piece : piece.subarray(0, rows - from), from);
    from += piece.length;
  }
  return whole;
}

function empty<C extends Column>({ constructor }: C, rows: number): C {
  return new (constructor as new (rows: number) => C)(rows);
}
