import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GrowOnlyCounter } from '../../server/src/simulation/protocols/conflict/grow-only-counter';
import { MergedLog } from '../../server/src/simulation/protocols/conflict/merged-log';
import { EMPTY_SET, ObservedRemoveSet } from '../../server/src/simulation/protocols/conflict/observed-remove-set';
import {
  reportChange,
  reportOutdated,
  type VersionObserver,
} from '../../server/src/simulation/protocols/conflict/report-change';
import { Siblings } from '../../server/src/simulation/protocols/conflict/siblings';
import { StampedValue } from '../../server/src/simulation/protocols/conflict/stamped-value';
import type { Version } from '../../server/src/simulation/protocols/conflict/version';

const stamped = fc
  .tuple(fc.nat(5), fc.nat(3))
  .map(([time, writer]): Version => new StampedValue(time * 10 + writer, time, writer));

/** Siblings as one of two sides makes them; no two writes ever have the same author and count. */
const siblings = (side: number): fc.Arbitrary<Siblings> =>
  fc.array(fc.tuple(fc.nat(1), fc.nat(5)), { minLength: 1, maxLength: 5 }).map((writes) => {
    let held = new Siblings([]);
    writes.forEach(([author, choice], i) => {
      const stamp = { time: i + 1, author: 2 * side + author };
      const written = Siblings.written(100 * side + 10 * i, choice % 2 === 0 ? held : undefined, stamp);
      held = choice % 3 === 0 ? written : (held.join(written) as Siblings);
    });
    return held;
  });

const joinOf = (versions: readonly Version[], empty: Version): Version =>
  versions.reduce((joined, version) => joined.join(version), empty);

const counters = fc
  .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 5 })), { maxLength: 5 })
  .map((adds) => new GrowOnlyCounter(new Map(adds)));

const sets = fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.boolean()), { maxLength: 6 }).map((changes) =>
  changes.reduce<Version>((held, [element, time, isRemoval]) => {
    const added = ObservedRemoveSet.added(element, time, element);
    return held.join(isRemoval ? added.removal(element) : added);
  }, EMPTY_SET),
);

const logs = fc
  .array(fc.tuple(fc.nat(4), fc.nat(2)), { minLength: 1, maxLength: 6 })
  .map((entries) => entries.map(([time, author]) => MergedLog.appended(10 * time + author, time, author)))
  .map(([first, ...others]) => joinOf(others, first as Version));

describe('versions form a join semilattice', () => {
  const kinds: [string, fc.Arbitrary<Version>][] = [
    ['stamped values', stamped],
    ['counters', counters],
    ['sets', sets],
    ['logs', logs],
  ];
  for (const [name, version] of kinds) {
    it(name, () => {
      fc.assert(
        fc.property(version, version, version, (a, b, c) => {
          assert.deepEqual(a.join(b).values, b.join(a).values);
          assert.equal(a.join(b).fingerprint, b.join(a).fingerprint);
          assert.deepEqual(a.join(b).join(c).values, a.join(b.join(c)).values);
          assert.equal(a.join(a), a);
          const joined = a.join(b);
          assert.equal(joined.join(b), joined);
          assert.equal(joined.join(a), joined);
        }),
      );
    });
  }

  it('siblings: joining again adds nothing', () => {
    fc.assert(
      fc.property(siblings(0), siblings(1), (a, b) => {
        const joined = a.join(b);
        assert.equal(joined.join(a), joined);
        assert.equal(joined.join(b), joined);
        assert.deepEqual(b.join(a).values, joined.values);
      }),
    );
  });
});

describe('an observed-remove set', () => {
  const first = ObservedRemoveSet.added(7, 1, 1);
  const again = ObservedRemoveSet.added(7, 2, 2);
  const check = (name: string, versions: readonly Version[], expected: readonly number[]) =>
    it(name, () => {
      assert.deepEqual(joinOf(versions, EMPTY_SET).values, expected);
      assert.deepEqual(joinOf([...versions].reverse(), EMPTY_SET).values, expected);
    });

  check('loses what is removed, though the addition comes late', [first, first.removal(7)], []);
  check('keeps what was added again by somebody who did not know of it', [first, first.removal(7), again], [7]);
  check('loses both additions to a removal that saw both', [(first.join(again) as ObservedRemoveSet).removal(7)], []);
  check('loses what was removed by somebody who had not heard of it', [EMPTY_SET.removal(7), first], []);
  check('keeps the others', [EMPTY_SET.removal(8), first], [7]);
});

describe('what siblings tell of each other', () => {
  const told = (): { readonly pairs: string[]; readonly observer: VersionObserver } => {
    const pairs: string[] = [];
    const observer: VersionObserver = {
      stored: () => undefined,
      removed: () => undefined,
      superseded: (value, by) => pairs.push(`${String(by)} replaces ${String(value)}`),
      outdated: (value, by) => pairs.push(`${String(by)} keeps out ${String(value)}`),
    };
    return { pairs, observer };
  };
  const first = Siblings.written(1, undefined, { time: 1, author: 1 });
  const beside = Siblings.written(2, undefined, { time: 1, author: 2 });
  const later = Siblings.written(3, first, { time: 2, author: 1 });

  it('is which has taken the place of which, and not which stands beside it', () => {
    const { pairs, observer } = told();
    reportChange(observer, 0, first.join(beside), later.join(beside));
    assert.deepEqual(pairs, ['3 replaces 1']);
  });

  it('is which kept out what came late, and not which stands beside it', () => {
    const { pairs, observer } = told();
    reportOutdated(observer, later.join(beside), first);
    assert.deepEqual(pairs, ['3 keeps out 1']);
  });
});

describe('a counter', () => {
  it('that is damaged, and has no checksum, stays wrong when more is counted', () => {
    const damage = (value: number): number => -2 - value;
    const held = new GrowOnlyCounter(new Map([[1, 3]])).garbled(damage);
    assert.deepEqual(held.join(new GrowOnlyCounter(new Map([[1, 4]]))).values, [damage(4)]);
  });
});

describe('a merged log', () => {
  it('is in the order of the clocks of those who appended, and keeps both entries of one instant', () => {
    const entries = [MergedLog.appended(1, 30, 1), MergedLog.appended(2, 10, 2), MergedLog.appended(3, 10, 1)];
    const [first, ...others] = entries;
    assert.deepEqual(joinOf(others, first as Version).values, [3, 2, 1]);
  });
});
