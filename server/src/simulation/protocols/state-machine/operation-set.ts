/** A growing set of operation ids as a bit map: ids are dense, and replicas hold most of them. */
export class OperationSet {
  private bits: Uint32Array;

  constructor(bits: Uint32Array = new Uint32Array(64)) {
    this.bits = bits;
  }

  add(operation: number): void {
    const word = operation >>> 5;
    if (word >= this.bits.length) {
      const grown = new Uint32Array(Math.max(2 * this.bits.length, word + 1));
      grown.set(this.bits);
      this.bits = grown;
    }
    this.bits[word] = (this.bits[word] as number) | (1 << (operation & 31));
  }

  has(operation: number): boolean {
    const word = operation >>> 5;
    return word < this.bits.length && ((this.bits[word] as number) & (1 << (operation & 31))) !== 0;
  }

  copy(): OperationSet {
    return new OperationSet(this.bits.slice());
  }
}
