import { longer } from '../kernel/columns';
import type { Kernel } from '../kernel/kernel';
import { mix } from '../kernel/random-streams';
import type { ConvergenceRecord } from '../run';

/**
 * Whether the running replicas of each shard hold the same, kept up with every change at constant cost: each replica
 * has a digest that is a sum over its (key, value) pairs, running replicas of a shard stand in a ring, and the ring
 * counts the neighbours that differ. A store is equal when all its rings count 0.
 */
export class ContentObservation {
  /** Digest of each replica, by endpoint id. */
  private digest: Int32Array;
  private next: Int32Array;
  private previous: Int32Array;
  /** Group of each replica in a ring; -1 outside. */
  private ring: Int32Array;
  private readonly rings: number[][] = [];
  /** Replicas that run again and do not serve yet. */
  private readonly recovering = new Set<number>();
  /** Neighbours that differ, of each group. */
  private readonly ringDifferences: number[] = [];
  /** The same, of each store. */
  private readonly differences: Int32Array;
  private readonly changes: GrowingColumn[];

  constructor(
    private readonly kernel: Kernel,
    stores: number,
    private readonly storeOf: readonly number[],
  ) {
    this.digest = new Int32Array(64);
    this.next = new Int32Array(64).fill(-1);
    this.previous = new Int32Array(64).fill(-1);
    this.ring = new Int32Array(64).fill(-1);
    this.differences = new Int32Array(stores);
    this.changes = Array.from({ length: stores }, () => new GrowingColumn());
    for (const column of this.changes) column.push(0);
  }

  /** A replica begins to serve; it holds nothing yet. */
  join(replica: number, group: number): void {
    this.fit(replica);
    this.digest[replica] = 0;
    const members = (this.rings[group] ??= []);
    if (!members.includes(replica)) members.push(replica);
    this.tie(group);
    this.endRecovery(replica, group);
  }

  /** A replica runs again and reads its disk: until it serves, what it holds is not equal to the others. */
  recover(replica: number, group: number): void {
    if (this.recovering.has(replica)) return;
    this.recovering.add(replica);
    this.adjust(this.storeOf[group] as number, 1);
  }

  /** A replica no longer serves. */
  leave(replica: number, group: number): void {
    this.fit(replica);
    this.endRecovery(replica, group);
    const members = this.rings[group] ?? [];
    const at = members.indexOf(replica);
    if (at < 0) return;
    members.splice(at, 1);
    this.ring[replica] = -1;
    this.tie(group);
  }

  /** One value takes another's place; undefined is none. */
  replace(replica: number, key: number, old: number | undefined, value: number | undefined): void {
    let change = 0;
    if (old !== undefined) change -= pairHash(key, old);
    if (value !== undefined) change += pairHash(key, value);
    if ((change | 0) === 0) return;
    const group = this.ring[replica] as number;
    const before = this.digest[replica] as number;
    const after = (before + change) | 0;
    this.digest[replica] = after;
    if (group < 0) return;
    const next = this.next[replica] as number;
    const previous = this.previous[replica] as number;
    if (next === replica) return;
    const nextDigest = this.digest[next] as number;
    const previousDigest = this.digest[previous] as number;
    const gained =
      (nextDigest === after ? 0 : 1) -
      (nextDigest === before ? 0 : 1) +
      (previousDigest === after ? 0 : 1) -
      (previousDigest === before ? 0 : 1);
    if (gained === 0) return;
    this.ringDifferences[group] = (this.ringDifferences[group] as number) + gained;
    this.adjust(this.storeOf[group] as number, gained);
  }

  /** Whether the running replicas of every store hold the same. */
  get allEqual(): boolean {
    return this.differences.every((different) => different === 0);
  }

  finish(): ConvergenceRecord[] {
    return this.changes.map((column, store) => ({ store, changes: column.toArray() }));
  }

  private endRecovery(replica: number, group: number): void {
    if (this.recovering.delete(replica)) this.adjust(this.storeOf[group] as number, -1);
  }

  private tie(group: number): void {
    const members = this.rings[group] as number[];
    let different = 0;
    const n = members.length;
    for (let i = 0; i < n; i++) {
      const member = members[i] as number;
      const next = members[(i + 1) % n] as number;
      this.ring[member] = group;
      this.next[member] = next;
      this.previous[next] = member;
      if (this.digest[member] !== this.digest[next]) different++;
    }
    const store = this.storeOf[group] as number;
    const before = this.ringDifferences[group] ?? 0;
    this.ringDifferences[group] = different;
    this.adjust(store, different - before);
  }

  private adjust(store: number, gained: number): void {
    if (gained === 0) return;
    const before = this.differences[store] as number;
    const after = before + gained;
    this.differences[store] = after;
    if ((before === 0) === (after === 0)) return;
    const column = this.changes[store] as GrowingColumn;
    // Equality that came and went in one instant is not worth a record.
    if (column.length > 1 && column.last() === this.kernel.now) column.pop();
    else column.push(this.kernel.now);
  }

  private fit(replica: number): void {
    while (replica >= this.digest.length) {
      this.digest = grown(this.digest, 0);
      this.next = grown(this.next, -1);
      this.previous = grown(this.previous, -1);
      this.ring = grown(this.ring, -1);
    }
  }
}

function pairHash(key: number, value: number): number {
  return mix(
    Math.imul(key, 0x9e3779b1) ^ mix((value | 0) + Math.imul((value * 2.3283064365386963e-10) | 0, 0x85ebca77)),
  );
}

function grown(from: Int32Array, fill: number): Int32Array {
  const to = new Int32Array(from.length * 2).fill(fill);
  to.set(from);
  return to;
}

class GrowingColumn {
  length = 0;
  private data = new Float64Array(16);

  push(value: number): void {
    if (this.length === this.data.length) this.data = longer(this.data);
    this.data[this.length++] = value;
  }

  pop(): void {
    this.length--;
  }

  last(): number {
    return this.data[this.length - 1] as number;
  }

  toArray(): number[] {
    return Array.from(this.data.subarray(0, this.length));
  }
}
