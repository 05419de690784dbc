import type { Contents } from '../protocols/protocol';

/**
 * The values whose last copies went with a disk or a memory, and what was held of their keys then. Seen from
 * outside, where all replicas can be looked at together; no replica knows it.
 */
export class VanishedWrites {
  private readonly rivals = new Map<number, readonly number[]>();

  get(value: number): readonly number[] | undefined {
    return this.rivals.get(value);
  }

  has(value: number): boolean {
    return this.rivals.size > 0 && this.rivals.has(value);
  }

  /**
   * What a shard could return was `before`, and is only `after` now. `held` is all that is left anywhere, also where it is too
   * little to be returned: a write on its way counts as there.
   */
  note(before: Contents, after: Contents, held: readonly Contents[]): void {
    for (const [key, values] of before) {
      const left = after.get(key) ?? [];
      for (const value of values) {
        if (left.includes(value)) continue;
        const others = [...left, ...held.flatMap((contents) => contents.get(key) ?? [])];
        this.rivals.set(
          value,
          [...new Set(others)].filter((other) => other !== value),
        );
      }
    }
  }

  /** It is there again: a message was still under way, or a disk is read again. */
  cameBack(value: number): void {
    this.rivals.delete(value);
  }
}
