/**
 * A column of numbers as text, so that it survives JSON, a webview's messages and a page on disk, and is read a hundred
 * times sooner than a list of numbers: two letters that say how, and the little-endian bytes in base 64.
 *
 * `u1`, `i2`, `i4`, `f8`: bytes, integers of 2 and 4 bytes, doubles. `d4`: differences to the last number, as integers of 4
 * bytes, which is how the instants of a run are kept; the smallest of them stands for "none" (NaN).
 */
export type PackedColumn = string;

export type Numbers = Uint8Array | Int16Array | Int32Array | Float64Array;

const NONE = -0x8000_0000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(LETTERS, (letter) => letter.charCodeAt(0));
const BITS = new Uint8Array(256);
CODES.forEach((code, bits) => (BITS[code] = bits));
const PAD = '='.charCodeAt(0);
const WIDTHS: Readonly<Record<string, number>> = { u1: 1, i2: 2, i4: 4, d4: 4, f8: 8 };

/** NaN, and in their place anything that is not finite, stands for "none". */
export function packNumbers(values: ArrayLike<number>): PackedColumn {
  const integers = narrowest(values);
  if (integers !== null) return integers;
  const differences = differencesOf(values);
  return differences === null ? packed('f8', finite(values)) : packed('d4', differences);
}

/** @param last the number before the first, where the column is a later stretch of a longer one */
export function unpackNumbers(column: PackedColumn, last = 0): Numbers {
  const bytes = bytesOf(column);
  switch (column.slice(0, 2)) {
    case 'u1':
      return bytes;
    case 'i2':
      return new Int16Array(bytes.buffer);
    case 'i4':
      return new Int32Array(bytes.buffer);
    case 'd4':
      return summed(new Int32Array(bytes.buffer), last);
    default:
      return new Float64Array(bytes.buffer);
  }
}

/** Three bytes are four letters, so that rows in multiples of this end where a group of letters does, however wide they are. */
export const ROWS_OF_WHOLE_LETTERS = 12;

/** The numbers from one row to another, as they are packed; `from` is a multiple of `ROWS_OF_WHOLE_LETTERS`, `to` is too or is past the end. */
export function sliceColumn(column: PackedColumn, from: number, to: number): PackedColumn {
  const lettersOfRow = ((WIDTHS[column.slice(0, 2)] ?? 0) * 4) / 3;
  return column.slice(0, 3) + column.slice(3 + from * lettersOfRow, 3 + to * lettersOfRow);
}

/** Room for so many numbers as a column of this kind has. */
export function emptyNumbers(column: PackedColumn, rows: number): Numbers {
  switch (column.slice(0, 2)) {
    case 'u1':
      return new Uint8Array(rows);
    case 'i2':
      return new Int16Array(rows);
    case 'i4':
      return new Int32Array(rows);
    default:
      return new Float64Array(rows);
  }
}

/** How many numbers are in a column; null where a text is no column. */
export function packedLength(column: string): number | null {
  const width = WIDTHS[column.slice(0, 2)];
  const letters = column.length - 3;
  if (width === undefined || column[2] !== ':' || letters % 4 !== 0) return null;
  const length = ((letters / 4) * 3 - padding(column)) / width;
  return Number.isInteger(length) && length >= 0 ? length : null;
}

function padding(column: string): number {
  return column.endsWith('==') ? 2 : column.endsWith('=') ? 1 : 0;
}

function narrowest(values: ArrayLike<number>): PackedColumn | null {
  let [least, most] = [0, 0];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (!Number.isInteger(value)) return null;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= 0 && most <= 0xff) return packed('u1', Uint8Array.from(values));
  if (least >= -0x8000 && most <= 0x7fff) return packed('i2', Int16Array.from(values));
  return least >= NONE && most <= 0x7fff_ffff ? packed('i4', Int32Array.from(values)) : null;
}

function differencesOf(values: ArrayLike<number>): Int32Array | null {
  const differences = new Int32Array(values.length);
  let last = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (Number.isFinite(value)) {
      const difference = value - last;
      if (!Number.isSafeInteger(value) || difference <= NONE || difference > 0x7fff_ffff) return null;
      differences[row] = difference;
      last = value;
    } else differences[row] = NONE;
  }
  return differences;
}

function summed(differences: Int32Array, before: number): Float64Array {
  const values = new Float64Array(differences.length);
  let last = before;
  for (let row = 0; row < differences.length; row += 1) {
    const difference = differences[row] as number;
    if (difference === NONE) values[row] = NaN;
    else values[row] = last += difference;
  }
  return values;
}

function finite(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value) => (Number.isFinite(value) ? value : NaN));
}

/** Letters are gathered in pieces: a text that grows letter by letter, or a call with a million arguments, is too slow. */
const PIECE_BYTES = 3 * 4096;

function packed(how: string, values: Numbers): PackedColumn {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const pieces = [`${how}:`];
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    pieces.push(lettersOf(bytes.subarray(start, start + PIECE_BYTES)));
  }
  return pieces.join('');
}

function lettersOf(bytes: Uint8Array): string {
  const letters = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const group = ((bytes[from] as number) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    letters[to] = CODES[group >> 18] as number;
    letters[to + 1] = CODES[(group >> 12) & 63] as number;
    letters[to + 2] = from + 1 < bytes.length ? (CODES[(group >> 6) & 63] as number) : PAD;
    letters[to + 3] = from + 2 < bytes.length ? (CODES[group & 63] as number) : PAD;
  }
  // Spreading them would make an object of each letter.
  return String(Reflect.apply(String.fromCharCode, null, letters));
}

function bytesOf(column: PackedColumn): Uint8Array<ArrayBuffer> {
  const length = ((column.length - 3) / 4) * 3 - padding(column);
  const bytes = new Uint8Array(length);
  // Without a function for each letter: the first columns are read before anything has been compiled.
  for (let from = 3, to = 0; to < length; from += 4, to += 3) {
    const group =
      ((BITS[column.charCodeAt(from) & 0xff] as number) << 18) |
      ((BITS[column.charCodeAt(from + 1) & 0xff] as number) << 12) |
      ((BITS[column.charCodeAt(from + 2) & 0xff] as number) << 6) |
      (BITS[column.charCodeAt(from + 3) & 0xff] as number);
    // What lies past the end is dropped by the array.
    bytes[to] = group >> 16;
    bytes[to + 1] = group >> 8;
    bytes[to + 2] = group;
  }
  return bytes;
}
