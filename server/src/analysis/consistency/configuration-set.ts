/** Each configuration is compared with so many others at most; beyond that some that are superfluous stay. */
const MOST_COMPARED = 256;

/**
 * A set of search configurations, each `stride` integers in one flat array, with a hash index by open addressing. Exact:
 * equal hashes are compared element by element. Its memory is bounded by the budget of whoever fills it.
 */
export class ConfigurationSet {
  items: Int32Array;
  size = 0;
  private table: Int32Array;
  private keep = new Uint8Array(16);
  /** The table has entries. */
  private isIndexed = false;

  constructor(
    readonly stride: number,
    capacity = 16,
  ) {
    this.items = new Int32Array(capacity * stride);
    this.table = new Int32Array(capacity * 4);
  }

  clear(): void {
    this.size = 0;
    if (!this.isIndexed) return;
    this.isIndexed = false;
    // A table that one crowded moment has grown is not worth sweeping at every later one.
    if (this.table.length > 4096) this.table = new Int32Array(64);
    else this.table.fill(0);
  }

  /** Adds the configuration at `offset` of `from`; false where it was there already. */
  add(from: Int32Array, offset: number): boolean {
    const { size } = this;
    return this.place(from, offset) === size;
  }

  /** The number of the configuration at `offset` of `from`, which is added where it is not there yet. */
  place(from: Int32Array, offset: number): number {
    const { stride } = this;
    if ((this.size + 1) * 2 > this.table.length) this.growTable();
    const mask = this.table.length - 1;
    let slot = this.hash(from, offset) & mask;
    for (let entry = this.table[slot] as number; entry !== 0; entry = this.table[slot] as number) {
      if (this.equal((entry - 1) * stride, from, offset)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    if ((this.size + 1) * stride > this.items.length) {
      const grown = new Int32Array(this.items.length * 2);
      grown.set(this.items);
      this.items = grown;
    }
    const to = this.size * stride;
    for (let i = 0; i < stride; i++) this.items[to + i] = from[offset + i] as number;
    this.table[slot] = ++this.size;
    this.isIndexed = true;
    return this.size - 1;
  }

  /** Removes all but the configurations for which `keep` is set; the index is gone afterwards (call `clear`). */
  retain(keep: Uint8Array): void {
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      if (keep[i] === 0) continue;
      if (kept < i) this.items.copyWithin(kept * this.stride, i * this.stride, (i + 1) * this.stride);
      kept++;
    }
    this.size = kept;
  }

  /**
   * Removes configurations that another one makes superfluous: the first integer of both is the same, and the other has
   * every bit in the remaining ones. The index is gone afterwards.
   */
  keepBest(): void {
    const { items, stride, size } = this;
    if (this.keep.length < size) this.keep = new Uint8Array(size * 2);
    const keep = this.keep.fill(1, 0, size);
    for (let i = 0; i < size; i++) {
      if (keep[i] === 0) continue;
      const last = Math.min(size, i + 1 + MOST_COMPARED);
      for (let j = i + 1; j < last; j++) {
        if (keep[j] === 0 || items[i * stride] !== items[j * stride]) continue;
        if (this.covers(i * stride, j * stride)) keep[j] = 0;
        else if (this.covers(j * stride, i * stride)) {
          keep[i] = 0;
          break;
        }
      }
    }
    this.retain(keep);
  }

  /** Removes all but the given number of configurations, those with the most bits after the first integer. */
  keepRichest(count: number): void {
    const { items, stride, size } = this;
    const weights = new Int32Array(size);
    for (let i = 0; i < size; i++)
      for (let j = 1; j < stride; j++) weights[i] = (weights[i] as number) + bitCount(items[i * stride + j] as number);
    const least = weights.slice().sort()[size - count] as number;
    let spare = count - weights.reduce((sum, weight) => sum + (weight > least ? 1 : 0), 0);
    this.retain(Uint8Array.from(weights, (weight) => (weight > least || (weight === least && spare-- > 0) ? 1 : 0)));
  }

  private covers(better: number, worse: number): boolean {
    const { items, stride } = this;
    for (let i = 1; i < stride; i++)
      if (((items[worse + i] as number) & ~(items[better + i] as number)) !== 0) return false;
    return true;
  }

  private growTable(): void {
    let length = 64;
    while (length < (this.size + 1) * 4) length *= 2;
    this.table = new Int32Array(length);
    for (let i = 0; i < this.size; i++) {
      let slot = this.hash(this.items, i * this.stride) & (length - 1);
      while (this.table[slot] !== 0) slot = (slot + 1) & (length - 1);
      this.table[slot] = i + 1;
    }
  }

  private hash(from: Int32Array, offset: number): number {
    let hash = 0;
    for (let i = 0; i < this.stride; i++) {
      hash = Math.imul(hash ^ (from[offset + i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private equal(at: number, from: Int32Array, offset: number): boolean {
    for (let i = 0; i < this.stride; i++) if (this.items[at + i] !== from[offset + i]) return false;
    return true;
  }
}

function bitCount(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
