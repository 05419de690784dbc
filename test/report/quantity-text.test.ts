import { strict as assert } from 'node:assert';
import { instantText as shortInstantText } from '../../server/src/analysis/wording/time-text';
import { countText, durationText, instantText, rateText, shareText } from '../../server/src/report/quantity-text';

/** Checks pairs of a value and its text. */
function check<T>(text: (value: T) => string, cases: readonly (readonly [T, string])[]): void {
  for (const [value, expected] of cases) assert.equal(text(value), expected);
}

describe('quantities for people', () => {
  it('are a dash where nothing was measured', () => {
    for (const text of [durationText, shareText, countText, rateText]) assert.equal(text(null), '-');
  });

  it('instants are seconds up to an hour, then what a clock shows', () => {
    check(instantText, [
      [0, '0.000 s'],
      [3599.9994e9, '3599.999 s'],
      [3600e9, '1:00:00.000'],
      [943818.761e9, '10d 22:10:18.761'],
      [86399.9999e9, '1d 0:00:00.000'],
      [86405e9, '1d 0:00:05.000'],
    ]);
    check(shortInstantText, [
      [30, '30 ns'],
      [1500, '0.000002 s'],
      [5.25e9, '5.25 s'],
      [7265.5e9, '2:01:05.5'],
      [86400e9, '1d 0:00:00'],
      [Infinity, 'the end'],
    ]);
    check(durationText, [
      [36 * 3600e9, '36 h'],
      [100 * 86400e9, '100 d'],
    ]);
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
