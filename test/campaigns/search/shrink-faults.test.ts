import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { SearchFault } from '../../../server/src/campaigns/search/search-fault';
import { shrinkFaults } from '../../../server/src/campaigns/search/shrink-faults';

const target = (place: number) => ({
  text: `n${place}`,
  target: { kind: 'places' as const, places: [place], text: `n${place}` },
});

const fault = (places: readonly number[], atMs: number, forMs: number): SearchFault => ({
  action: { kind: 'crash', targets: places.map(target) },
  atNs: atMs * 1e6,
  forNs: forMs * 1e6,
});

const namesOf = ({ action }: SearchFault): readonly string[] =>
  'targets' in action ? action.targets.map(({ text }) => text) : [];

describe('shrinking what a search found', () => {
  it('ends with something that still fails, and with what it takes alone', async () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });
    const faults = fc.array(
      fc.record({ places, at: fc.integer({ min: 1, max: 20_000 }), length: fc.integer({ min: 100, max: 9_000 }) }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(faults, fc.integer({ min: 100, max: 3_000 }), async (drawn, enoughMs) => {
        const found = drawn.map((each) => fault(each.places, each.at, each.length));
        // What breaks it: one fault that hits the place of the first one's first target and lasts long enough.
        const culprit = namesOf(found[0] as SearchFault)[0] ?? '';
        const needMs = Math.min(enoughMs, (found[0]?.forNs ?? 0) / 1e6);
        const fails = (set: readonly SearchFault[]): boolean =>
          set.some((each) => namesOf(each).includes(culprit) && each.forNs >= needMs * 1e6);
        const small = await shrinkFaults(found, (set) => Promise.resolve(fails(set)));
        assert(fails(small));
        assert.equal(small.length, 1);
        assert.deepEqual(namesOf(small[0] as SearchFault), [culprit]);
        assert((small[0]?.forNs ?? 0) <= Math.max(2 * needMs * 1e6, found[0]?.forNs ?? 0));
      }),
      { numRuns: 60 },
    );
  });

  it('stops where no runs are left, with the smallest so far', async () => {
    const found = [fault([1], 1234, 5000), fault([2], 2345, 700)];
    assert.deepEqual(await shrinkFaults(found, () => Promise.resolve(undefined)), found);
  });
});
