import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toNanos } from '../../server/src/language/model';
import { StableMap } from '../../server/src/simulation/environment/stable-objects';
import type { StableStorage } from '../../server/src/simulation/environment/stable-storage';
import { BucketDigests, digestsOf } from '../../server/src/simulation/protocols/conflict/bucket-digests';
import { StampedValue } from '../../server/src/simulation/protocols/conflict/stamped-value';
import type { Version } from '../../server/src/simulation/protocols/conflict/version';

/** A log of writes that only takes them back. */
class Journal {
  readonly journals = true;
  readonly checksums = true;
  private readonly written: { readonly key: number; readonly old: unknown }[] = [];

  wrote(_object: unknown, key: number, old: unknown): void {
    this.written.push({ key, old });
  }

  undoLast(map: StableMap<Version>): void {
    const last = this.written.pop();
    if (last !== undefined) map.undo(last.key, last.old);
  }
}

describe('digests of buckets', () => {
  it('are those of the table after whatever has happened to it', () => {
    const change = fc.record({ kind: fc.nat(5), key: fc.nat(200), value: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const journal = new Journal();
        const map = new StableMap<Version>(journal as unknown as StableStorage, (version) => version, 1);
        const digests = new BucketDigests(map);
        changes.forEach(({ kind, key, value }, i) => {
          if (kind < 2) map.set(key, new StampedValue(value, toNanos(i), 0));
          else if (kind === 2) map.delete(key);
          else if (kind === 3) map.deleteBelow(key / 4);
          else if (kind === 4) map.corrupt(() => key % 2 === 0);
          else journal.undoLast(map);
          assert.deepEqual(digests.current, digestsOf(map));
          assert.equal(digests.current, digests.current);
        });
        map.reset();
        assert.deepEqual(digests.current, digestsOf(map));
      }),
    );
  });
});
