import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exp, ln, lnGamma, normalQuantile, pow } from '../../server/src/simulation/kernel/portable-math';

function close(actual: number, expected: number, relative: number): void {
  const scale = Math.max(1e-300, Math.abs(expected));
  assert.ok(actual === expected || Math.abs(actual - expected) / scale <= relative, `${actual} is not ${expected}`);
}

describe('portable mathematics', () => {
  it('agrees with the host', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => close(ln(x), Math.log(x), 1e-14)),
    );
    fc.assert(fc.property(fc.double({ min: 1e-12, max: 1, noNaN: true }), (x) => close(ln(x), Math.log(x), 1e-14)));
    fc.assert(fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => close(exp(x), Math.exp(x), 1e-14)));
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        (x, y) => close(pow(x, y), Math.pow(x, y), 1e-12),
      ),
    );
  });

  it('has the published quantiles and gamma values', () => {
    const quantiles: [number, number][] = [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.99, 2.3263478740408408],
      [0.001, -3.090232306167813],
      [1e-10, -6.361340902404056],
    ];
    for (const [p, z] of quantiles) close(normalQuantile(p) + 10, z + 10, 1e-14);
    close(lnGamma(5), Math.log(24), 1e-13);
    close(lnGamma(0.5), 0.5723649429247001, 1e-13);
  });

  it('handles the edges', () => {
    assert.equal(ln(0), -Infinity);
    assert.equal(ln(1), 0);
    assert.ok(Number.isNaN(ln(-1)));
    assert.equal(exp(0), 1);
    assert.equal(exp(1000), Infinity);
    assert.equal(exp(-1000), 0);
    assert.equal(pow(0, 2), 0);
  });
});
