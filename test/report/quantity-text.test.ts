import { strict as assert } from 'node:assert';
import { countText, durationText, rateText, shareText } from '../../server/src/report/quantity-text';

/** Checks pairs of a value and its text. */
function check<T>(text: (value: T) => string, cases: readonly (readonly [T, string])[]): void {
  for (const [value, expected] of cases) assert.equal(text(value), expected);
}

describe('quantities for people', () => {
  it('are a dash where nothing was measured', () => {
    for (const text of [durationText, shareText, countText, rateText]) assert.equal(text(null), '-');
  });

  it('counts and rates have their thousands apart', () => {
    check(countText, [
      [0, '0'],
      [999, '999'],
      [1234567, '1,234,567'],
      [1.5, '1.5'],
    ]);
    check(rateText, [
      [null, '-'],
      [193.4, '193/s'],
      [0.25, '0.25/s'],
    ]);
  });
});
