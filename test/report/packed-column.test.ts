import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { packedLength, packNumbers, unpackNumbers } from '../../server/src/report/packed-column';

describe('packed columns', () => {
  const instants = fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: 0, max: 60e9 }), fc.constant(NaN)));
  const anything = fc.array(fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer({ min: -3, max: 300 })));

  it('give back what was packed, through JSON', () => {
    fc.assert(
      fc.property(fc.oneof(instants, anything), (values) => {
        const column = JSON.parse(JSON.stringify(packNumbers(values))) as string;
        assert.equal(packedLength(column), values.length);
        // Zero has no sign: integers keep none.
        const unsigned = (value: number): number => value + 0;
        assert.deepEqual(Array.from(unpackNumbers(column), unsigned), values.map(unsigned));
      }),
    );
  });

  it('take as few bytes as the numbers need', () => {
    const how = (values: readonly number[]): string => packNumbers(values).slice(0, 2);
    assert.deepEqual(
      [how([0, 255]), how([-1, 300]), how([70_000]), how([5e9, 5.1e9]), how([5e9, NaN, 5.1e9])],
      ['u1', 'i2', 'i4', 'f8', 'f8'],
    );
    assert.equal(how([1e9, 3e9, NaN, 4e9, 3.5e9]), 'd4');
  });

  it('are told from other texts', () => {
    for (const text of ['', 'u1', 'x1:AAAA', 'i4:AAAA', 'u1:AAA', 'f8:AAAAAAAAAAA'])
      assert.equal(packedLength(text), null);
  });
});
