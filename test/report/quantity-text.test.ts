import { strict as assert } from 'node:assert';
import { countText, durationText, rateText, shareText } from '../../server/src/report/quantity-text';

/** Checks pairs of a value and its text. */
function check<T>(text: (value: T) => string, cases: readonly (readonly [T, string])[]): void {
  for (const [value, expected] of cases) assert.equal(text(value), expected);
}

describe('quantities for people', () => {
  it('durations take the unit that suits them', () => {
    check(durationText, [
      [null, '-'],
      [0, '0 s'],
      [850, '850 ns'],
      [1_500, '1.5 us'],
      [12_340_000, '12.3 ms'],
      [1_000_000_000, '1 s'],
      [59_960_000_000, '60 s'],
      [125_000_000_000, '2 min 5 s'],
      [3_600_000_000_000, '1 h'],
      [97_200_000_000_000, '1 d 3 h'],
      [-1_500_000_000, '-1.5 s'],
      [Infinity, 'for good'],
    ]);
  });

  it('shares are never rounded up to everything or down to nothing', () => {
    check(shareText, [
      [null, '-'],
      [1, '100%'],
      [0, '0%'],
      [0.5, '50%'],
      [0.99951, '99.95%'],
      [0.999999, '99.9999%'],
      [0.0000004, '0.00004%'],
      [1 - 1e-13, 'almost 100%'],
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
