/** Key to values: what a replica holds. */
type Contents = ReadonlyMap<number, readonly number[]>;

/**
 * The values whose last copies went with a disk or a memory, and what was held of their keys at that instant. Seen from
 * outside, where all replicas can be looked at together; no replica knows it.
 */
export class VanishedWrites {
  private readonly rivals = new Map<number, readonly number[]>();

  get(value: number): readonly number[] | undefined {
    return this.rivals.get(value);
  }

  /** One replica, which held `before`, has only `after` left; `others` is what the others of its shard hold. */
  note(before: Contents, after: Contents, others: readonly Contents[]): void {
    for (const [key, values] of before) {
      const left = after.get(key) ?? [];
      const gone = values.filter((value) => !left.includes(value));
      if (gone.length === 0) continue;
      const held = [...left, ...others.flatMap((contents) => contents.get(key) ?? [])];
      for (const value of gone) if (!held.includes(value)) this.rivals.set(value, held);
    }
  }
}
