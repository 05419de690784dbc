/** Elements from which on a column grows by a half instead of doubling: what is not used yet would be too much memory. */
const LARGE = 65_536;

function grownLength(length: number): number {
  return length < LARGE ? length * 2 : length + (length >> 1);
}

/** Longer copies of typed arrays: what grows during a run grows so. */
export function grownFloat64(from: Float64Array): Float64Array<ArrayBuffer> {
  const to = new Float64Array(grownLength(from.length));
  to.set(from);
  return to;
}

export function grownInt32(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(grownLength(from.length));
  to.set(from);
  return to;
}

export function grownUint8(from: Uint8Array): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(grownLength(from.length));
  to.set(from);
  return to;
}
