import assert from 'node:assert/strict';
import { spanOf } from '../../client/webview/campaign/axis-span';

describe('what an axis spans', () => {
  const check = (values: readonly number[], unit: 'share' | 's', least: number, most: number): void => {
    const span = spanOf(values, unit);
    assert.ok(Math.abs(span.least - least) < 1e-9 && Math.abs(span.most - most) < 1e-9, JSON.stringify(span));
  };

  it('leaves room around its values', () => check([100, 200], 's', 94, 206));
  it('never goes below nothing where no value does', () => check([5, 905], 's', 0, 959));
  it('begins at nothing where a value is nothing', () => check([0, 100], 's', 0, 106));
  it('never goes beyond all of a share', () => check([0.5, 1], 'share', 0.47, 1));
  it('has a width for one value', () => check([10], 's', 9, 11));
  it('has a width for one value that is nothing', () => check([0], 's', 0, 1e-6));
  it('spans something without values', () => check([], 's', 0, 1));
});
