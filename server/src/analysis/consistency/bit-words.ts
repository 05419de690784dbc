/** Sets of small numbers as bits, many of them one behind the other in one array; `offset` is where one begins. */

export function copyWords(target: Int32Array, from: Int32Array, offset: number): void {
  for (let i = 0; i < target.length; i++) target[i] = from[offset + i] as number;
}

export function hasBit(items: Int32Array, offset: number, bit: number): boolean {
  return (((items[offset + (bit >>> 5)] as number) >>> (bit & 31)) & 1) === 1;
}

export function setBit(items: Int32Array, offset: number, bit: number): void {
  const at = offset + (bit >>> 5);
  items[at] = (items[at] as number) | (1 << (bit & 31));
}

export function clearBit(items: Int32Array, offset: number, bit: number): void {
  const at = offset + (bit >>> 5);
  items[at] = (items[at] as number) & ~(1 << (bit & 31));
}
