import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { minimalSet } from '../../../server/src/campaigns/explain/minimal-set';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('minimal failing sets', () => {
  it('are found exactly where every cause is among them or not (monotone)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.array(fc.nat(23), { minLength: 1, maxLength: 4 }),
        (count, drawn) => {
          const cause = [...new Set(drawn.map((each) => each % count))].sort((a, b) => a - b);
          const { set, complete } = minimalSet(numbers(count), (part) => cause.every((each) => part.includes(each)));
          assert.deepEqual(
            [...set].sort((a, b) => a - b),
            cause,
          );
          assert(complete);
        },
      ),
    );
  });

  it('are 1-minimal whatever fails: no single element can be left out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.infiniteStream(fc.boolean()), (count, coins) => {
        const known = new Map<string, boolean>();
        const fails = (part: readonly number[]): boolean => {
          if (part.length === 0 || part.length === count) return part.length === count;
          const name = [...part].sort((a, b) => a - b).join();
          if (!known.has(name)) known.set(name, coins.next().value as boolean);
          return known.get(name) === true;
        };
        const { set } = minimalSet(numbers(count), fails);
        assert(fails(set));
        for (const left of set) assert(!fails(set.filter((each) => each !== left)) || set.length === 1);
      }),
    );
  });

  it('are the smallest found so far when the budget ends', () => {
    let runs = 0;
    const { set, complete } = minimalSet(numbers(16), (part) => (++runs > 3 ? undefined : part.includes(3)));
    assert(set.includes(3) && set.length < 16);
    assert.equal(complete, false);
  });
});
